package io.thelook.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A frame of the snapshot feed as it was read.
 *
 * @param records the usable records, in the order in which they came
 * @param rejected how many elements were refused, by reason; {@code records.size()} and these counts add up to the number
 *     of elements that the frame had
 * @param rejections the first refusals one by one, at most {@link #MOST_REJECTIONS}
 */
public record Frame(List<Record> records, Map<Rejection, Integer> rejected, List<Rejected> rejections) {

    /** Of more refusals only so many are described. */
    public static final int MOST_REJECTIONS = 1_000;

    /** The collections are kept as unmodifiable views. */
    public Frame {
        records = Collections.unmodifiableList(records);
        rejected = Collections.unmodifiableMap(rejected);
        rejections = Collections.unmodifiableList(rejections);
    }

    /**
     * An element that was refused.
     *
     * @param reason why
     * @param detail the same in words: which element, the field, its value, what was expected
     * @param fingerprint a hash of the element's content, by which it is recognised in the next frame
     */
    public record Rejected(Rejection reason, String detail, long fingerprint) {}

    /** How many elements the frame had, usable or not. */
    public int received() {
        return records.size() + refused();
    }

    /** How many elements were refused. */
    public int refused() {
        return rejected.values().stream().mapToInt(Integer::intValue).sum();
    }
}
