package io.thelook.dashboard.history;

import io.thelook.model.Record;
import java.util.Map;
import java.util.TreeMap;

/** The outcome for an item in a batch. Not thread-safe. */
final class Outcome {

    final long key;

    /** The newest version; {@code null} if the item is removed. */
    Record newest;

    /** Whether it replaces any version in the store: after a removal, or for a record without a version. */
    private boolean replacesAny;

    /** The days in which older versions may be, each with the span of their times. */
    final Map<Long, TimeSpan> whereabouts = new TreeMap<>();

    Outcome(long key) {
        this.key = key;
    }

    /** The item has this version, unless the batch has a newer one. */
    void put(Record record) {
        if (record.updatedAt() == 0) {
            replacesAny = true;
        } else if (newest != null && record.updatedAt() < newest.updatedAt()) {
            return;
        }
        newest = record;
    }

    /** The item no longer exists. */
    void remove() {
        newest = null;
        replacesAny = true;
    }

    /** Whether the store's version is newer. */
    boolean isOlderThan(long version) {
        return newest != null && !replacesAny && newest.updatedAt() < version;
    }

    /** An older version may be in that day, within that span. */
    void mayBeIn(long day, long from, long to) {
        whereabouts.merge(
                day,
                new TimeSpan(from, to),
                (one, other) -> new TimeSpan(Math.min(one.from(), other.from()), Math.max(one.to(), other.to())));
    }
}
