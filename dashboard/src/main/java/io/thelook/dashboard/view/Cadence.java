package io.thelook.dashboard.view;

import java.time.Duration;

/** When parts that are sent together were sent last, and when they are due again. Not thread-safe. */
final class Cadence {

    private final long intervalNanos;
    private long sentAt;

    /** @param interval the least time between two sendings */
    Cadence(Duration interval) {
        this.intervalNanos = interval.toNanos();
    }

    /**
     * Whether the interval has passed.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    boolean isDue(long nanoTime) {
        return nanoTime - sentAt >= intervalNanos;
    }

    /** The parts are being sent. */
    void sent(long nanoTime) {
        sentAt = nanoTime;
    }
}
