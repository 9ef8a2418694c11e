package io.thelook.dashboard.source;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/**
 * How far a log has been read: for each partition, by its number, the offset of the next entry; 0 if it is not known.
 * Replicas that read the same log compare their positions. Immutable and thread-safe.
 */
public final class LogPosition {

    /** The position of a source that is no log. */
    public static final LogPosition NONE = new LogPosition(new long[0]);

    private final long[] next;

    private LogPosition(long[] next) {
        this.next = next;
    }

    /** @param next the offset of the next entry, of each partition */
    public static LogPosition of(long... next) {
        return next.length == 0 ? NONE : new LogPosition(next.clone());
    }

    /** Whether the source is no log, or nothing is known of it yet. */
    public boolean isNone() {
        return next.length == 0;
    }

    /** A copy with the offset of the next entry, of each partition. */
    @JsonValue
    public long[] next() {
        return next.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogPosition position && Arrays.equals(next, position.next);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(next);
    }

    @Override
    public String toString() {
        return Arrays.toString(next);
    }
}
