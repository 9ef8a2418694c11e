package io.thelook.dashboard.source.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How far the topic has been passed on, kept from one connection to the next. Not thread-safe.
 */
final class Positions {

    private final Map<Integer, Long> next = new HashMap<>();
    private boolean isLocated;
    private long completeSince;

    /** The offset to continue from; empty for a partition that is to be read from its beginning. */
    OptionalLong next(int partition) {
        Long offset = next.get(partition);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** The records before this offset were passed on, or are too old. */
    void set(int partition, long offset) {
        next.put(partition, offset);
    }

    /** The partition is to be read from its beginning. */
    void restart(int partition) {
        next.remove(partition);
    }

    /** Whether the starting point is known. Partitions that appear later are read from their beginning. */
    boolean isLocated() {
        return isLocated;
    }

    /** The starting point is known, and everything since this time will be passed on. */
    void locate(long since) {
        isLocated = true;
        completeSince = since;
    }

    /** Records before this time are missing, in milliseconds since the epoch. */
    void miss(long before) {
        completeSince = Math.max(completeSince, before);
    }

    /** Everything since this time is passed on, in milliseconds since the epoch. */
    long completeSince() {
        return completeSince;
    }

    /** Forgets everything, to read the window again. */
    void forget() {
        next.clear();
        isLocated = false;
    }
}
