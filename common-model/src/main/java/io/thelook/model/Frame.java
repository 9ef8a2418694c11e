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
 * @param firstRejection the first refusal in words, for the log; {@code null} if there was none
 */
public record Frame(List<Record> records, Map<Rejection, Integer> rejected, String firstRejection) {

    /** The collections are kept as unmodifiable views. */
    public Frame {
        records = Collections.unmodifiableList(records);
        rejected = Collections.unmodifiableMap(rejected);
    }

    /** How many elements the frame had, usable or not. */
    public int received() {
        return records.size()
                + rejected.values().stream().mapToInt(Integer::intValue).sum();
    }
}
