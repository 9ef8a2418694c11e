package io.thelook.service.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacerTest {

    private final FakeThread thread = new FakeThread();
    private final List<Long> runs = new ArrayList<>();
    private CompletableFuture<Void> fanOut = CompletableFuture.completedFuture(null);
    private Class<? extends Throwable> failure;
    private final Pacer pacer =
            new Pacer(thread, Duration.ofMillis(250), Duration.ofMillis(1_000), () -> thread.nanos, () -> {
                runs.add(thread.nanos / 1_000_000);
                if (failure != null) {
                    throwInstance(failure);
                }
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

        assertThat(intervals).containsExactly(250L, 375L, 437L, 390L, 355L, 329L);
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

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class, OutOfMemoryError.class})
    void task_throwingAnything_isFollowedByTheNextRun(Class<? extends Throwable> kind) {
        failure = kind;
        pacer.request();
        thread.advance(300);
        failure = null;
        pacer.request();

        assertThat(runs).containsExactly(0L, 300L);
        assertThat(thread.failures).isEqualTo(1);
    }

    @Test
    void task_withoutAFanOut_isFollowedByTheNextRun() {
        fanOut = null;
        pacer.request();
        thread.advance(300);
        pacer.request();

        assertThat(runs).containsExactly(0L, 300L);
    }

    @Test
    void fanOut_thatNeverEnds_isNotWaitedForBeyondItsLimit() {
        CompletableFuture<Void> lost = new CompletableFuture<>();
        fanOut = lost;
        pacer.request();
        pacer.request();
        thread.advance(9_999);
        assertThat(runs).containsExactly(0L);
        fanOut = new CompletableFuture<>();
        thread.advance(1);

        assertThat(runs).containsExactly(0L, 10_000L);
        assertThat(pacer.overdue()).isEqualTo(1);
        lost.complete(null);
        pacer.request();
        thread.advance(1_000);
        assertThat(runs).as("the second one is still under way").hasSize(2);
        fanOut.complete(null);
        thread.advance(1_000);
        assertThat(runs).hasSize(3);
        assertThat(pacer.overdue()).isEqualTo(1);
    }

    private static void throwInstance(Class<? extends Throwable> kind) {
        if (kind == OutOfMemoryError.class) {
            throw new OutOfMemoryError("of the test");
        }
        if (kind == StackOverflowError.class) {
            throw new StackOverflowError("of the test");
        }
        throw new IllegalStateException("of the test");
    }

    /** Runs at once what is due, and the rest when the test lets the time pass. */
    private static final class FakeThread extends ScheduledThreadPoolExecutor {

        private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(timer -> timer.dueAt));
        private long nanos;
        private int failures;

        private FakeThread() {
            super(0);
        }

        @Override
        public void execute(Runnable command) {
            try {
                command.run();
            } catch (Throwable failure) {
                failures++;
            }
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            Timer timer = new Timer(command, nanos + unit.toNanos(delay));
            timers.add(timer);
            return timer;
        }

        private void advance(long millis) {
            long end = nanos + millis * 1_000_000;
            while (!timers.isEmpty() && timers.peek().dueAt <= end) {
                Timer next = timers.poll();
                nanos = next.dueAt;
                next.run();
            }
            nanos = end;
        }
    }

    private static final class Timer extends FutureTask<Void> implements RunnableScheduledFuture<Void> {

        private final long dueAt;

        private Timer(Runnable command, long dueAt) {
            super(command, null);
            this.dueAt = dueAt;
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
