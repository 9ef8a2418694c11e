package io.thelook.dashboard.history;

import static io.thelook.dashboard.history.Fixtures.at;
import static io.thelook.dashboard.history.Fixtures.record;
import static io.thelook.dashboard.history.Fixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thelook.model.Record;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterTest {

    private static final long TIME = at("2026-06-10T10:00:00Z");

    @TempDir
    Path root;

    private final AtomicLong clock = new AtomicLong(TIME);
    private final AtomicInteger refills = new AtomicInteger();
    private Optional<Restored> lastRestored;
    private Writer writer;

    @AfterEach
    void close() {
        if (writer != null) {
            writer.close();
        }
    }

    private Optional<Restored> open(Path folder) throws Exception {
        writer = new Writer(settings(folder), () -> Instant.ofEpochMilli(clock.get()), refills::incrementAndGet);
        try {
            return writer.open(Duration.ofMinutes(30)).toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return Optional.empty();
        }
    }

    private void restart(Path folder) throws Exception {
        writer.close();
        lastRestored = open(folder);
    }

    @Test
    void restart_bringsBackTheLastRecords_andWhatIsCovered() throws Exception {
        Path folder = root.resolve("h");
        assertThat(open(folder)).isEmpty();
        Record old = record("old", TIME - 31 * 60_000, 1);
        Record recent = record("recent", TIME - 60_000, 2);
        writer.waiting().put(old, null);
        writer.waiting().put(recent, null);
        writer.waiting().put(record("gone", TIME - 50_000, 3), null);
        writer.waiting().orderRemoved("gone");
        writer.waiting()
                .covered(new TimeSpan(TIME - 40 * 60_000, TIME), new TimeSpan(TIME - 5 * 60_000, TIME), () -> "");
        writer.close();

        Restored restored = open(folder).orElseThrow();

        assertThat(restored.records()).containsExactly(recent);
        assertThat(restored.complete()).isEqualTo(new TimeSpan(TIME - 40 * 60_000, TIME));
        assertThat(restored.feed()).isEqualTo(new TimeSpan(TIME - 5 * 60_000, TIME));
        assertThat(writer.written()).isZero();
    }

    @Test
    void bookmarkOfALog_isKeptWithWhatWasReadForIt() throws Exception {
        Path folder = root.resolve("h");
        open(folder);
        TimeSpan days = new TimeSpan(TIME - 9 * Fixtures.DAY, TIME);
        writer.waiting().put(record("a", TIME - 8 * Fixtures.DAY, 1), null);
        writer.waiting().complete(days);
        writer.waiting().covered(new TimeSpan(TIME - 1_000, TIME), null, () -> "a bookmark");
        writer.close();

        Restored restored = open(folder).orElseThrow();
        assertThat(restored.bookmark()).isEqualTo("a bookmark");
        assertThat(restored.complete()).isEqualTo(days);

        // The log is read again: the previous position still counts.
        writer.waiting().put(record("b", TIME, 1), null);
        writer.waiting().covered(new TimeSpan(TIME - 1_000, TIME), null, () -> "");
        writer.close();
        assertThat(open(folder).orElseThrow().bookmark()).isEqualTo("a bookmark");
    }

    /** Even when the live window has passed on its records again: older ones are only in the log. */
    @Test
    void bookmarkBehindLostChanges_isNotKept_norIsTheSpanThatTheyAreOf() throws Exception {
        Path folder = root.resolve("h");
        open(folder);
        TimeSpan before = new TimeSpan(TIME - 9 * Fixtures.DAY, TIME - 8 * Fixtures.DAY);
        writer.waiting().complete(before);
        writer.waiting().covered(before, null, () -> "before");
        restart(folder);
        for (int i = 0; i < Waiting.MOST + 10; i++) {
            writer.waiting().put(record("a", TIME, 1), null);
        }
        writer.waiting().refillRequested();
        writer.waiting().refilled();
        writer.waiting().complete(new TimeSpan(TIME - 8 * Fixtures.DAY, TIME));
        TimeSpan window = new TimeSpan(TIME - 100, TIME);
        writer.waiting().covered(window, null, () -> "behind");
        restart(folder);

        assertThat(writer.coverage().spans()).containsExactly(before, window);
        assertThat(lastRestored.orElseThrow().bookmark()).isEqualTo("before");
    }

    @Test
    void repairedFile_isReadAgainFromTheLog() throws Exception {
        Path folder = root.resolve("h");
        open(folder);
        TimeSpan span = new TimeSpan(TIME - 100, TIME);
        writer.waiting().missOfLog();
        writer.waiting().complete(new TimeSpan(TIME - 9 * Fixtures.DAY, TIME));
        writer.waiting().covered(span, null, () -> "behind");
        restart(folder);

        assertThat(writer.coverage().spans()).containsExactly(span);
        assertThat(lastRestored.orElseThrow().bookmark()).isEmpty();
    }

    @Test
    void timeOfAStop_isAGap() throws Exception {
        Path folder = root.resolve("h");
        open(folder);
        writer.waiting().covered(new TimeSpan(TIME, TIME + 1_000), null, () -> "");
        restart(folder);
        writer.waiting().covered(new TimeSpan(TIME + 5_000, TIME + 6_000), null, () -> "");
        restart(folder);

        assertThat(writer.coverage().spans())
                .containsExactly(new TimeSpan(TIME, TIME + 1_000), new TimeSpan(TIME + 5_000, TIME + 6_000));
    }

    @Test
    void load_completesWhenItIsKept() throws Exception {
        open(root.resolve("h"));
        TimeSpan day = new TimeSpan(TIME - 1_000, TIME);

        writer.load(List.of(record("a", TIME - 10, 1)), null)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(writer.coverage()).isEqualTo(Coverage.NONE);
        writer.load(List.of(record("b", TIME - 9, 1)), day)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(writer.coverage().spans()).containsExactly(day);

        writer.clear(day).toCompletableFuture().get(10, TimeUnit.SECONDS);
        writer.close();
        assertThat(open(root.resolve("h")).orElseThrow().records()).isEmpty();
    }

    @Test
    void tooManyChanges_areDropped_andTheLiveWindowIsAskedToRefill_untilNothingMoreIsLost() throws Exception {
        Path file = Files.createFile(root.resolve("file"));
        Path folder = file.resolve("h");
        open(folder);
        assertThat(writer.state().mode()).isEqualTo(HistoryState.Mode.UNAVAILABLE);
        Record record = record("a", TIME, 1);
        for (int i = 0; i < Waiting.MOST + 10; i++) {
            writer.waiting().put(record, null);
        }
        writer.waiting().covered(new TimeSpan(TIME - 100, TIME), null, () -> "");
        assertThat(writer.waiting().dropped()).isEqualTo(Waiting.MOST);
        assertThat(writer.waiting().size()).isEqualTo(10);

        Files.delete(file);
        await().atMost(Duration.ofSeconds(20)).until(() -> refills.get() == 1);
        assertThat(writer.coverage()).as("the lost time is a gap").isEqualTo(Coverage.NONE);

        // The window is larger than the usual limit on waiting changes.
        for (int i = 0; i < Waiting.MOST + 10; i++) {
            writer.waiting().put(record, null);
        }
        writer.waiting().refilled();
        writer.waiting().covered(new TimeSpan(TIME - 100, TIME), null, () -> "");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> writer.coverage().spans().equals(List.of(new TimeSpan(TIME - 100, TIME))));
        assertThat(writer.waiting().dropped()).isEqualTo(Waiting.MOST);
        assertThat(refills).hasValue(1);
        assertThat(writer.state()).isEqualTo(HistoryState.ON);
    }

    @Test
    void loading_isReported() throws Exception {
        open(root.resolve("h"));
        writer.loading(true);
        await().until(() -> writer.state().equals(HistoryState.LOADING));
        writer.loading(false);
        await().until(() -> writer.state().equals(HistoryState.ON));
    }
}
