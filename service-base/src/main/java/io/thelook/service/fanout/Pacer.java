package io.thelook.service.fanout;

import io.thelook.service.thread.Throttle;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Runs a task soon after it is asked for, but not more often than an interval allows, and never while the last run's
 * fan-out is still under way.
 *
 * <p>The first request after a quiet time runs at once; those that come closer together share a run at the end of the
 * interval. The interval adapts to the load: a run and its fan-out may take half of the time. If they take more, runs come
 * further apart, up to a limit; when they take less again, runs come closer again, by a quarter of the difference each time:
 *
 * <pre>
 *   least 250 ms    fan-out takes   40   300   350    60    60    60   ms
 *                   interval       250   600   700   587   503   439   ms
 * </pre>
 *
 * <p>A run that throws, and a fan-out that fails, end that run only. A fan-out that is not through after {@link #LONGEST_FAN_OUT} is
 * counted as {@link #overdue} and not waited for any longer, because it may never be: the next run may then overtake it.
 *
 * <p>Requests are thread-safe and return at once; the task runs on the given thread only. That thread reports what a run throws.
 */
public final class Pacer {

    /** A fan-out is not waited for any longer than this. */
    public static final Duration LONGEST_FAN_OUT = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(Pacer.class);
    private static final Duration BETWEEN_LOGS = Duration.ofSeconds(30);
    private static final int SHARE = 2;
    private static final int SMOOTHING = 4;

    private final ScheduledExecutorService thread;
    private final long leastNanos;
    private final long mostNanos;
    private final LongSupplier nanoTime;
    private final Supplier<CompletionStage<Void>> task;
    private final Runnable arrange = this::arrange;
    private final Runnable run = this::run;
    private final AtomicBoolean requested = new AtomicBoolean();
    private final LongAdder overdue = new LongAdder();
    private final Throttle logging;

    // The following belong to the thread, but for the volatile one's readers.
    private volatile long intervalNanos;
    private Long nextAt;
    private boolean busy;
    private long runs;

    /**
     * @param thread has one thread, and survives a task that throws
     * @param least the shortest interval
     * @param most the longest interval
     * @param nanoTime as {@link System#nanoTime}
     * @param task completes when its fan-out is through
     */
    public Pacer(
            ScheduledExecutorService thread,
            Duration least,
            Duration most,
            LongSupplier nanoTime,
            Supplier<CompletionStage<Void>> task) {
        this.thread = thread;
        this.leastNanos = least.toNanos();
        this.mostNanos = Math.max(least.toNanos(), most.toNanos());
        this.nanoTime = nanoTime;
        this.logging = new Throttle(BETWEEN_LOGS, nanoTime);
        this.task = task;
        this.intervalNanos = leastNanos;
    }

    /** Asks for a run. */
    public void request() {
        if (!requested.getAndSet(true)) {
            boolean submitted = false;
            try {
                thread.execute(arrange);
                submitted = true;
            } finally {
                if (!submitted) {
                    requested.set(false);
                }
            }
        }
    }

    /** The interval as it is now. */
    public Duration interval() {
        return Duration.ofNanos(intervalNanos);
    }

    /** The number of fan-outs that took longer than {@link #LONGEST_FAN_OUT}. */
    public long overdue() {
        return overdue.sum();
    }

    private void arrange() {
        if (busy) {
            return;
        }
        long wait = nextAt == null ? 0 : nextAt - nanoTime.getAsLong();
        if (wait <= 0) {
            run();
            return;
        }
        try {
            thread.schedule(run, wait, TimeUnit.NANOSECONDS);
            busy = true;
        } finally {
            if (!busy) {
                requested.set(false);
            }
        }
    }

    private void run() {
        requested.set(false);
        busy = true;
        long number = ++runs;
        long start = nanoTime.getAsLong();
        boolean underWay = false;
        try {
            CompletableFuture<Void> fanOut = task.get().toCompletableFuture();
            if (fanOut.isDone()) {
                logFailure(fanOut);
            } else {
                watch(fanOut, number, start);
                underWay = true;
            }
        } finally {
            if (!underWay) {
                finish(number, start);
            }
        }
    }

    private void watch(CompletableFuture<Void> fanOut, long number, long start) {
        ScheduledFuture<?> deadline =
                thread.schedule(() -> giveUp(number, start), LONGEST_FAN_OUT.toNanos(), TimeUnit.NANOSECONDS);
        fanOut.whenComplete((done, failure) -> thread.execute(() -> {
            deadline.cancel(false);
            finish(number, start);
            logFailure(fanOut);
        }));
    }

    private void giveUp(long number, long start) {
        if (busy && runs == number) {
            overdue.increment();
            finish(number, start);
        }
    }

    private void finish(long number, long start) {
        if (!busy || runs != number) {
            // It had been given up, and others have run since.
            return;
        }
        long wanted = Math.min(mostNanos, Math.max(leastNanos, (nanoTime.getAsLong() - start) * SHARE));
        long now = intervalNanos;
        intervalNanos = wanted >= now ? wanted : now - (now - wanted + SMOOTHING - 1) / SMOOTHING;
        nextAt = start + intervalNanos;
        busy = false;
        if (requested.getAndSet(false)) {
            request();
        }
    }

    private void logFailure(CompletableFuture<Void> fanOut) {
        if (fanOut.isCompletedExceptionally() && logging.tryAcquire()) {
            fanOut.whenComplete((done, failure) -> LOG.error(
                    "passing a message on failed for some; the next run follows when there is news", failure));
        }
    }
}
