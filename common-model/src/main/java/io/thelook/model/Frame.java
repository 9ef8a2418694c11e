package io.thelook.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The records of a message, as read.
 *
 * @param records the usable records, in the order of the message
 * @param rejected number of rejected elements by reason; {@code records.size()} and these counts add up to the number
 *     of elements in the message
 * @param rejections details of the first rejections, at most {@link #MOST_REJECTIONS}
 */
public record Frame(List<Record> records, Map<Rejection, Integer> rejected, List<Rejected> rejections) {

    /** No records. */
    public static final Frame EMPTY = new Frame(List.of(), Map.of(), List.of());

    /** Limit on rejections with details. Further rejections are only counted. */
    public static final int MOST_REJECTIONS = 1_000;

    /** Wraps the collections in unmodifiable views. */
    public Frame {
        records = Collections.unmodifiableList(records);
        rejected = Collections.unmodifiableMap(rejected);
        rejections = Collections.unmodifiableList(rejections);
    }

    /**
     * A rejected element.
     *
     * @param element index of the element within the message
     * @param reason the reason
     * @param detail the reason in words: the element, the field, its value and the expected value
     * @param fingerprint a hash by which the element is recognised in the next frame
     */
    public record Rejected(int element, Rejection reason, String detail, long fingerprint) {}

    /** Number of elements, usable or not. */
    public int received() {
        return records.size() + refused();
    }

    /** Number of rejected elements. */
    public int refused() {
        return rejected.values().stream().mapToInt(Integer::intValue).sum();
    }
}
