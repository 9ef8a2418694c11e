package io.thelook.dashboard.history;

import static io.thelook.dashboard.history.Fixtures.at;
import static io.thelook.dashboard.history.Fixtures.batch;
import static io.thelook.dashboard.history.Fixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thelook.dashboard.window.Filter;
import io.thelook.model.Record;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class HistoryDamageTest {

    private static final long TIME = at("2026-06-09T22:00:00Z");

    /** More than a row group, so that a part of it can be read although another part is damaged. */
    private static final int MANY = 250_000;

    private static final TimeSpan KEPT = new TimeSpan(TIME, TIME + MANY * 10L);

    @TempDir
    Path folder;

    private History history;

    @AfterEach
    void close() {
        if (history != null) {
            history.close();
        }
    }

    private Path file() {
        return Database.file(settings(folder));
    }

    private Path log() {
        return Path.of(file() + ".wal");
    }

    private void open() {
        history = new History(settings(folder), 10, InstantSource.fixed(Instant.ofEpochMilli(TIME)), System::nanoTime);
        history.open(Duration.ofDays(1)).toCompletableFuture().join();
    }

    private void write(int count) throws Exception {
        try (Database database = Database.open(settings(folder));
                RecordStore store = RecordStore.writable(database.connect())) {
            for (int i = 0; i < count; i += 50_000) {
                store.write(batch(i, Math.min(count - i, 50_000), TIME), Coverage.NONE.with(KEPT), null);
            }
        }
    }

    private long orders() throws Exception {
        TimeSpan all = new TimeSpan(TIME - Fixtures.DAY, TIME + Fixtures.DAY);
        return history.answerAt(new HistoryQuery(Period.range(all), Filter.NONE), "here", TIME)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .sums()
                .orders();
    }

    private List<String> damaged() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(".damaged-"))
                    .toList();
        }
    }

    private static void overwrite(Path file, double from, int length, boolean isZero) throws IOException {
        byte[] bytes = new byte[length];
        if (!isZero) {
            new SplittableRandom(1).nextBytes(bytes);
        }
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek((long) (open.length() * from));
            open.write(bytes);
        }
    }

    /** What is put, is kept. */
    private void checkGoesOn() throws Exception {
        long before = orders();
        Record record = Fixtures.record("new", TIME + 1, 5);
        history.recorder().put(record, null);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(history.state()).isEqualTo(HistoryState.ON);
            assertThat(orders()).isEqualTo(before + 1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "text", "header"})
    void fileThatIsNoDatabase_isPutAside_andANewOneBegins(String kind) throws Exception {
        write(5_000);
        switch (kind) {
            case "empty" -> Files.write(file(), new byte[0]);
            case "text" -> Files.writeString(file(), "no database\n".repeat(10_000));
            default -> overwrite(file(), 0, 12_288, false);
        }
        byte[] content = Files.readAllBytes(file());

        open();

        assertThat(history.state()).isEqualTo(HistoryState.ON);
        assertThat(damaged()).hasSize(1);
        assertThat(folder.resolve(damaged().get(0))).hasBinaryContent(content);
        assertThat(orders()).isZero();
        checkGoesOn();
    }

    @ParameterizedTest
    @ValueSource(doubles = {.2, .6})
    void damageInTheMiddle_losesOnlyWhatCannotBeRead(double where) throws Exception {
        write(MANY);
        overwrite(file(), where, 30_000, true);

        open();

        // The damage may be in a column that is read only later.
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> {
            assertThat(history.state().mode()).isEqualTo(HistoryState.Mode.ON);
            assertThat(orders()).isBetween(MANY / 2L, (long) MANY);
        });
        long read = orders();
        if (read < MANY) {
            assertThat(damaged()).hasSize(1);
            assertThat(history.missing(KEPT, TIME))
                    .as("what is missing is not covered")
                    .isNotEmpty();
        }
        checkGoesOn();
    }

    @Test
    void truncatedFile_losesOnlyWhatCannotBeRead() throws Exception {
        write(MANY);
        try (RandomAccessFile open = new RandomAccessFile(file().toFile(), "rw")) {
            open.setLength(open.length() * 3 / 4);
        }

        open();

        assertThat(history.state()).isEqualTo(HistoryState.ON);
        assertThat(damaged()).hasSize(1);
        checkGoesOn();
    }

    /** Leaves a log, as a process does that is killed. */
    private void writeLog(int batches) throws Exception {
        Process process = HistoryProcess.start(List.of(), "write", folder);
        try (var output = HistoryProcess.output(process)) {
            HistoryProcess.await(output, "written " + batches);
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(log()).exists();
    }

    @Test
    void damagedLog_isCutOffBeforeTheDamage() throws Exception {
        writeLog(6);
        overwrite(log(), .7, 1_000, false);

        open();

        assertThat(history.state()).isEqualTo(HistoryState.ON);
        assertThat(damaged()).hasSize(1);
        assertThat(orders())
                .isGreaterThanOrEqualTo(3 * HistoryProcess.BATCH)
                .satisfies(count -> assertThat(count % HistoryProcess.BATCH).isZero());
        checkGoesOn();
    }

    @Test
    void truncatedLog_losesItsLastTransaction() throws Exception {
        writeLog(6);
        try (RandomAccessFile open = new RandomAccessFile(log().toFile(), "rw")) {
            open.setLength(open.length() * 7 / 10);
        }

        open();

        assertThat(history.state()).isEqualTo(HistoryState.ON);
        assertThat(damaged()).isEmpty();
        assertThat(orders()).isGreaterThanOrEqualTo(3 * HistoryProcess.BATCH);
        checkGoesOn();
    }

    @Test
    void logOfAnotherFile_isPutAside() throws Exception {
        writeLog(2);
        byte[] foreign = Files.readAllBytes(log());
        Files.delete(log());
        Files.delete(file());
        write(10_000);
        Files.write(log(), foreign);

        open();

        assertThat(history.state()).isEqualTo(HistoryState.ON);
        assertThat(orders()).isEqualTo(10_000);
        assertThat(damaged()).hasSize(1);
        checkGoesOn();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IO Error: Could not write file \"history.duckdb\": No space left on device",
                "FATAL Error: Failed to create checkpoint because of error: Could not write file \"h\": No space left"
                        + " on device",
                "IO Error: Failure while replaying WAL file \"h.wal\": Could not write file \"h\": No space left on"
                        + " device",
                "IO Error: Could not set lock on file \"h\": Conflicting lock is held in java (PID 1)",
                "IO Error: Cannot open file \"h\": Read-only file system",
                "IO Error: Cannot open file \"h\": Permission denied",
                "IO Error: Trying to read a database file with version number 99, but we can only read 64",
                "Out of Memory Error: could not allocate block of size 256.0 KiB",
                "INTERRUPT Error: Interrupted!"
            })
    void otherFaults_areNoDamage(String message) {
        assertThat(Faults.isDamage(new SQLException(message))).isFalse();
    }
}
