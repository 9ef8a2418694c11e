package io.thelook.dashboard.history;

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

    /** Whether a time is inside. */
    public boolean has(long time) {
        return from <= time && time < to;
    }

    /** Whether all of another span is inside. */
    public boolean covers(TimeSpan other) {
        return from <= other.from && other.to <= to;
    }
}
