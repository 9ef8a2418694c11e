package io.thelook.dashboard.engine;

import io.thelook.dashboard.window.LiveWindow;

/**
 * The span of time for which the window has data, by the feed's clock, in milliseconds since the epoch.
 *
 * @param from the first time
 * @param to the last time, which is the feed's clock
 */
public record KnownTime(long from, long to) {

    /** The span of a window that is not {@linkplain LiveWindow#isUnknown unknown}. */
    static KnownTime of(LiveWindow window) {
        return new KnownTime(Math.min(window.completeSince(), window.now()), window.now());
    }

    /** The time inside that is nearest to another time. */
    long nearest(long time) {
        return Math.max(from, Math.min(to, time));
    }

    /** Whether a time is inside. */
    public boolean has(long time) {
        return from <= time && time <= to;
    }
}
