package io.thelook.service.fanout;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * <p>Requests are thread-safe and return at once; the task runs on the given thread only.
 */
public final class Pacer {

    private static final Logger LOG = Logger.getLogger(Pacer.class);
    private static final int SHARE = 2;
    private static final int SMOOTHING = 4;

    private final ScheduledExecutorService thread;
    private final long leastNanos;
    private final long mostNanos;
    private final LongSupplier nanoTime;
    private final Supplier<CompletionStage<Void>> task;
    private final AtomicBoolean requested = new AtomicBoolean();

    // The following belong to the thread, but for the volatile one's readers.
    private volatile long intervalNanos;
    private Long nextAt;
    private boolean busy;

    /**
     * @param thread has one thread
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
        this.task = task;
        this.intervalNanos = leastNanos;
    }

    /** Asks for a run. */
    public void request() {
        if (!requested.getAndSet(true)) {
            execute(this::arrange);
        }
    }

    /** The interval as it is now. */
    public Duration interval() {
        return Duration.ofNanos(intervalNanos);
    }

    private void arrange() {
        if (busy) {
            return;
        }
        busy = true;
        long wait = nextAt == null ? 0 : nextAt - nanoTime.getAsLong();
        if (wait <= 0) {
            run();
        } else {
            try {
                thread.schedule(this::run, wait, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                // The thread has been shut down: nothing is to run any more.
            }
        }
    }

    private void run() {
        requested.set(false);
        long start = nanoTime.getAsLong();
        CompletionStage<Void> fanOut;
        try {
            fanOut = task.get();
        } catch (RuntimeException e) {
            fanOut = CompletableFuture.failedFuture(e);
        }
        fanOut.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.error("a run failed; the next one follows when there is news", failure);
            }
            execute(() -> finish(start));
        });
    }

    private void finish(long start) {
        long wanted = Math.min(mostNanos, Math.max(leastNanos, (nanoTime.getAsLong() - start) * SHARE));
        long now = intervalNanos;
        intervalNanos = wanted >= now ? wanted : now - (now - wanted + SMOOTHING - 1) / SMOOTHING;
        nextAt = start + intervalNanos;
        busy = false;
        if (requested.get()) {
            arrange();
        }
    }

    private void execute(Runnable step) {
        try {
            thread.execute(step);
        } catch (RejectedExecutionException e) {
            // The thread has been shut down: nothing is to run any more.
        }
    }
}
