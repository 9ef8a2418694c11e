package io.thelook.dashboard.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.window.Breakdown.Ranking;
import io.thelook.dashboard.window.Filter;
import io.thelook.dashboard.window.Property;
import io.thelook.model.Money;
import io.thelook.model.Record;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class RecordStoreTest {

    private static final ShopCalendar BERLIN = new ShopCalendar(ZoneId.of("Europe/Berlin"));

    /** Three days around the end of summer time: the middle one has 25 hours. */
    private static final long FROM = Instant.parse("2026-10-23T22:00:00Z").toEpochMilli();

    private static final long TO = Instant.parse("2026-10-26T23:00:00Z").toEpochMilli();
    private static final List<String> ITEMS = List.of("refund:0", "refund:1", "i0", "i1", "i2");
    private static final List<Filter> FILTERS = List.of(
            Filter.NONE,
            new Filter(Map.of(Property.COUNTRY, Set.of("C1", "C2")), Map.of()),
            new Filter(Map.of(Property.AGE, Set.of("18-24", "Unknown")), Map.of(Property.ITEM_STATUS, Set.of("S1"))),
            new Filter(Map.of(), Map.of(Property.AGE, Set.of("18-24", "25-34"), Property.CATEGORY, Set.of("K0"))),
            new Filter(Map.of(Property.PRODUCT, Set.of("P1", "Unknown"), Property.COUNTRY, Set.of("C1")), Map.of()),
            new Filter(Map.of(), Map.of(Property.PRODUCT, Set.of("P1", "P2"))));

    @TempDir
    Path folder;

    private final NaiveHistory naive = new NaiveHistory();
    private SplittableRandom random;
    private int orders = 800;
    private List<String> products = Arrays.asList(null, "Unknown", "P1", "P2", "P3", "P4", "P5");

    private HistorySettings settings() {
        return new HistorySettings(folder, 35, 2_000_000_000, 256_000_000, BERLIN, Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomChanges_withRestarts_giveWhatANaiveComputationGives(long seed) throws Exception {
        random = new SplittableRandom(seed);
        Map<List<String>, Record> window = new HashMap<>();
        for (int run = 0; run < 3; run++) {
            try (Database database = Database.open(settings());
                    RecordStore store = RecordStore.writable(database.connect())) {
                for (int batch = 0; batch < 20; batch++) {
                    List<Change> changes = new ArrayList<>();
                    for (int i = random.nextInt(300); i > 0; i--) {
                        changes.add(change(window));
                    }
                    store.write(changes, Coverage.NONE, null);
                    if (random.nextInt(10) == 0) {
                        window.clear();
                    }
                }
                check(database);
            }
            // The store keeps records that the live window has forgotten.
            window.clear();
        }
    }

    /** The same with as many changes as the property says, such as {@code -Dhistory.records=3000000}. */
    @Test
    @EnabledIfSystemProperty(named = "history.records", matches = "\\d+")
    void millionsOfChanges_giveWhatANaiveComputationGives() throws Exception {
        int count = Integer.getInteger("history.records");
        random = new SplittableRandom(count);
        orders = count / 5;
        Map<List<String>, Record> window = new HashMap<>();
        int done = 0;
        for (int run = 0; run < 4; run++) {
            try (Database database = Database.open(settings());
                    RecordStore store = RecordStore.writable(database.connect())) {
                while (done < count / 4 * (run + 1)) {
                    List<Change> changes = new ArrayList<>();
                    for (int i = random.nextInt(40_000); i > 0; i--) {
                        changes.add(change(window));
                    }
                    done += changes.size();
                    store.write(changes, Coverage.NONE, null);
                }
                if (run == 2) {
                    long edge = BERLIN.dayOf(FROM).to();
                    store.deleteBefore(edge, Coverage.NONE);
                    naive.removeBefore(edge);
                }
                check(database);
            }
            window.clear();
        }
    }

    private Change change(Map<List<String>, Record> window) {
        String order = "o" + random.nextInt(orders);
        String item = ITEMS.get(random.nextInt(8) == 0 ? random.nextInt(2) : 2 + random.nextInt(3));
        List<String> id = List.of(order, item);
        Record inside = window.get(id);
        int kind = random.nextInt(40);
        if (kind == 0) {
            for (String each : ITEMS) {
                window.remove(List.of(order, each));
            }
            naive.removeOrder(order, ITEMS);
            return new Change.RemoveOrder(order);
        }
        if (kind == 1 && inside != null) {
            window.remove(id);
            naive.remove(inside);
            return new Change.RemoveItem(inside);
        }
        Record record = record(order, item);
        if (inside != null && record.updatedAt() != 0 && record.updatedAt() < inside.updatedAt()) {
            // The live window passes no older version on.
            record = record.toBuilder().updatedAt(inside.updatedAt()).build();
        }
        naive.put(record);
        if (naive.get(order, item).equals(record)) {
            window.put(id, record);
        }
        return new Change.Put(record, inside);
    }

    private Record record(String order, String item) {
        int price = random.nextInt(1_000_000);
        return Record.builder()
                .orderId(order)
                .itemId(item)
                .userId("u")
                .age(random.nextInt(5) == 0 ? null : random.nextInt(100))
                .country("C" + random.nextInt(5))
                .category("K" + random.nextInt(5))
                .product(products.get(random.nextInt(products.size())))
                .itemStatus("S" + random.nextInt(3))
                .trafficSource("T" + random.nextInt(3))
                .gender(random.nextBoolean() ? "M" : "F")
                .cost(random.nextInt(4) == 0 ? null : Money.ofCents(random.nextInt(10_000)))
                .salePrice(Money.parse((item.startsWith("refund") ? "-" : "") + price / 100 + "." + price % 100
                        + random.nextInt(1, 1_000_000)))
                .quantity(random.nextInt(1, 4))
                .createdAt(random.nextLong(FROM - 1_000, TO + 1_000))
                .updatedAt(random.nextInt(3) == 0 ? 0 : FROM + random.nextInt(1_000))
                .build();
    }

    private void check(Database database) throws SQLException {
        try (Reader reader = new Reader(database.connect(), Duration.ofSeconds(10))) {
            TimeSpan all = new TimeSpan(FROM, TO);
            List<TimeSpan> spans = new ArrayList<>(List.of(all, BERLIN.dayOf(FROM), BERLIN.dayOf((FROM + TO) / 2)));
            long from = random.nextLong(FROM, TO);
            spans.add(new TimeSpan(from, random.nextLong(from, TO)));
            for (TimeSpan span : spans) {
                for (Filter filter : FILTERS) {
                    Steps steps = Steps.of(span, BERLIN);
                    assertThat(reader.sums(span, filter)).isEqualTo(naive.sums(span, filter));
                    assertThat(reader.rankings(span, filter, 4)).isEqualTo(naive.rankings(span, filter, 4));
                    assertThat(new OrderReader(reader).newest(span, filter, 8))
                            .isEqualTo(naive.newest(span, filter, 8));
                    var trend = reader.trend(span, filter, steps);
                    Map<Long, Long> orders = naive.orders(span, filter, steps);
                    Map<Long, Money> sales = naive.sales(span, filter, steps);
                    assertThat(trend.total()).isEqualTo(naive.sums(span, filter));
                    for (int i = 0; i < trend.points().length; i++) {
                        var point = trend.points()[i];
                        assertThat(point.orders()).isEqualTo(orders.getOrDefault((long) i, 0L));
                        assertThat(point.sales()).isEqualTo(sales.getOrDefault((long) i, Money.ZERO));
                    }
                }
            }
        }
        try (RecordStore store = RecordStore.writable(database.connect())) {
            List<Record> records = store.recordsSince(Long.MIN_VALUE);
            assertThat(records).hasSameSizeAs(naive.all());
            assertThat(new HashSet<>(records).equals(new HashSet<>(naive.all())))
                    .isTrue();
        }
    }

    @Test
    void batchThatFails_writesNothing() throws Exception {
        random = new SplittableRandom(4);
        try (Database database = Database.open(settings());
                RecordStore store = RecordStore.writable(database.connect())) {
            store.write(List.of(put("a", 1)), Coverage.NONE, null);
            Record broken = record("b", "1").toBuilder().createdAt(FROM).build();
            try (var other = database.connect();
                    var statement = other.createStatement()) {
                statement.execute("DROP TABLE coverage");
            }
            Coverage coverage = Coverage.NONE.with(new TimeSpan(1, 2));
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> store.write(List.of(new Change.Put(broken, null)), coverage, null)))
                    .isInstanceOf(SQLException.class);
            assertThat(store.recordsSince(0)).hasSize(1);
        }
    }

    /** The database ranks them: most of them are never read. */
    @Test
    void veryManyProducts_areRankedExactly_andNoneAreNotThere() throws Exception {
        random = new SplittableRandom(5);
        int many = 100_000;
        products = Collections.singletonList(null);
        List<Change> changes = new ArrayList<>(List.of(put("none", 7)));
        TimeSpan all = new TimeSpan(0, Long.MAX_VALUE);
        try (Database database = Database.open(settings());
                RecordStore store = RecordStore.writable(database.connect());
                Reader reader = new Reader(database.connect(), Duration.ofSeconds(10))) {
            store.write(changes, Coverage.NONE, null);
            assertThat(reader.rankings(all, Filter.NONE, 4).get(Property.PRODUCT))
                    .isEqualTo(new Ranking(List.of(), 0, Money.ZERO, 0));

            changes.clear();
            for (int i = 0; i < many; i++) {
                products = List.of("P" + i);
                changes.add(put("o" + i, 100 * (i + 1)));
            }
            store.write(changes, Coverage.NONE, null);

            assertThat(reader.rankings(all, Filter.NONE, 4)).isEqualTo(naive.rankings(all, Filter.NONE, 4));
        }
    }

    private Change put(String order, int price) {
        Record record =
                record(order, "1").toBuilder().salePrice(Money.ofCents(price)).build();
        naive.put(record);
        return new Change.Put(record, null);
    }
}
