package io.thelook.dashboard.source.kafka;

import io.thelook.dashboard.source.Bookmark;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The positions up to which the topic has been passed on. They outlive a connection. Not thread-safe. */
final class Positions {

    private final Map<Integer, Long> next = new HashMap<>();
    private String log = "";
    private boolean isLocated;
    private long completeSince;

    /** The offset to continue from; empty for a partition that is to be read from its beginning. */
    OptionalLong next(int partition) {
        Long offset = next.get(partition);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** Continues a partition at this offset: the records before it were passed on, or are too old. */
    void set(int partition, long offset) {
        next.put(partition, offset);
    }

    /** Reads a partition from its beginning. */
    void restart(int partition) {
        next.remove(partition);
    }

    /** Whether the starting point is known. Partitions that appear later are read from their beginning. */
    boolean isLocated() {
        return isLocated;
    }

    /** Notes that the starting point is known, and that all records since this time will be passed on. */
    void locate(long since) {
        isLocated = true;
        completeSince = since;
    }

    /** Continues where an earlier run stopped. */
    void resume(Bookmark bookmark) {
        long[] offsets = bookmark.position().next();
        for (int i = 0; i < offsets.length; i++) {
            next.put(i, offsets[i]);
        }
        log = bookmark.position().log();
        locate(bookmark.knownSince());
    }

    /** The topic's id, as far as is known: the positions are of that topic. */
    String log() {
        return log;
    }

    /** Notes the topic's id; returns whether the positions may be of that topic. */
    boolean belongTo(String topicId) {
        boolean isTheSame = log.isEmpty() || topicId.isEmpty() || log.equals(topicId);
        log = topicId;
        return isTheSame;
    }

    /** Notes that records before this time are missing, in milliseconds since the epoch. */
    void miss(long before) {
        completeSince = Math.max(completeSince, before);
    }

    /** The time since which all records are passed on, in milliseconds since the epoch. */
    long completeSince() {
        return completeSince;
    }

    /** Forgets everything, to read the window again. */
    void forget() {
        next.clear();
        isLocated = false;
    }
}
