package io.thelook.dashboard.journal;

import static io.thelook.dashboard.journal.JournalFixture.SEGMENT;
import static io.thelook.dashboard.journal.JournalFixture.SETTINGS;
import static io.thelook.dashboard.journal.JournalFixture.append;
import static io.thelook.dashboard.journal.JournalFixture.appendTogether;
import static io.thelook.dashboard.journal.JournalFixture.awaitOpen;
import static io.thelook.dashboard.journal.JournalFixture.bytes;
import static io.thelook.dashboard.journal.JournalFixture.failure;
import static io.thelook.dashboard.journal.JournalFixture.replay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JournalTest {

    private static final Duration RETENTION = Duration.ofHours(1);
    private static final String LONG = "x".repeat(900);

    private final FakeDisk disk = new FakeDisk(1);
    private final List<Journal> opened = new ArrayList<>();
    private long now = 1_000_000;

    @AfterEach
    void close() {
        disk.beforeForce(() -> {});
        opened.forEach(Journal::close);
    }

    @Test
    void append_isThereAfterAnyStop() throws Exception {
        Journal journal = open(SETTINGS);

        append(journal, "a", "", "b");
        disk.losePower();

        assertThat(replay(open(SETTINGS))).containsExactly("a", "", "b");
    }

    @Test
    void openAndReplay_startNoThread() throws Exception {
        Journal journal = open(SETTINGS);

        assertThat(replay(journal)).isEmpty();

        assertThat(journal.thread().getPoolSize()).isZero();
        assertThat(disk.list()).isEmpty();
    }

    @Test
    void concurrentAppends_shareAForce() throws Exception {
        Journal journal = open(SETTINGS);
        CountDownLatch isForcing = new CountDownLatch(1);
        CountDownLatch areAllAppended = new CountDownLatch(1);
        disk.beforeForce(() -> {
            isForcing.countDown();
            awaitOpen(areAllAppended);
        });
        List<CompletionStage<Void>> stages = new ArrayList<>();

        stages.add(journal.append(bytes("0")));
        awaitOpen(isForcing);
        for (int i = 1; i < 50; i++) {
            stages.add(journal.append(bytes("" + i)));
        }
        assertThat(stages).noneMatch(stage -> stage.toCompletableFuture().isDone());
        areAllAppended.countDown();

        for (CompletionStage<Void> each : stages) {
            assertThat(failure(each)).isNull();
        }
        assertThat(disk.forces()).isEqualTo(2);
        assertThat(journal.counters().forces.sum()).isEqualTo(2);
        assertThat(replay(journal)).hasSize(50).startsWith("0", "1").endsWith("49");
    }

    @Test
    void aFullSegment_isFollowedByAnother() throws Exception {
        Journal journal = open(SETTINGS);

        append(journal, LONG, LONG, LONG, "end");

        assertThat(disk.list().values()).hasSize(2).allMatch(size -> size <= SEGMENT);
        assertThat(journal.bytes())
                .isEqualTo(
                        disk.list().values().stream().mapToLong(Long::longValue).sum());
        assertThat(replay(journal)).containsExactly(LONG, LONG, LONG, "end");
    }

    @Test
    void moreThanASegmentAtOnce_isWrittenInParts() throws Exception {
        Journal journal = open(SETTINGS);

        for (CompletionStage<Void> each : appendTogether(journal, Collections.nCopies(7, bytes(LONG)))) {
            assertThat(failure(each)).isNull();
        }

        assertThat(disk.forces()).isEqualTo(4);
        assertThat(replay(journal)).hasSize(7);
    }

    @Test
    void fullDisk_failsWhatIsAppended_untilThereIsRoom() throws Exception {
        Journal journal = open(SETTINGS);
        append(journal, "before");
        disk.capacity(disk.list().values().iterator().next() + 10);

        for (int i = 0; i < 5; i++) {
            assertThat(failure(journal.append(bytes("lost")))).hasMessage("No space left on device");
        }
        assertThat(disk.list()).as("nothing is left of the attempts").hasSize(1);
        disk.capacity(Long.MAX_VALUE);
        append(journal, "after");

        assertThat(journal.counters().failed.sum()).isEqualTo(5);
        assertThat(replay(journal)).containsExactly("before", "after");
        assertThat(journal.counters().damaged.sum())
                .as("the torn entry was taken off")
                .isZero();
        disk.losePower();
        assertThat(replay(open(SETTINGS))).contains("before", "after");
    }

    @Test
    void failedForce_isNotFollowedByAnotherOfTheSameSegment() throws Exception {
        Journal journal = open(SETTINGS);
        append(journal, "before");
        disk.failForces(1);

        assertThat(failure(journal.append(bytes("lost")))).hasMessage("Input/output error");
        append(journal, "after");

        assertThat(disk.list()).hasSize(2);
        assertThat(replay(journal)).containsExactly("before", "after");
    }

    @Test
    void moreEntriesThanMayWait_areRefused() throws Exception {
        Journal journal = open(new JournalSettings(Path.of("journal"), 1 << 20, SEGMENT, 1_000, 3, 50_000, RETENTION));

        List<CompletionStage<Void>> stages = appendTogether(journal, Collections.nCopies(5, bytes("x")));

        for (CompletionStage<Void> each : stages.subList(0, 3)) {
            assertThat(failure(each)).isNull();
        }
        for (CompletionStage<Void> each : stages.subList(3, 5)) {
            assertThat(failure(each))
                    .isInstanceOf(JournalFullException.class)
                    .hasMessage("the journal is full: 3 entries of 3 bytes wait");
        }
        assertThat(journal.counters().refused.sum()).isEqualTo(2);
        append(journal, "there is room again");
    }

    @Test
    void moreBytesThanMayWait_areRefused() throws Exception {
        Journal journal = open(new JournalSettings(Path.of("journal"), 1 << 20, SEGMENT, 1_000, 100, 1_900, RETENTION));

        List<CompletionStage<Void>> stages = appendTogether(journal, Collections.nCopies(3, bytes(LONG)));

        assertThat(failure(stages.get(1))).isNull();
        assertThat(failure(stages.get(2))).isInstanceOf(JournalFullException.class);
    }

    @Test
    void entriesThatAreBeingForced_count() throws Exception {
        Journal journal = open(new JournalSettings(Path.of("journal"), 1 << 20, SEGMENT, 1_000, 1, 50_000, RETENTION));
        CountDownLatch isForcing = new CountDownLatch(1);
        CountDownLatch isRefused = new CountDownLatch(1);
        disk.beforeForce(() -> {
            isForcing.countDown();
            awaitOpen(isRefused);
        });

        CompletionStage<Void> first = journal.append(bytes("first"));
        awaitOpen(isForcing);

        assertThat(failure(journal.append(bytes("second")))).isInstanceOf(JournalFullException.class);
        assertThat(journal.waiting()).isEqualTo(1);
        isRefused.countDown();
        assertThat(failure(first)).isNull();
    }

    @Test
    void anEntryThatIsTooLarge_isRefused() throws Exception {
        Journal journal = open(SETTINGS);

        assertThatThrownBy(() -> journal.append(new byte[1_001]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an entry of 1001 bytes: expected at most 1000");
    }

    @Test
    void anError_failsTheEntriesAndNotTheJournal() throws Exception {
        Journal journal = open(SETTINGS);
        disk.beforeForce(() -> {
            throw new OutOfMemoryError("for the test");
        });

        assertThat(failure(journal.append(bytes("lost"))))
                .isInstanceOf(IOException.class)
                .hasMessage("unexpected OutOfMemoryError");
        disk.beforeForce(() -> {});
        append(journal, "after");

        assertThat(replay(journal)).containsExactly("after");
    }

    @Test
    void close_writesWhatWaits() throws Exception {
        Journal journal = open(SETTINGS);
        List<CompletionStage<Void>> stages = appendTogether(journal, Collections.nCopies(20, bytes(LONG)));

        journal.close();

        assertThat(stages).allMatch(stage -> stage.toCompletableFuture().isDone());
        assertThat(journal.thread().isShutdown()).isTrue();
        assertThat(failure(journal.append(bytes("late")))).hasMessage("the journal is closed");
        assertThat(replay(open(SETTINGS))).hasSize(20);
    }

    @Test
    void fullJournal_dropsTheOldestSegments() throws Exception {
        Journal journal =
                open(new JournalSettings(Path.of("journal"), 3 * SEGMENT, SEGMENT, 1_000, 100, 50_000, RETENTION));

        for (int i = 0; i < 20; i++) {
            append(journal, i + LONG);
            assertThat(journal.bytes()).isLessThanOrEqualTo(3 * SEGMENT);
        }

        assertThat(replay(journal)).hasSize(6).startsWith("14" + LONG).endsWith("19" + LONG);
        assertThat(journal.counters().droppedSegments.sum()).isEqualTo(7);
        assertThat(journal.counters().droppedBytes.sum()).isEqualTo(14 * EntryFormat.size(LONG.length()) + 10 + 2 * 4);
    }

    @Test
    void segmentsOlderThanTheRetention_goWhenANewOneBegins() throws Exception {
        Journal journal =
                open(new JournalSettings(Path.of("journal"), 1 << 20, SEGMENT, 1_000, 100, 50_000, RETENTION));
        append(journal, "1" + LONG, "2" + LONG, "3" + LONG);
        now += RETENTION.toMillis();
        append(journal, "4" + LONG);
        assertThat(replay(journal)).hasSize(4);

        now++;
        append(journal, "5" + LONG, "6" + LONG, "7" + LONG);

        assertThat(replay(journal)).extracting(each -> each.substring(0, 1)).containsExactly("3", "4", "5", "6", "7");
        assertThat(journal.counters().droppedSegments.sum()).isZero();
    }

    @Test
    void replay_passesOnWhatArrivedSince() throws Exception {
        Journal journal = open(SETTINGS);
        for (int i = 0; i < 9; i++) {
            now += 10;
            append(journal, i + LONG);
        }
        now -= 50;
        append(journal, "back");

        assertThat(replay(journal, now)).hasSize(7).startsWith("3" + LONG).endsWith("back");
        assertThat(replay(journal, now + 1)).hasSize(5);
        assertThat(replay(journal, now + 51)).isEmpty();
    }

    @Test
    void segmentThatCannotBeRead_isSkipped() throws Exception {
        Journal journal = open(SETTINGS);
        append(journal, LONG, LONG, LONG, "next");
        String first = disk.list().keySet().iterator().next();
        disk.delete(first);

        assertThat(replay(journal)).containsExactly(LONG, "next");
        assertThat(journal.counters().damaged.sum()).isEqualTo(1);
    }

    @Test
    void settings_thatHoldNothing_areRefused() {
        assertThatThrownBy(() -> new JournalSettings(Path.of("x"), 100, 60, 36, 1, 36, RETENTION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxBytes=100: expected at least 120");
        assertThatThrownBy(() -> new JournalSettings(Path.of("x"), 100, 50, 36, 1, 36, RETENTION))
                .hasMessage("segmentBytes=50: expected at least 60");
        assertThatThrownBy(() -> new JournalSettings(Path.of("x"), 120, 60, 36, 1, 35, RETENTION))
                .hasMessage("maxWaitingBytes=35: expected at least 36");
    }

    @Test
    void metrics_showWhatWasDone() throws Exception {
        MeterRegistry registry = new SimpleMeterRegistry();
        Journal journal = open(SETTINGS);
        new JournalMetrics(journal).bindTo(registry);

        append(journal, "four", "two");
        disk.failForces(1);
        failure(journal.append(bytes("lost")));

        assertThat(registry.getMeters()).hasSize(10);
        assertThat(counter(registry, "appended")).isEqualTo(2);
        assertThat(counter(registry, "appended.bytes")).isEqualTo(7);
        assertThat(counter(registry, "forces")).isEqualTo(2);
        assertThat(counter(registry, "failed")).isEqualTo(1);
        assertThat(registry.get("thelook.journal.size").gauge().value()).isEqualTo(7 + 2 * EntryFormat.HEADER);
        assertThat(registry.get("thelook.journal.waiting").gauge().value()).isZero();
    }

    private static double counter(MeterRegistry registry, String name) {
        return registry.get("thelook.journal." + name).functionCounter().count();
    }

    private Journal open(JournalSettings settings) throws IOException {
        Journal journal = Journal.open(settings, disk, () -> Instant.ofEpochMilli(now), new SplittableRandom(1));
        opened.add(journal);
        return journal;
    }
}
