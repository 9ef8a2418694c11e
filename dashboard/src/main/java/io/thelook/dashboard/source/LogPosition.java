package io.thelook.dashboard.source;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/**
 * How far a log has been read: for each partition, by its number, the offset of the next entry; 0 if it is not known.
 * Replicas that read the same log compare their positions; one from an earlier run also has the name of its log.
 * Immutable and thread-safe.
 */
public final class LogPosition {

    /** The position of a source that is no log. */
    public static final LogPosition NONE = new LogPosition("", new long[0]);

    private final String log;
    private final long[] next;

    private LogPosition(String log, long[] next) {
        this.log = log;
        this.next = next;
    }

    /** @param next the offset of the next entry, of each partition */
    public static LogPosition of(long... next) {
        return of("", next);
    }

    /**
     * A position in a certain log.
     *
     * @param log a name that no other log has; empty if it is not known
     * @param next the offset of the next entry, of each partition
     */
    public static LogPosition of(String log, long... next) {
        return next.length == 0 ? NONE : new LogPosition(log, next.clone());
    }

    /** Whether the source is no log, or nothing is known of it yet. */
    public boolean isNone() {
        return next.length == 0;
    }

    /** Whether nothing of the log has been read, or nothing is known. */
    public boolean isAtStart() {
        return Arrays.stream(next).allMatch(offset -> offset == 0);
    }

    /** A name that no other log has; empty if it is not known. */
    public String log() {
        return log;
    }

    /** A copy with the offset of the next entry, of each partition. */
    @JsonValue
    public long[] next() {
        return next.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogPosition position && log.equals(position.log) && Arrays.equals(next, position.next);
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
