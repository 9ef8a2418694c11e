package io.thelook.dashboard.source;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Computes the wait before the next attempt: exponential back-off with full jitter. The wait before attempt {@code n},
 * from 0, is uniform over {@code (0, min(most, first * 2^n)]}, so that clients that lost the same peer do not all
 * reconnect at once.
 *
 * <p>Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015. Not thread-safe.
 */
public final class Backoff {

    private final long firstMillis;
    private final long mostMillis;
    private final RandomGenerator random;
    private int attempt;

    /**
     * @param first the limit on the first wait
     * @param most the limit on any wait
     * @param random for the jitter
     */
    public Backoff(Duration first, Duration most, RandomGenerator random) {
        this.firstMillis = first.toMillis();
        this.mostMillis = most.toMillis();
        this.random = random;
    }

    /** Draws the wait before the next attempt. */
    public Duration next() {
        // After 30 doublings every wait has reached the limit. The shift must not overflow.
        long limit = Math.min(mostMillis, firstMillis << Math.min(attempt, 30));
        attempt++;
        return Duration.ofMillis(random.nextLong(limit) + 1);
    }

    /** The number of attempts since the last {@link #reset}. */
    public int attempt() {
        return attempt;
    }

    /** Restarts the back-off. To be called once a connection has lasted. */
    public void reset() {
        attempt = 0;
    }
}
