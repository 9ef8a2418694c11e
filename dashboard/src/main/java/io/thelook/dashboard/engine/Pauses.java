package io.thelook.dashboard.engine;

import java.util.concurrent.TimeUnit;

/**
 * Tracks the usual pause between two messages of a feed: the longest recent one. A pause at least as long replaces it
 * at once. A shorter one replaces it only after ten times the longest pause has passed without another as long. Not
 * thread-safe.
 */
final class Pauses {

    private static final int KEPT_TIMES = 10;

    private long lastAt;
    private long longest;
    private long longestAt;

    /** Starts over with a message: earlier pauses no longer count. */
    void restart(long nanoTime) {
        lastAt = nanoTime;
        longest = 0;
        longestAt = nanoTime;
    }

    /** Adds the pause before a message. */
    void add(long nanoTime) {
        long pause = nanoTime - lastAt;
        lastAt = nanoTime;
        if (pause >= longest || nanoTime - longestAt > longest * KEPT_TIMES) {
            longest = pause;
            longestAt = nanoTime;
        }
    }

    /** The usual pause in milliseconds; 0 if none is known. */
    long usualMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longest);
    }
}
