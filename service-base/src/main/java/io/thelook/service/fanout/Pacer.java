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
 * Runs a task soon after it is requested, but not more often than an interval allows, and never while the previous
 * run's fan-out is still under way.
 *
 * <p>The first request after a quiet time runs at once. Requests that come closer together share a run at the end of
 * the interval. The interval adapts to the load: a run and its fan-out may take four fifths of it. If they take more,
 * the interval grows at once, up to a limit. If they take less again, it shrinks by a quarter of the difference each
 * time:
 *
 * <pre>
 *   least 250 ms    fan-out takes   40   300   350    60    60    60   ms
 *                   interval       250   375   437   390   355   329   ms
 * </pre>
 *
 * <p>A run that throws, or a fan-out that fails, ends that run only. A fan-out that is not complete after
 * {@link #LONGEST_FAN_OUT} counts as {@link #overdue}. The pacer then stops waiting for it, because it may never
 * complete; the next run may overtake it.
 *
 * <p>Requests are thread-safe and return at once. The task runs on the given thread only, which reports what a run
 * throws.
 */
public final class Pacer {

    /** The longest time that the pacer waits for a fan-out. */
    public static final Duration LONGEST_FAN_OUT = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(Pacer.class);
    private static final Duration BETWEEN_LOGS = Duration.ofSeconds(30);
    private static final double SHARE = 0.8;
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

    // Only the thread uses these fields, except that any thread may read the volatile one.
    private volatile long intervalNanos;
    private Long nextAt;
    private boolean busy;
    private long runs;

    /**
     * @param thread has one thread, and survives a task that throws
     * @param least the shortest interval
     * @param most the longest interval
     * @param nanoTime a clock like {@link System#nanoTime}
     * @param task returns a stage that completes when the fan-out is complete
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

    /** Requests a run. */
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

    /** The current interval. */
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
            // This run was given up; others may have run since.
            return;
        }
        long wanted = Math.min(mostNanos, Math.max(leastNanos, (long) ((nanoTime.getAsLong() - start) / SHARE)));
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
