package io.thelook.service.thread;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what is in use, up to a limit. What does not fit is not counted, not even for a moment. Thread-safe. */
public final class BoundedCount {

    private final AtomicLong count = new AtomicLong();

    /**
     * Adds an amount, unless the count would then exceed the limit. An amount of 0 or less always fits.
     *
     * @return whether it was added
     */
    public boolean add(long amount, long limit) {
        return fits(
                count.getAndUpdate(before -> fits(before, amount, limit) ? before + amount : before), amount, limit);
    }

    private static boolean fits(long before, long amount, long limit) {
        return amount <= 0 || before + amount <= limit;
    }

    /** Takes an amount back that was added. */
    public void subtract(long amount) {
        count.addAndGet(-amount);
    }

    /** The present count. */
    public long get() {
        return count.get();
    }
}
