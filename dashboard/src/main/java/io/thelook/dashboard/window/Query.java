package io.thelook.dashboard.window;

import java.time.Duration;
import java.util.List;

/**
 * A selection within the live window: its length, and which records count.
 *
 * @param minutes the length of the window, one of {@link #LENGTHS}; 0 for the length of the feed's own
 * @param filter which records count
 */
public record Query(int minutes, Filter filter) implements Selection {

    /** The lengths that can be requested, in minutes. */
    public static final List<Integer> LENGTHS = List.of(1, 5, 15);

    /** Everything in the feed's own window. */
    public static final Query DEFAULT = new Query(0, Filter.NONE);

    static final long LONGEST_MILLIS = 15 * 60_000L;

    /** How long records are kept: for the longest window, and for the window before it. */
    static final long KEPT_MILLIS = 2 * LONGEST_MILLIS;

    /** The same as a duration. */
    public static final Duration KEPT = Duration.ofMillis(KEPT_MILLIS);

    /** @throws IllegalArgumentException if {@code minutes} is neither 0 nor one of {@link #LENGTHS} */
    public Query {
        if (minutes != 0 && !LENGTHS.contains(minutes)) {
            throw new IllegalArgumentException("window " + minutes + ": expected 1, 5 or 15");
        }
    }

    /** Whether the window is the feed's own. */
    public boolean isFeedsOwn() {
        return minutes == 0;
    }

    /**
     * The start of the window.
     *
     * @param from start of the feed's window
     * @param now the feed's clock
     */
    long edge(long from, long now) {
        return minutes == 0 ? from : now - minutes * 60_000L;
    }
}
