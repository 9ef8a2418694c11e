package io.thelook.service.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PacerTest {

    private final FakeThread thread = new FakeThread();
    private final List<Long> runs = new ArrayList<>();
    private CompletableFuture<Void> fanOut = CompletableFuture.completedFuture(null);
    private final Pacer pacer =
            new Pacer(thread, Duration.ofMillis(250), Duration.ofMillis(1_000), () -> thread.nanos, () -> {
                runs.add(thread.nanos / 1_000_000);
                return fanOut;
            });

    @Test
    void request_afterAQuietTime_runsAtOnce() {
        thread.advance(1_234);
        pacer.request();

        assertThat(runs).containsExactly(1_234L);
    }

    @Test
    void requests_closeTogether_shareARunAtTheEndOfTheInterval() {
        pacer.request();
        for (int i = 0; i < 10; i++) {
            thread.advance(10);
            pacer.request();
        }
        thread.advance(1_000);

        assertThat(runs).containsExactly(0L, 250L);
    }

    @Test
    void requests_allTheTime_runOncePerInterval() {
        for (int i = 0; i <= 100; i++) {
            pacer.request();
            thread.advance(10);
        }

        assertThat(runs).containsExactly(0L, 250L, 500L, 750L, 1_000L);
    }

    @Test
    void fanOut_stillUnderWay_isNeverOvertaken() {
        fanOut = new CompletableFuture<>();
        pacer.request();
        thread.advance(5_000);
        pacer.request();
        assertThat(runs).hasSize(1);

        fanOut.complete(null);
        assertThat(runs).containsExactly(0L, 5_000L);
    }

    @Test
    void fanOut_takingMoreThanItsShare_spreadsTheRunsAndLetsThemComeCloserAgain() {
        List<Long> intervals = new ArrayList<>();
        for (int took : List.of(40, 300, 350, 60, 60, 60)) {
            fanOut = new CompletableFuture<>();
            pacer.request();
            thread.advance(took);
            fanOut.complete(null);
            intervals.add(pacer.interval().toMillis());
            thread.advance(2_000);
        }

        assertThat(intervals).containsExactly(250L, 600L, 700L, 587L, 503L, 439L);
    }

    @Test
    void interval_underAnyLoad_staysWithinItsLimits() {
        fanOut = new CompletableFuture<>();
        pacer.request();
        thread.advance(60_000);
        fanOut.complete(null);
        assertThat(pacer.interval()).isEqualTo(Duration.ofMillis(1_000));

        fanOut = CompletableFuture.completedFuture(null);
        for (int i = 0; i < 100; i++) {
            pacer.request();
            thread.advance(1_000);
        }
        assertThat(pacer.interval()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void fanOut_failing_isFollowedByTheNextRun() {
        fanOut = CompletableFuture.failedFuture(new IllegalStateException("no"));
        pacer.request();
        thread.advance(300);
        pacer.request();

        assertThat(runs).containsExactly(0L, 300L);
    }

    /** Runs at once what is due, and the rest when the test lets the time pass. */
    private static final class FakeThread extends ScheduledThreadPoolExecutor {

        private long nanos;
        private Runnable due;
        private long dueAt;

        private FakeThread() {
            super(0);
        }

        @Override
        public void execute(Runnable command) {
            command.run();
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            assertThat(due).as("one timer at a time").isNull();
            due = command;
            dueAt = nanos + unit.toNanos(delay);
            return new NoFuture();
        }

        private void advance(long millis) {
            long end = nanos + millis * 1_000_000;
            while (due != null && dueAt <= end) {
                nanos = dueAt;
                Runnable next = due;
                due = null;
                next.run();
            }
            nanos = end;
        }
    }

    private static final class NoFuture extends FutureTask<Void> implements RunnableScheduledFuture<Void> {

        private NoFuture() {
            super(() -> null);
        }

        @Override
        public boolean isPeriodic() {
            return false;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
