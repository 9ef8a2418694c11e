package io.thelook.dashboard.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal on a real disk, in a separate process. */
class JournalKillTest {

    private static final int ROUNDS = 4;
    private static final int MOST_BEFORE_KILL = 2_000;

    @TempDir
    Path folder;

    @Test
    void killedProcess_losesNothingThatItConfirmed() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<Integer> confirmed = new ArrayList<>();
        List<Integer> replayed = List.of();
        for (int round = 0; round < ROUNDS; round++) {
            int first = replayed.isEmpty() ? 0 : replayed.get(replayed.size() - 1) + 1;

            confirmed.addAll(runAndKill(first, random));

            replayed = replay();
            assertThat(replayed)
                    .as("seed %d, round %d", seed, round)
                    .doesNotHaveDuplicates()
                    .isSorted()
                    .containsAll(confirmed);
        }
    }

    @Test
    void folderOfAnotherProcess_isRefused() throws Exception {
        try (JournalProcess process = new JournalProcess(folder, 0, 1)) {
            assertThat(process.readLine()).isEqualTo("0");

            assertThatThrownBy(() -> Journal.open(JournalProcess.settings(folder), InstantSource.system()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot keep the journal in " + folder
                            + ": another dashboard uses it; set DATA_DIR to a separate folder");
        }

        assertThat(replay()).as("the lock ends with the process").startsWith(0);
    }

    private List<Integer> runAndKill(int first, SplittableRandom random) throws Exception {
        List<Integer> confirmed = new ArrayList<>();
        int killAt = 1 + random.nextInt(MOST_BEFORE_KILL);
        try (JournalProcess process = new JournalProcess(folder, first, random.nextLong())) {
            for (String line = process.readLine(); line != null; line = process.readLine()) {
                confirmed.add(Integer.parseInt(line));
                if (confirmed.size() == killAt) {
                    process.kill();
                }
            }
        }
        assertThat(confirmed).hasSizeGreaterThanOrEqualTo(killAt);
        return confirmed;
    }

    private List<Integer> replay() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        try (Journal journal = Journal.open(JournalProcess.settings(folder), InstantSource.system())) {
            journal.replay(Long.MIN_VALUE, (arrival, entry) -> numbers.add(JournalFixture.number(entry)));
        }
        return numbers;
    }
}
