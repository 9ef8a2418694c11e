package io.thelook.dashboard.window;

import java.util.List;

/**
 * What a viewer asks for: over how long, and of which records.
 *
 * @param minutes the length of the window, one of {@link #LENGTHS}; 0: as long as the feed's own
 * @param filter which records count
 */
public record Query(int minutes, Filter filter) {

    /** The lengths that can be asked for, in minutes. */
    public static final List<Integer> LENGTHS = List.of(1, 5, 15);

    /** Everything in the feed's own window. */
    public static final Query DEFAULT = new Query(0, Filter.NONE);

    static final long LONGEST_MILLIS = 15 * 60_000L;

    /** So long records are kept: for the longest window, and for the one before it. */
    static final long KEPT_MILLIS = 2 * LONGEST_MILLIS;

    /**
     * @throws IllegalArgumentException if there is no such length
     */
    public Query {
        if (minutes != 0 && !LENGTHS.contains(minutes)) {
            throw new IllegalArgumentException("window " + minutes + ": expected 1, 5 or 15");
        }
    }

    /** Whether the window is the feed's own. */
    public boolean isFeedsOwn() {
        return minutes == 0;
    }

    /** Where the window begins, given where the feed's begins, and the feed's clock. */
    long edge(long from, long now) {
        return minutes == 0 ? from : now - minutes * 60_000L;
    }
}
