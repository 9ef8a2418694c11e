package io.thelook.dashboard.history;

import static io.thelook.dashboard.history.Fixtures.at;
import static io.thelook.dashboard.history.Fixtures.batch;
import static io.thelook.dashboard.history.Fixtures.record;
import static io.thelook.dashboard.history.Fixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thelook.dashboard.window.Filter;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class HistoryFaultTest {

    private static final long TIME = at("2026-06-09T22:00:00Z");
    private static final TimeSpan ALL = new TimeSpan(TIME - Fixtures.DAY, TIME + Fixtures.DAY);

    @TempDir
    Path root;

    private History history;
    private Path mounted;

    @AfterEach
    void clean() throws Exception {
        if (history != null) {
            history.close();
        }
        if (mounted != null) {
            run("umount", mounted.toString());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }

    private void mount(Path at, String type, String options) throws Exception {
        Files.createDirectories(at);
        boolean isLinuxRoot = System.getProperty("os.name").equals("Linux")
                && run("mount", type, options, at.toString(), at.toString());
        Assumptions.assumeTrue(isLinuxRoot, "needs the right to mount a file system");
        mounted = at;
    }

    private History open(Path folder) {
        history = new History(settings(folder), 10, InstantSource.fixed(Instant.ofEpochMilli(TIME)), System::nanoTime);
        history.open(Duration.ofMinutes(30)).toCompletableFuture().join();
        return history;
    }

    private void put(int first, int count) {
        for (Change change : batch(first, count, TIME)) {
            history.recorder().put(((Change.Put) change).record(), null);
        }
        history.covered(new TimeSpan(TIME, TIME + (first + count) * 10L), null, () -> "");
    }

    private long orders() throws Exception {
        return history.answerAt(new HistoryQuery(Period.range(ALL), Filter.NONE), "here", TIME)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .sums()
                .orders();
    }

    private void awaitOrders(long count) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(history.state()).isEqualTo(HistoryState.ON);
            assertThat(orders()).isEqualTo(count);
        });
    }

    private void awaitState(HistoryState state) {
        await().atMost(Duration.ofSeconds(30)).until(() -> history.state().equals(state));
    }

    private static void write(Path folder, int count) throws Exception {
        try (Database database = Database.open(settings(folder));
                RecordStore store = RecordStore.writable(database.connect())) {
            for (int i = 0; i < count; i += 5_000) {
                store.write(batch(i, 5_000, TIME), Coverage.NONE.with(new TimeSpan(TIME, TIME + i + 5_000)), null);
            }
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void fullDisk_pauses_canBeRead_andResumesWhenThereIsRoom() throws Exception {
        Path disk = root.resolve("disk");
        mount(disk, "-ttmpfs", "-osize=64m");
        open(disk.resolve("h"));
        put(0, 5_000);
        awaitOrders(5_000);

        Path ballast = disk.resolve("ballast");
        Files.write(ballast, new byte[40_000_000]);
        put(5_000, 5_000);
        awaitState(HistoryState.paused("the disk is full"));
        assertThat(orders()).isEqualTo(5_000);
        assertThat(history.load(List.of(record("past", TIME - 1, 1)), null).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(5));
        assertThat(history.writer().waiting().size()).isEqualTo(5_000);

        Files.delete(ballast);
        awaitOrders(10_000);
        assertThat(history.writer().waiting().dropped()).isZero();
    }

    @Test
    void fullDisk_whichDuckDbItselfFinds_isReopened_andNothingIsLost() throws Exception {
        Path disk = root.resolve("disk");
        mount(disk, "-ttmpfs", "-osize=64m");
        Path folder = disk.resolve("h");
        int written = 0;
        SQLException fault = null;
        try (Database database = Database.open(settings(folder));
                RecordStore store = RecordStore.writable(database.connect())) {
            Files.write(disk.resolve("ballast"), new byte[46_000_000]);
            while (fault == null) {
                try {
                    store.write(batch(written, 5_000, TIME), Coverage.NONE, null);
                    written += 5_000;
                } catch (SQLException e) {
                    fault = e;
                }
            }
        }
        assertThat(Faults.words(fault)).isEqualTo("the disk is full");
        assertThat(Faults.isFatal(fault)).isTrue();
        assertThat(Faults.isDamage(fault)).isFalse();

        try (Database again = Database.open(settings(folder));
                RecordStore read = RecordStore.writable(again.connect())) {
            assertThat(read.recordsSince(0)).hasSize(written);
        }
        assertThat(names(folder)).noneMatch(name -> name.contains("damaged"));
    }

    @Test
    void readOnlyDisk_canBeRead_andIsWrittenWhenThatIsPossible() throws Exception {
        Path folder = Files.createDirectories(root.resolve("h"));
        write(folder, 5_000);
        mount(folder, "--bind", "-orw");
        Assumptions.assumeTrue(run("mount", "-o", "remount,bind,ro", folder.toString()), "needs a read-only mount");

        open(folder);
        assertThat(history.state()).isEqualTo(HistoryState.paused("the disk is read-only"));
        assertThat(orders()).isEqualTo(5_000);
        assertThat(history.since()).hasValue(TIME);
        put(5_000, 1_000);

        assertThat(run("mount", "-o", "remount,bind,rw", folder.toString())).isTrue();
        awaitOrders(6_000);
    }

    @Test
    void folderThatCannotBeMade_isReported_andIsTriedAgain() throws Exception {
        Path file = Files.createFile(root.resolve("file"));
        open(file.resolve("h"));
        assertThat(history.state().mode()).isEqualTo(HistoryState.Mode.UNAVAILABLE);
        assertThat(history.state().reason()).contains("the folder", "cannot be created");
        put(0, 100);

        Files.delete(file);
        awaitOrders(100);
    }

    @Test
    void folderWithoutPermission_isReported() throws Exception {
        Path folder = root.resolve("h");
        write(folder, 5_000);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        Path file = folder.resolve("history.duckdb");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        Assumptions.assumeFalse(Files.isWritable(file), "the superuser may write any file");

        open(folder);
        assertThat(history.state()).isEqualTo(HistoryState.paused("no permission to write to it"));
        assertThat(orders()).isEqualTo(5_000);

        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        awaitState(HistoryState.ON);
    }

    @Test
    void fileThatAnotherProcessHasOpen_isLeftAlone_andOpenedLater() throws Exception {
        Path folder = root.resolve("h");
        write(folder, 5_000);
        Process other = HistoryProcess.start(List.of(), "hold", folder);
        try (BufferedReader output = HistoryProcess.output(other)) {
            HistoryProcess.await(output, "open");
            open(folder);
            assertThat(history.state()).isEqualTo(HistoryState.unavailable("another process has the history open"));
            put(5_000, 100);
            assertThat(names(folder)).noneMatch(name -> name.contains("damaged"));
        } finally {
            other.destroy();
            other.waitFor();
        }
        awaitOrders(5_100);
    }

    @Test
    void libraryThatCannotBeLoaded_isReportedOnce_andNothingWaits() throws Exception {
        Process process =
                HistoryProcess.start(List.of("-Djava.io.tmpdir=" + root.resolve("none")), "use", root.resolve("h"));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        String reason = "DuckDB cannot be loaded on this machine: the folder for temporary files does not exist";
        assertThat(output)
                .contains("state UNAVAILABLE: " + reason)
                .contains("waiting 0, dropped 1000")
                .contains("today " + reason)
                .containsOnlyOnce("the history is not being kept: " + reason)
                .doesNotContain("\tat ");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void temporaryFilesOfAKilledProcess_areDeleted() throws Exception {
        Path temporary = Files.createDirectories(root.resolve("h").resolve("temp"));
        Files.write(temporary.resolve("export-1.parquet"), new byte[10]);

        open(root.resolve("h"));

        assertThat(names(temporary)).isEmpty();
        assertThat(history.state()).isEqualTo(HistoryState.ON);
    }

    @Test
    void failureThatLasts_isTriedAgainWithLongerPauses() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Writer writer = new Writer(
                settings(root.resolve("h")),
                () -> {
                    tries.incrementAndGet();
                    throw new IllegalStateException("no clock");
                },
                () -> {});
        try {
            writer.open(Duration.ofMinutes(30)).toCompletableFuture().get(20, TimeUnit.SECONDS);
            writer.waiting().put(record("a", TIME, 1), null);
            await().atMost(Duration.ofSeconds(10)).until(() -> tries.get() >= 2);

            assertThat(writer.state()).isEqualTo(HistoryState.paused("no clock"));
            assertThat(writer.pause()).isEqualTo(Duration.ofSeconds(4));
        } finally {
            writer.close();
        }
    }
}
