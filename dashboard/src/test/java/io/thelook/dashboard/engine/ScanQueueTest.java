package io.thelook.dashboard.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScanQueueTest {

    private final ManualThread thread = new ManualThread();
    private final List<String> slices = new ArrayList<>();
    private long nanos;
    private final ScanQueue scans = new ScanQueue(thread, () -> nanos);

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    @Test
    void scans_runOneAfterTheOtherInSlices() {
        scans.add("here", new FakeScan("a", 3));
        scans.add("here", new FakeScan("b", 2));
        thread.runAll();

        assertThat(slices).containsExactly("a", "a", "a", "b", "b");
    }

    @Test
    void afterASlice_theThreadIsLeftAloneTwiceAsLong() {
        scans.add("here", new FakeScan("a", 3));
        thread.runAll();

        assertThat(thread.delays).containsExactly(0L, 2 * FakeScan.NANOS, 2 * FakeScan.NANOS);
    }

    @Test
    void scanThatFails_isDroppedAndTheNextRuns() {
        scans.add("here", new FakeScan("a", 1) {
            @Override
            public boolean goOn() {
                throw new StackOverflowError("as any");
            }
        });
        scans.add("here", new FakeScan("b", 1));

        assertThatThrownBy(thread::runAll).isInstanceOf(StackOverflowError.class);
        thread.runAll();

        assertThat(slices).containsExactly("a abandoned", "b");
    }

    @Test
    void addresses_takeTurns() {
        scans.add("greedy", new FakeScan("a1", 1));
        scans.add("greedy", new FakeScan("a2", 1));
        scans.add("greedy", new FakeScan("a3", 1));
        scans.add("modest", new FakeScan("b", 1));
        thread.runAll();

        assertThat(slices).containsExactly("a1", "b", "a2", "a3");
    }

    @Test
    void rest_isKeptAlsoByAScanThatComesAfterTheLast() {
        scans.add("here", new FakeScan("a", 1));
        thread.runAll();
        scans.add("here", new FakeScan("b", 1));

        assertThat(thread.delays).containsExactly(0L, 2 * FakeScan.NANOS);
    }

    @Test
    void moreScansOfOneAddressThanMayWait_areRefusedAndCounted() {
        for (int i = 0; i < ScanQueue.MOST_WAITING_OF_ONE_ADDRESS; i++) {
            assertThat(scans.add("here", new FakeScan("a", 1))).isTrue();
        }

        assertThat(scans.add("here", new FakeScan("b", 1))).isFalse();
        assertThat(scans.add("there", new FakeScan("b", 1))).isTrue();
        assertThat(scans.refused()).isEqualTo(1);
        thread.runAll();
        assertThat(scans.add("here", new FakeScan("b", 1))).isTrue();
    }

    @Test
    void moreScansThanMayWait_areRefusedAndCounted() {
        for (int i = 0; i < ScanQueue.MOST_WAITING; i++) {
            assertThat(scans.add("address " + i, new FakeScan("a", 1))).isTrue();
        }

        assertThat(scans.add("another", new FakeScan("b", 1))).isFalse();
        assertThat(scans.refused()).isEqualTo(1);
    }

    @Test
    void sliceThatCouldNotBeScheduled_isMadeUpFor() {
        thread.isOutOfMemory = true;
        assertThatThrownBy(() -> scans.add("here", new FakeScan("a", 1))).isInstanceOf(OutOfMemoryError.class);
        thread.isOutOfMemory = false;

        scans.resumeIfStalled();
        scans.resumeIfStalled();
        thread.runAll();

        assertThat(slices).containsExactly("a");
    }

    @Test
    void abandonAll_whileASliceIsOnItsWay_leavesOneAtATime() {
        scans.add("here", new FakeScan("a", 2));
        thread.runNext();
        scans.abandonAll();
        scans.add("here", new FakeScan("b", 2));

        assertThat(thread.tasks).hasSize(1);
        thread.runAll();
        assertThat(slices).containsExactly("a", "a abandoned", "b", "b");
    }

    @Test
    void abandonAll_tellsEachScan_andLaterOnesRun() {
        scans.add("here", new FakeScan("a", 2));
        scans.add("here", new FakeScan("b", 1));
        thread.runNext();

        scans.abandonAll();
        scans.add("here", new FakeScan("c", 1));
        thread.runAll();

        assertThat(slices).containsExactly("a", "a abandoned", "b abandoned", "c");
    }

    private class FakeScan implements ScanQueue.Scan {

        static final long NANOS = 500_000;

        private final String name;
        private int left;

        FakeScan(String name, int slices) {
            this.name = name;
            this.left = slices;
        }

        @Override
        public boolean goOn() {
            slices.add(name);
            nanos += NANOS;
            return --left == 0;
        }

        @Override
        public void abandon() {
            slices.add(name + " abandoned");
        }
    }
}
