package io.thelook.service.thread;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * A named thread that runs tasks in sequence and survives their failures.
 *
 * <p>If a task throws anything, even an {@link Error}, the failure is counted and logged, and the next task runs; a
 * periodic task stays scheduled. A task that does not return makes the thread {@linkplain #isStuck stuck}, which
 * liveness reports. Tasks submitted after {@link #shutdown} or {@link #shutdownNow} are discarded.
 *
 * <p>The thread starts with its first task. Thread-safe.
 */
public final class ServiceThread extends ScheduledThreadPoolExecutor {

    /** A task that runs for longer than this is stuck. */
    public static final Duration STUCK_AFTER = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(ServiceThread.class);
    private static final Duration BETWEEN_LOGS = Duration.ofSeconds(30);

    private final String name;
    private final LongSupplier nanoTime;
    private final LongAdder failures = new LongAdder();
    private final Throttle logging;
    private volatile boolean isBusy;
    private volatile long busySince;

    /** Creates a thread of the given name. */
    public ServiceThread(String name) {
        this(name, System::nanoTime);
    }

    /**
     * @param name of the thread, in logs, metrics and health
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public ServiceThread(String name, LongSupplier nanoTime) {
        super(1, task -> new Thread(task, name), new ThreadPoolExecutor.DiscardPolicy());
        this.name = name;
        this.nanoTime = nanoTime;
        this.logging = new Throttle(BETWEEN_LOGS, nanoTime);
        setRemoveOnCancelPolicy(true);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return super.schedule(guarded(task), delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return super.scheduleAtFixedRate(guarded(task), initialDelay, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        return super.scheduleWithFixedDelay(guarded(task), initialDelay, delay, unit);
    }

    /** Runs the task at a fixed delay, for the first time after that delay. */
    public void every(Duration delay, Runnable task) {
        scheduleWithFixedDelay(task, delay.toNanos(), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable failure) {
                fail(failure);
            }
        };
    }

    private void fail(Throwable failure) {
        failures.increment();
        try {
            if (logging.tryAcquire()) {
                LOG.errorf(failure, "a task of thread %s failed (%d so far); the thread goes on", name, failures.sum());
            }
        } catch (Throwable unloggable) {
            // Logging may fail as well when memory is exhausted. The failure is already counted.
        }
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable task) {
        busySince = nanoTime.getAsLong();
        isBusy = true;
    }

    @Override
    protected void afterExecute(Runnable task, Throwable failure) {
        isBusy = false;
    }

    /** The name of the thread. */
    public String name() {
        return name;
    }

    /** Whether the current task has been running for longer than {@link #STUCK_AFTER}. */
    public boolean isStuck() {
        return isBusy && nanoTime.getAsLong() - busySince > STUCK_AFTER.toNanos();
    }

    /** The number of tasks that failed. */
    public long failures() {
        return failures.sum();
    }
}
