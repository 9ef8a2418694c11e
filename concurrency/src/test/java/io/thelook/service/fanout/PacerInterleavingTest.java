package io.thelook.service.fanout;

import static io.thelook.concurrency.Interleavings.check;
import static io.thelook.concurrency.Interleavings.equal;
import static io.thelook.concurrency.Interleavings.explore;
import static io.thelook.concurrency.Interleavings.together;

import io.thelook.concurrency.Tasks;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pacer while one thread requests a run, and its own runs the task or hears of the end of a fan-out. */
@Tag("slow")
class PacerInterleavingTest {

    private static final Duration INTERVAL = Duration.ofMillis(250);

    @Test
    void request_whileTheTaskRuns_isFollowedByARunThatSeesWhatItIsFor() {
        explore(() -> {
            Work work = new Work();
            work.change();

            together(work::change, () -> work.lane.run(2));
            work.settle();

            work.verify(2);
        });
    }

    @Test
    void request_whileAFanOutEnds_isFollowedByARunAfterIt() {
        explore(() -> {
            Work work = new Work();
            work.change();
            work.lane.run(1);

            together(work::change, () -> {
                work.endFanOut();
                work.lane.run(2);
                work.passTime();
            });
            work.settle();

            work.verify(2);
        });
    }

    /** The task of a pacer, which passes on the number of changes. */
    private static final class Work {

        private final Tasks lane = new Tasks();
        private final Worker worker = new Worker(lane);
        private final AtomicInteger changes = new AtomicInteger();
        private final Pacer pacer = new Pacer(worker, INTERVAL, INTERVAL, () -> worker.nanos, this::run);

        private volatile CompletableFuture<Void> fanOut;
        private volatile int passedOn;
        private volatile boolean hasOvertaken;

        void change() {
            changes.incrementAndGet();
            pacer.request();
        }

        private CompletionStage<Void> run() {
            hasOvertaken |= fanOut != null;
            passedOn = changes.get();
            CompletableFuture<Void> begun = new CompletableFuture<>();
            fanOut = begun;
            return begun;
        }

        /** Ends the fan-out that is under way; returns whether there was one. */
        boolean endFanOut() {
            CompletableFuture<Void> ended = fanOut;
            if (ended == null) {
                return false;
            }
            fanOut = null;
            ended.complete(null);
            return true;
        }

        /** Lets an interval pass on the pacer's thread; returns whether a run was due. */
        boolean passTime() {
            return worker.passInterval();
        }

        void settle() {
            while (lane.run(10) > 0 || endFanOut() || passTime()) {
                // Something was under way.
            }
        }

        void verify(int expected) {
            check(!hasOvertaken, "a run has overtaken a fan-out");
            equal(passedOn, expected, "changes passed on");
        }
    }

    /** A thread whose tasks run on the lane, and later ones when a scenario lets the time pass. */
    private static final class Worker extends ScheduledThreadPoolExecutor {

        private final Tasks lane;

        /** Used on the lane only, as is the time. */
        private final Deque<Runnable> runs = new ArrayDeque<>();

        private volatile long nanos;

        private Worker(Tasks lane) {
            super(0);
            this.lane = lane;
        }

        @Override
        public void execute(Runnable command) {
            lane.execute(command);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            Timer timer = new Timer(command);
            // The limit on a fan-out is not reached.
            if (unit.toNanos(delay) <= INTERVAL.toNanos()) {
                runs.add(timer);
            }
            return timer;
        }

        private boolean passInterval() {
            nanos += INTERVAL.toNanos();
            Runnable due = runs.poll();
            if (due != null) {
                due.run();
            }
            return due != null;
        }
    }

    private static final class Timer extends FutureTask<Void> implements ScheduledFuture<Void> {

        private Timer(Runnable command) {
            super(command, null);
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
