package io.thelook.service.thread;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Permits an action at most once per interval, the first time at once. Thread-safe; allocates nothing once created. */
public final class Throttle {

    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private final AtomicLong allowedFrom;

    /**
     * @param interval the shortest time between two permits
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public Throttle(Duration interval, LongSupplier nanoTime) {
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
        this.allowedFrom = new AtomicLong(nanoTime.getAsLong());
    }

    /**
     * Whether the action is permitted now; if so, starts the next interval. Permits only one of several threads that
     * ask at once.
     */
    public boolean tryAcquire() {
        long now = nanoTime.getAsLong();
        long from = allowedFrom.get();
        return now - from >= 0 && allowedFrom.compareAndSet(from, now + intervalNanos);
    }
}
