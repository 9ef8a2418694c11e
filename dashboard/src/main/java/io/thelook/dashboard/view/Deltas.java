package io.thelook.dashboard.view;

import io.thelook.model.Metrics;
import java.time.Duration;

/**
 * What changed since the previous refresh boundary.
 *
 * <p>A boundary is drawn by the first update that comes at least nine tenths of the refresh interval after the previous
 * boundary; the base is what was shown just before it. So a feed that refreshes at that interval, give or take a little,
 * gets the change from each frame to the next, as in the seed; a feed that updates more often gets changes that grow over
 * the interval and then begin anew:
 *
 * <pre>
 *   interval 5 s   t=0    t=5    t=10          every 1 s   t=0   1   2   3   4   5   6
 *   value          10     14     11            value       10  11  12  13  14  15  16
 *   delta          0      +4     -3            delta        0  +1  +2  +3  +4  +1  +2
 * </pre>
 *
 * <p>The first update has nothing to compare with: its delta is zero. (In the reference it is the value itself, because its
 * page begins with zeros.) Not thread-safe.
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
     * Takes the newest figures in.
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

    /** The newest figures less those at the boundary. */
    Metrics get() {
        return newest == null ? Metrics.ZERO : newest.minus(base);
    }
}
