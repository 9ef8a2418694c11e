package io.thelook.dashboard.history;

import static io.thelook.dashboard.history.Fixtures.BERLIN;
import static io.thelook.dashboard.history.Fixtures.DAY;
import static io.thelook.dashboard.history.Fixtures.HOUR;
import static io.thelook.dashboard.history.Fixtures.at;
import static io.thelook.dashboard.history.Fixtures.record;
import static io.thelook.dashboard.history.Fixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.model.Record;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class RetentionTest {

    private static final long NOW = at("2026-10-27T11:00:00Z");

    @TempDir
    Path folder;

    private static List<Change> days(int days, int each) {
        List<Change> changes = new ArrayList<>();
        for (int day = days; day >= 0; day--) {
            long midnight = BERLIN.plusDays(BERLIN.midnightBefore(NOW), -day);
            for (int i = 0; i < each; i++) {
                Record record = record(day + "-" + i, midnight + i, i);
                changes.add(new Change.Put(
                        record.toBuilder().product("product " + i * 31).build(), null));
            }
        }
        return changes;
    }

    private static long start(int daysBefore) {
        return BERLIN.plusDays(BERLIN.midnightBefore(NOW), -daysBefore);
    }

    @Test
    void tooOldDays_areDeleted_withTheirCoverageAndKeys() throws Exception {
        HistorySettings settings = settings(folder, 3, 2_000_000_000);
        try (Database database = Database.open(settings);
                RecordStore store = RecordStore.writable(database.connect())) {
            Coverage coverage = Coverage.NONE.with(new TimeSpan(start(9), NOW));
            store.write(days(9, 10), coverage, null);
            Retention retention = new Retention(settings);

            Coverage rest = retention.clean(store, database, coverage, NOW);

            assertThat(store.oldestSince(Long.MIN_VALUE)).isEqualTo(start(3));
            assertThat(rest.spans()).containsExactly(new TimeSpan(start(3), NOW));
            assertThat(store.coverage()).isEqualTo(rest);
            assertThat(retention.expiries()).isEqualTo(1);

            // An item of a day that is deleted is new when it comes again.
            store.write(List.of(new Change.Put(record("9-1", start(1), 5), null)), rest, null);
            assertThat(store.count(new TimeSpan(start(9), NOW))).isEqualTo(4 * 10 + 1);
        }
    }

    @Test
    void cleaning_isEveryTenMinutes() throws Exception {
        HistorySettings settings = settings(folder, 3, 2_000_000_000);
        try (Database database = Database.open(settings);
                RecordStore store = RecordStore.writable(database.connect())) {
            Retention retention = new Retention(settings);
            retention.clean(store, database, Coverage.NONE, NOW);
            store.write(days(9, 1), Coverage.NONE, null);

            retention.clean(store, database, Coverage.NONE, NOW + 599_999);
            assertThat(retention.expiries()).isZero();

            retention.clean(store, database, Coverage.NONE, NOW + 600_000);
            assertThat(retention.expiries()).isEqualTo(1);
        }
    }

    @Test
    void tooManyBytes_deleteTheOldestWholeDays_butNotToday() throws Exception {
        try (Database database = Database.open(settings(folder));
                RecordStore store = RecordStore.writable(database.connect())) {
            Coverage coverage = Coverage.NONE.with(new TimeSpan(start(9), NOW));
            store.write(days(9, 40_000), coverage, null);
            store.checkpoint();
            long all = database.bytes();

            Retention retention = new Retention(settings(folder, 35, all * 6 / 10));
            Coverage rest = coverage;
            for (int i = 0; i < 12; i++) {
                // Days may free less than their share of the blocks, so that a second cleaning is needed.
                rest = retention.clean(store, database, rest, NOW + i * 600_000L);
            }

            assertThat(retention.bytes()).isLessThanOrEqualTo(all * 6 / 10);
            long oldest = store.oldestSince(Long.MIN_VALUE);
            assertThat(oldest).isEqualTo(BERLIN.midnightBefore(oldest)).isBetween(start(6), start(3));
            assertThat(rest.from()).isEqualTo(oldest);

            Retention none = new Retention(settings(folder, 35, 1));
            for (int i = 0; i < 12; i++) {
                rest = none.clean(store, database, rest, NOW + i);
            }
            assertThat(store.oldestSince(Long.MIN_VALUE)).isEqualTo(start(0));
            assertThat(store.count(new TimeSpan(start(0), NOW))).isEqualTo(40_000);
        }
    }

    @Test
    void readerDuringACleaning_doesNotMakeItDeleteMore() throws Exception {
        try (Database database = Database.open(settings(folder));
                RecordStore store = RecordStore.writable(database.connect())) {
            store.write(days(9, 30_000), Coverage.NONE, null);
            store.checkpoint();
            long all = database.bytes();
            Retention retention = new Retention(settings(folder, 35, all * 9 / 10));
            try (var reader = database.connect();
                    var statement = reader.createStatement()) {
                statement.execute("BEGIN TRANSACTION");
                statement.execute("SELECT count(*) FROM record");
                for (int i = 0; i < 3; i++) {
                    retention.clean(store, database, Coverage.NONE, NOW + i);
                }
                assertThat(retention.expiries()).isEqualTo(1);
            }
            for (int i = 0; i < 12; i++) {
                retention.clean(store, database, Coverage.NONE, NOW + DAY / 24 + i);
            }
            assertThat(store.oldestSince(Long.MIN_VALUE)).isBetween(start(8), start(5));
        }
    }

    @Test
    void statusChanges_doNotMakeTheFileGrow() throws Exception {
        try (Database database = Database.open(settings(folder));
                RecordStore store = RecordStore.writable(database.connect())) {
            long once = 0;
            for (int version = 0; version < 6; version++) {
                List<Change> changes = new ArrayList<>();
                for (Change change : days(0, 40_000)) {
                    Record record = ((Change.Put) change).record();
                    changes.add(new Change.Put(
                            record.toBuilder()
                                    .updatedAt(NOW + version)
                                    .itemStatus("S" + version)
                                    .build(),
                            null));
                }
                store.write(changes, Coverage.NONE, null);
                store.checkpoint();
                once = version == 0 ? Files.size(database.file()) : once;
            }

            assertThat(store.count(new TimeSpan(start(0), NOW + HOUR))).isEqualTo(40_000);
            assertThat(Files.size(database.file())).isLessThan(4 * once);
        }
    }
}
