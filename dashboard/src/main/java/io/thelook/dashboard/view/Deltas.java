package io.thelook.dashboard.view;

import io.thelook.model.Metrics;
import java.time.Duration;

/**
 * The changes since the previous refresh boundary.
 *
 * <p>The first update at least nine tenths of the refresh interval after the previous boundary sets the next boundary.
 * The base is the figures just before it. If a feed refreshes at about that interval, the deltas are the changes from
 * each frame to the next, as in the reference. If a feed updates more often, the deltas grow over the interval and then
 * start again:
 *
 * <pre>
 *   interval 5 s   t=0    t=5    t=10          every 1 s   t=0   1   2   3   4   5   6
 *   value          10     14     11            value       10  11  12  13  14  15  16
 *   delta          0      +4     -3            delta        0  +1  +2  +3  +4  +1  +2
 * </pre>
 *
 * <p>The first update has nothing to compare with: its delta is zero. (In the reference it is the value itself, because
 * its page starts from zeros.) Not thread-safe.
 */
final class Deltas {

    private final long boundaryNanos;
    private Metrics newest;
    private Metrics base;
    private long boundaryAt;

    Deltas(Duration refresh) {
        this.boundaryNanos = refresh.toNanos() / 10 * 9;
    }

    /**
     * Takes the newest figures.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    void update(Metrics metrics, long nanoTime) {
        if (newest == null) {
            base = metrics;
            boundaryAt = nanoTime;
        } else if (nanoTime - boundaryAt >= boundaryNanos) {
            base = newest;
            boundaryAt = nanoTime;
        }
        newest = metrics;
    }

    /** The newest figures minus the base; zero before the first update. */
    Metrics get() {
        return newest == null ? Metrics.ZERO : newest.minus(base);
    }
}
