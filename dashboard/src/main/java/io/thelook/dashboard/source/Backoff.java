package io.thelook.dashboard.source;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: exponential back-off with full jitter. The wait before attempt {@code n} is
 * uniform over {@code (0, min(most, first * 2^n)]}, so that many who lost the same peer do not come back at once.
 *
 * <p>Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015. Not thread-safe.
 */
final class Backoff {

    private final long firstMillis;
    private final long mostMillis;
    private final RandomGenerator random;
    private int attempt;

    Backoff(Duration first, Duration most, RandomGenerator random) {
        this.firstMillis = first.toMillis();
        this.mostMillis = most.toMillis();
        this.random = random;
    }

    /** The wait before the next attempt. */
    Duration next() {
        // Beyond 30 doublings every wait is at its limit; the shift must not overflow.
        long limit = Math.min(mostMillis, firstMillis << Math.min(attempt, 30));
        attempt++;
        return Duration.ofMillis(random.nextLong(limit) + 1);
    }

    /** Attempts since the last {@link #reset}. */
    int attempt() {
        return attempt;
    }

    /** To be called after a connection that lasted. */
    void reset() {
        attempt = 0;
    }
}
