package io.thelook.dashboard.history;

import java.util.ArrayList;
import java.util.List;

/**
 * A span of event time, in milliseconds since the epoch.
 *
 * @param from the start, inclusive
 * @param to the end, exclusive; not before {@code from}
 */
public record TimeSpan(long from, long to) {

    /** @throws IllegalArgumentException if the end is before the start */
    public TimeSpan {
        if (to < from) {
            throw new IllegalArgumentException("a span from " + from + " to " + to + ": expected an end after it");
        }
    }

    /** The length in milliseconds. */
    public long length() {
        return to - from;
    }

    /**
     * Divides the span into parts of equal length, except for rounding, in order.
     *
     * @param count 1 or more; there are fewer if the span has fewer milliseconds
     */
    List<TimeSpan> parts(long count) {
        List<TimeSpan> parts = new ArrayList<>();
        long step = Math.max(1, (length() - 1) / count + 1);
        for (long start = from; start < to; start += step) {
            parts.add(new TimeSpan(start, Math.min(to, start + step)));
        }
        return parts;
    }

    /** Whether a time is inside. */
    public boolean has(long time) {
        return from <= time && time < to;
    }

    /** Whether all of another span is inside. */
    public boolean covers(TimeSpan other) {
        return from <= other.from && other.to <= to;
    }
}
