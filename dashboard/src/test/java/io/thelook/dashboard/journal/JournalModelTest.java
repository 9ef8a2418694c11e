package io.thelook.dashboard.journal;

import static io.thelook.dashboard.journal.JournalFixture.appendTogether;
import static io.thelook.dashboard.journal.JournalFixture.failure;
import static io.thelook.dashboard.journal.JournalFixture.number;
import static io.thelook.dashboard.journal.JournalFixture.numbered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The journal under random appends, faults of the disk, ends of the process and losses of power in any operation,
 * against what it has confirmed. The last tests show that the model notices a disk that does not force.
 */
class JournalModelTest {

    private static final int RUNS = 250;
    private static final int LIVES = 8;
    private static final int BURSTS = 12;
    private static final JournalSettings SETTINGS =
            new JournalSettings(Path.of("journal"), 1 << 20, 2_000, 300, 100, 50_000, Duration.ofDays(100_000));

    @BeforeAll
    static void logNothing() {
        JournalFixture.logNothing();
    }

    @AfterAll
    static void log() {
        JournalFixture.log();
    }

    @Test
    void confirmedEntries_surviveEverything() throws Exception {
        run(System.nanoTime(), RUNS, FakeDisk::new);
    }

    @Test
    void aForceThatDoesNothing_isNoticed() {
        assertThatThrownBy(
                        () -> run(1, RUNS, seed -> new FakeDisk(seed).strict().withoutFileForces()))
                .isInstanceOf(AssertionError.class)
                .hasStackTraceContaining("confirmed");
    }

    @Test
    void aForceOfTheFolderThatDoesNothing_isNoticed() {
        assertThatThrownBy(
                        () -> run(1, RUNS, seed -> new FakeDisk(seed).strict().withoutFolderForces()))
                .isInstanceOf(AssertionError.class)
                .hasStackTraceContaining("confirmed");
    }

    @Test
    void entriesThatAReplayShows_withoutAForce_areNoticed() {
        assertThatThrownBy(
                        () -> run(1, RUNS, seed -> new FakeDisk(seed).strict().withoutForcesOfWhatWasFound()))
                .isInstanceOf(AssertionError.class)
                .hasStackTraceContaining("shown before");
    }

    private static void run(long firstSeed, int runs, LongFunction<FakeDisk> newDisk) throws Exception {
        for (long seed = firstSeed; seed < firstSeed + runs; seed++) {
            try {
                new Run(seed, newDisk.apply(seed)).all();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** One disk, and the lives of a journal on it. */
    private static final class Run {

        private final SplittableRandom random;
        private final FakeDisk disk;
        private final Set<Integer> confirmed = new HashSet<>();

        /** Entries that a replay has shown. */
        private final Set<Integer> shown = new HashSet<>();

        /** Entries that the disk reported as not forced. They may be replayed once and then disappear. */
        private final Set<Integer> doubtful = new HashSet<>();

        private int lastNumber;
        private long now = 1_000_000;

        private Run(long seed, FakeDisk disk) {
            random = new SplittableRandom(seed);
            this.disk = disk;
        }

        private void all() throws Exception {
            for (int life = 0; life < LIVES; life++) {
                if (random.nextInt(4) > 0) {
                    disk.dieAfter(1 + random.nextInt(200));
                }
                live();
                if (random.nextBoolean()) {
                    disk.losePower();
                } else {
                    disk.restart();
                }
            }
            try (Journal journal = open()) {
                check(journal);
            }
        }

        private void live() throws Exception {
            Journal journal;
            try {
                journal = open();
            } catch (IOException e) {
                assertThat(disk.isDead()).isTrue();
                return;
            }
            check(journal);
            for (int burst = 0; burst < BURSTS && !disk.isDead(); burst++) {
                now += random.nextInt(-1_000, 2_000) * (random.nextInt(10) == 0 ? 1_000_000L : 1);
                switch (random.nextInt(10)) {
                    case 0 -> disk.failForces(1 + random.nextInt(2));
                    case 1 -> disk.capacity(random.nextInt(20_000));
                    case 2, 3 -> disk.capacity(Long.MAX_VALUE);
                    default -> {}
                }
                append(journal);
            }
            journal.close();
        }

        private Journal open() throws IOException {
            return Journal.open(SETTINGS, disk, () -> Instant.ofEpochMilli(now), random);
        }

        private void append(Journal journal) throws Exception {
            List<byte[]> entries = new ArrayList<>();
            int size = 1 + random.nextInt(8);
            for (int i = 1; i <= size; i++) {
                entries.add(numbered(lastNumber + i, random.nextInt(300)));
            }
            int failingForces = disk.failingForces();
            List<CompletionStage<Void>> stages = appendTogether(journal, entries);
            for (CompletionStage<Void> each : stages) {
                lastNumber++;
                if (failure(each) == null) {
                    confirmed.add(lastNumber);
                } else if (failingForces > 0) {
                    doubtful.add(lastNumber);
                }
            }
        }

        private void check(Journal journal) {
            List<Integer> numbers = new ArrayList<>();
            List<Long> arrivals = new ArrayList<>();
            journal.replay(Long.MIN_VALUE, (arrival, entry) -> {
                numbers.add(number(entry));
                arrivals.add(arrival);
            });
            if (disk.isDead()) {
                return;
            }
            assertThat(numbers).doesNotHaveDuplicates().isSorted().allMatch(number -> number <= lastNumber);
            assertThat(numbers).as("confirmed").containsAll(confirmed);
            assertThat(numbers).as("shown before").containsAll(shown);
            shown.addAll(numbers);
            shown.removeAll(doubtful);
            checkSince(journal, numbers, arrivals);
        }

        private void checkSince(Journal journal, List<Integer> numbers, List<Long> arrivals) {
            long since = arrivals.isEmpty() ? now : arrivals.get(random.nextInt(arrivals.size()));
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < numbers.size(); i++) {
                if (arrivals.get(i) >= since) {
                    expected.add(numbers.get(i));
                }
            }
            List<Integer> actual = new ArrayList<>();
            journal.replay(since, (arrival, entry) -> actual.add(number(entry)));
            if (!disk.isDead()) {
                assertThat(actual).as("since " + since).isEqualTo(expected);
            }
        }
    }
}
