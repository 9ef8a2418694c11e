package io.thelook.dashboard.view;

import java.time.Duration;

/** Tracks when a group of parts was last sent and whether it is due again. Not thread-safe. */
final class Cadence {

    private final long intervalNanos;
    private long sentAt;

    /** @param interval the minimum time between two sends of the parts */
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

    /** Records that the parts are sent at this time. */
    void sent(long nanoTime) {
        sentAt = nanoTime;
    }
}
