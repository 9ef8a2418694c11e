package io.thelook.dashboard.source.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thelook.dashboard.source.BatchOutlet;
import io.thelook.dashboard.source.RecordSource.Beginning;
import io.thelook.dashboard.source.RecordSource.Connection;
import io.thelook.dashboard.source.RecordSource.Place;
import io.thelook.dashboard.source.RecordingSink;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.source.SourceStatus.State;
import io.thelook.service.testing.LogLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads real files. */
@Tag("slow")
class FileRecordSourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Usually, a line takes a quarter of a second. */
    private static final Duration ON_A_BUSY_MACHINE = Duration.ofSeconds(4);

    private static final Duration LOOKBACK = Duration.ofMinutes(30);
    private static final int MAX_LINE = 500_000;

    @TempDir
    private Path folder;

    private final RecordingSink sink = new RecordingSink();
    private final LogLines log = new LogLines(FileRecordSource.class.getName());
    private Path path;
    private FileRecordSource source;

    @BeforeEach
    void prepare() {
        path = folder.resolve("orders.ndjson");
        source = create();
    }

    @AfterEach
    void stop() {
        source.stop();
        await().atMost(PATIENCE).until(source.thread()::isTerminated);
        log.close();
        assertThat(sink.messages()).as("a file has only batches").isEmpty();
    }

    private FileRecordSource create() {
        return new FileRecordSource(
                FileAddress.parse("file:" + path),
                LOOKBACK,
                MAX_LINE,
                InstantSource.system(),
                System::nanoTime,
                new SplittableRandom(1));
    }

    private void write(String text) {
        write(path, text);
    }

    private static void write(Path to, String text) {
        try {
            Files.writeString(to, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void append(String text) {
        append(text.getBytes(UTF_8));
    }

    private void append(byte[] bytes) {
        try {
            Files.write(path, bytes, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start() {
        source.start(sink);
    }

    private void awaitTexts(String... texts) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sink.texts()).containsExactly(texts));
    }

    private void awaitState(State state) {
        await().atMost(PATIENCE).until(() -> sink.is(state));
    }

    private void awaitComplete() {
        await().atMost(PATIENCE).until(() -> !sink.completeSince().isEmpty());
    }

    private long connection() {
        List<Connection> connections = sink.connections();
        return connections.get(connections.size() - 1).number();
    }

    private long restarts(Restart restart) {
        return source.counts().restarts.get(restart).sum();
    }

    @Test
    void whatTheFileHasAtFirst_isHistory_andTheRestIsLive() throws IOException {
        write("one\ntwo\n");
        Files.setLastModifiedTime(path, FileTime.fromMillis(1_741_051_200_000L));
        long began = System.currentTimeMillis();

        start();

        awaitComplete();
        assertThat(sink.texts()).containsExactly("one", "two");
        assertThat(sink.live()).containsExactly(false, false);
        assertThat(sink.entries()).extracting(each -> each.place()).containsOnly(Place.at(1_741_051_200_000L));
        assertThat(sink.completeSince()).singleElement().satisfies(since -> assertThat(since)
                .isBetween(began - LOOKBACK.toMillis(), System.currentTimeMillis() - LOOKBACK.toMillis()));
        assertThat(source.hasCaughtUp()).isTrue();
        long appended = System.nanoTime();
        append("three\n");
        awaitTexts("one", "two", "three");
        assertThat(Duration.ofNanos(System.nanoTime() - appended)).isLessThan(ON_A_BUSY_MACHINE);
        assertThat(sink.live()).containsExactly(false, false, true);
        assertThat(sink.entries().get(2).place()).isEqualTo(Place.UNKNOWN);
        assertThat(sink.statuses()).extracting(SourceStatus::state).containsExactly(State.CONNECTING, State.LIVE);
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void emptyFile_isCompleteAtOnce() {
        write("");

        start();

        awaitComplete();
        assertThat(sink.connections()).isEmpty();
    }

    @Test
    void beginning_isWaitedFor_andTheFileIsCompleteSinceThen() {
        write("one\n");
        CompletableFuture<Optional<Beginning>> where = new CompletableFuture<>();
        source.beginAt(where);
        start();
        assertThat(sink.statuses()).isEmpty();

        where.complete(Optional.of(new Beginning(Optional.empty(), 77)));

        awaitComplete();
        assertThat(sink.completeSince()).containsExactly(77L);
        assertThat(sink.texts()).containsExactly("one");
        source.resync();
        await().atMost(PATIENCE).until(() -> sink.completeSince().size() == 2);
        assertThat(sink.completeSince().get(1)).as("the window is enough later").isGreaterThan(77);
        assertThat(sink.texts()).containsExactly("one", "one");
        assertThat(sink.live()).containsOnly(false);
        assertThat(connection()).isEqualTo(2);
    }

    @Test
    void beginningThatFails_isThatOfTheWindow() {
        write("one\n");
        source.beginAt(CompletableFuture.failedFuture(new IllegalStateException("no history")));

        start();

        awaitTexts("one");
    }

    @Test
    void missingFile_isReportedOnce_andReadOnceItIsThere() {
        start();

        awaitState(State.WAITING);
        assertThat(sink.last().reason()).isEqualTo("no file " + path);
        assertThat(sink.last().attempt()).isPositive();
        assertThat(source.hasCaughtUp()).as("there is nothing to wait for").isTrue();
        assertThat(sink.completeSince()).isEmpty();
        write("one\n");
        awaitTexts("one");
        assertThat(sink.live()).containsExactly(false);
        awaitState(State.LIVE);
        awaitComplete();
        assertThat(sink.statuses())
                .extracting(SourceStatus::state)
                .containsExactly(State.CONNECTING, State.WAITING, State.LIVE);
        assertThat(log.warnings())
                .containsExactly("feed file://" + path + ": no file " + path + "; retrying until it can be read");
    }

    @Test
    void lineWithoutItsEnd_waitsForIt() {
        write("one\ntw");
        start();
        awaitComplete();
        assertThat(sink.texts()).containsExactly("one");
        assertThat(source.unread()).isZero();

        append("o\n\n\r\n");

        awaitTexts("one", "two");
        assertThat(sink.live()).containsExactly(false, true);
        assertThat(sink.unreadable()).isEmpty();
    }

    @Test
    void shortenedFile_isReadFromItsStart() {
        write("one\ntwo\nthr");
        start();
        awaitTexts("one", "two");

        write("four\n");

        awaitTexts("one", "two", "thr", "four");
        assertThat(restarts(Restart.REWRITTEN)).isEqualTo(1);
        assertThat(connection()).isEqualTo(2);
        append("five\n");
        awaitTexts("one", "two", "thr", "four", "five");
    }

    @Test
    void rewrittenFile_isReadFromItsStart_evenIfItIsLonger() {
        write("one\ntwo\n");
        start();
        awaitTexts("one", "two");

        write("uno\ndue\ntre\n");

        awaitTexts("one", "two", "uno", "due", "tre");
        assertThat(restarts(Restart.REWRITTEN)).isEqualTo(1);
    }

    @Test
    void rotatedFile_isReadToItsEnd_andTheNextOneFromItsStart() throws IOException {
        write("one\n");
        start();
        awaitComplete();

        append("two\n");
        Path rotated = Files.move(path, folder.resolve("orders.ndjson.1"));
        write("three\n");
        Files.writeString(rotated, "late\nunfinished", StandardOpenOption.APPEND);

        awaitTexts("one", "two", "late", "unfinished", "three");
        assertThat(restarts(Restart.REPLACED)).isEqualTo(1);
        assertThat(sink.is(State.LIVE)).isTrue();
        assertThat(sink.statuses()).hasSize(2);
        append("four\n");
        await().atMost(PATIENCE).until(() -> sink.texts().contains("four"));
        assertThat(sink.live()).last().isEqualTo(true);
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void replacedFile_isReadFromItsStart() throws IOException {
        write("one\n");
        start();
        awaitComplete();
        Path other = folder.resolve("new");
        write(other, "one\ntwo\n");

        Files.move(other, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        awaitTexts("one", "one", "two");
    }

    @Test
    void deletedFile_isReported_andReadAgainOnceItIsBack() throws IOException {
        write("one\n");
        start();
        awaitComplete();

        Files.delete(path);
        awaitState(State.WAITING);
        assertThat(sink.last().reason()).isEqualTo("no file " + path);
        write("one\ntwo\n");

        awaitTexts("one", "one", "two");
        awaitState(State.LIVE);
        assertThat(log.warnings()).hasSize(1);
    }

    @Test
    void whatIsNoFile_isReportedWithItsReason_andAFileInItsPlaceIsRead() throws IOException {
        Files.createDirectory(path);
        start();
        awaitState(State.WAITING);
        assertThat(sink.last().reason()).isEqualTo("cannot read " + path + ": it is a directory");

        Files.delete(path);
        Files.createSymbolicLink(path, path);
        await().atMost(PATIENCE).until(() -> sink.last().reason().contains("symbolic link"));
        Files.delete(path);
        write("one\n");

        awaitTexts("one");
        assertThat(log.warnings()).hasSize(1);
    }

    /** The memory of a process is a file that can be opened, and whose first bytes cannot be read. */
    @Test
    void readingThatFails_isReported_andTriedAgain() {
        path = Path.of("/proc/self/mem");
        assumeThat(path).isReadable();
        source = create();

        start();

        await().atMost(PATIENCE).until(() -> sink.statuses().stream().anyMatch(status -> status.attempt() > 1));
        assertThat(sink.statuses())
                .filteredOn(status -> status.state() == State.WAITING)
                .extracting(SourceStatus::reason)
                .containsOnly("cannot read /proc/self/mem: Input/output error");
        assertThat(source.hasCaughtUp()).isTrue();
        assertThat(log.warnings()).hasSize(1);
    }

    @Test
    void linesThatCannotBeRead_areCounted_andNoOtherIsAffected() {
        write("one\n");
        start();
        awaitComplete();

        append("x".repeat(MAX_LINE + 1));
        append("xx\ntwo\n".getBytes(UTF_8));
        append("\u00FF\u00FE\nthree\n".getBytes(ISO_8859_1));

        awaitTexts("one", "two", "three");
        assertThat(sink.unreadable()).containsExactly("a line is longer than MAX_FRAME_MB", "a line is not UTF-8");
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        FileSourceMetrics metrics = new FileSourceMetrics(source);
        metrics.bindTo(registry);
        assertThat(registry.get("thelook.source.file.lines").functionCounter().count())
                .isEqualTo(5);
        assertThat(registry.get("thelook.source.file.rejected")
                        .tag("reason", "too long")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("thelook.source.file.rejected")
                        .tag("reason", "not utf-8")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("thelook.source.file.unread").gauge().value()).isZero();
        assertThat(metrics.figures()).isEqualTo(Map.of("lines", 5L, "unread_bytes", 0L, "connects", 1L));
    }

    @Test
    void slowEngine_makesTheFileWait_andNothingIsLost() {
        int total = 7_000;
        write(numbers(0, total));
        sink.hold();
        start();
        await().atMost(PATIENCE).until(() -> sink.held() == BatchOutlet.MOST_IN_FLIGHT);
        append(numbers(total, total + 10));
        await().during(Duration.ofMillis(500))
                .atMost(PATIENCE)
                .until(() -> sink.entries().size() == BatchOutlet.MOST_IN_FLIGHT * LineBatch.MOST_LINES);
        assertThat(source.unread()).isPositive();
        assertThat(source.hasCaughtUp()).isFalse();

        sink.release();

        await().atMost(PATIENCE).until(() -> sink.entries().size() == total + 10);
        assertThat(String.join("\n", sink.texts()) + "\n").isEqualTo(numbers(0, total + 10));
        assertThat(sink.live().subList(0, total)).containsOnly(false);
        assertThat(sink.live().subList(total, total + 10)).containsOnly(true);
    }

    @Test
    void completion_waitsUntilEverythingIsApplied() {
        write("one\n");
        sink.hold();
        start();
        awaitTexts("one");
        await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> sink.completeSince()
                .isEmpty());

        sink.release();

        awaitComplete();
    }

    private static String numbers(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> number + "\n")
                .reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append)
                .toString();
    }

    /** A writer appends, and moves, deletes or shortens the file, which the source has opened by then. */
    @Test
    void fileThatIsRotatedAgainAndAgain_losesNothing() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<String> written = new ArrayList<>();
        write("");
        start();
        awaitComplete();
        for (int i = 0; i < 8; i++) {
            int lines = 1 + random.nextInt(50);
            for (int line = 0; line < lines; line++) {
                written.add(i + "/" + line);
                append(i + "/" + line + (random.nextBoolean() ? "\n" : "\r\n\n"));
            }
            int files = i + 1;
            await().atMost(PATIENCE).until(() -> source.counts().opened.sum() == files);
            switch (random.nextInt(3)) {
                case 0 -> Files.move(path, folder.resolve("old." + i));
                case 1 -> {
                    await().atMost(PATIENCE).until(() -> sink.texts().containsAll(written));
                    Files.delete(path);
                }
                default -> await().atMost(PATIENCE).until(() -> sink.texts().containsAll(written));
            }
            write("");
        }

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(sink.texts()).as("seed %d", seed).containsExactlyElementsOf(written));
        assertThat(sink.unreadable()).isEmpty();
    }

    @Test
    void stop_atAnyMoment_endsTheThread() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            if (random.nextInt(4) > 0) {
                write(numbers(0, random.nextInt(50_000)));
            }
            if (random.nextBoolean()) {
                sink.hold();
            } else {
                sink.release();
            }
            FileRecordSource stopped = create();
            stopped.start(sink);
            LockSupport.parkNanos(random.nextLong(20_000_000));
            stopped.stop();
            await().alias("seed " + seed + ", run " + i).atMost(PATIENCE).until(stopped.thread()::isTerminated);
        }
    }

    @Test
    void source_thatIsNotStarted_hasNoThread() {
        assertThat(source.thread().getPoolSize()).isZero();
        assertThat(source.unread()).isZero();
    }
}
