package io.thelook.dashboard.engine;

import java.util.concurrent.TimeUnit;

/**
 * How long a feed usually pauses between two messages: the longest pause of late. A longer one counts at once; a shorter one takes
 * its place when ten times its length have gone by without another as long. Not thread-safe.
 */
final class Pauses {

    private static final int KEPT_TIMES = 10;

    private long lastAt;
    private long longest;
    private long longestAt;

    /** A message after which the pauses begin anew. */
    void restart(long nanoTime) {
        lastAt = nanoTime;
        longest = 0;
        longestAt = nanoTime;
    }

    /** A message. */
    void add(long nanoTime) {
        long pause = nanoTime - lastAt;
        lastAt = nanoTime;
        if (pause >= longest || nanoTime - longestAt > longest * KEPT_TIMES) {
            longest = pause;
            longestAt = nanoTime;
        }
    }

    /** In milliseconds; 0 if nothing is known. */
    long usualMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longest);
    }
}
