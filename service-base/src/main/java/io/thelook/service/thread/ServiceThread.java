package io.thelook.service.thread;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * A named thread that runs tasks in sequence and survives their failures.
 *
 * <p>If a task throws anything, even an {@link Error}, the failure is counted and logged, and the next task runs; a
 * periodic task stays scheduled. Liveness reports two faults: a task that does not return makes the thread
 * {@linkplain #isStuck stuck}, and a thread that has ended, or has lost a periodic task, is {@linkplain #isDead dead}.
 * Tasks submitted after {@link #shutdown} or {@link #shutdownNow} are discarded.
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
    private volatile long idleSince;

    private final List<Periodic> periodic = new CopyOnWriteArrayList<>();

    /** Creates a thread of the given name. */
    public ServiceThread(String name) {
        this(name, System::nanoTime);
    }

    /**
     * @param name of the thread, in logs, metrics and health
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public ServiceThread(String name, LongSupplier nanoTime) {
        this(name, nanoTime, task -> new Thread(task, name));
    }

    /** @param factory creates the thread, and another one if it ends */
    ServiceThread(String name, LongSupplier nanoTime, ThreadFactory factory) {
        super(1, factory, new ThreadPoolExecutor.DiscardPolicy());
        this.name = name;
        this.nanoTime = nanoTime;
        this.logging = new Throttle(BETWEEN_LOGS, nanoTime);
        this.idleSince = nanoTime.getAsLong();
        setRemoveOnCancelPolicy(true);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return super.schedule(guarded(task), delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        Periodic guarded = new Periodic(task, unit.toNanos(initialDelay), unit.toNanos(period));
        return guarded.scheduled(super.scheduleAtFixedRate(guarded, initialDelay, period, unit));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        Periodic guarded = new Periodic(task, unit.toNanos(initialDelay), unit.toNanos(delay));
        return guarded.scheduled(super.scheduleWithFixedDelay(guarded, initialDelay, delay, unit));
    }

    /** Runs the task at a fixed delay, for the first time after that delay. */
    public void every(Duration delay, Runnable task) {
        scheduleWithFixedDelay(task, delay.toNanos(), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private Runnable guarded(Runnable task) {
        return () -> run(task);
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            fail(failure);
        }
    }

    /** A periodic task, which knows when it is due. */
    private final class Periodic implements Runnable {

        private final Runnable task;
        private final long periodNanos;
        private volatile long dueAt;
        private volatile Future<?> future;

        private Periodic(Runnable task, long delayNanos, long periodNanos) {
            this.task = task;
            this.periodNanos = periodNanos;
            this.dueAt = nanoTime.getAsLong() + delayNanos;
        }

        private ScheduledFuture<?> scheduled(ScheduledFuture<?> itself) {
            future = itself;
            periodic.removeIf(other -> other.future.isCancelled());
            periodic.add(this);
            return itself;
        }

        @Override
        public void run() {
            ServiceThread.this.run(task);
            dueAt = nanoTime.getAsLong() + periodNanos;
        }

        private boolean isOverdue() {
            return !future.isCancelled() && nanoTime.getAsLong() - dueAt > STUCK_AFTER.toNanos();
        }
    }

    private void fail(Throwable failure) {
        failures.increment();
        try {
            if (logging.tryAcquire()) {
                LOG.errorf(
                        failure, "a task of thread %s failed (%d so far); the thread continues", name, failures.sum());
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
        idleSince = nanoTime.getAsLong();
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

    /**
     * Whether the thread no longer runs its tasks although no task keeps it busy: it was shut down, it has ended, or a
     * periodic task has not run for longer than {@link #STUCK_AFTER} after it was due.
     */
    public boolean isDead() {
        boolean hasEnded =
                getLargestPoolSize() > 0 && getPoolSize() == 0 && !getQueue().isEmpty();
        boolean isIdle = !isBusy && nanoTime.getAsLong() - idleSince > STUCK_AFTER.toNanos();
        return isShutdown() || hasEnded || isIdle && periodic.stream().anyMatch(Periodic::isOverdue);
    }

    /** Whether the thread runs its tasks: it is neither stuck nor dead. */
    public boolean isAlive() {
        return !isStuck() && !isDead();
    }

    /** The state of the thread in a word: {@code running}, {@code stuck} or {@code dead}. */
    public String state() {
        if (isStuck()) {
            return "stuck";
        }
        return isDead() ? "dead" : "running";
    }

    /** The number of tasks that failed. */
    public long failures() {
        return failures.sum();
    }
}
