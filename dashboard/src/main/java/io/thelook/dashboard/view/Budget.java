package io.thelook.dashboard.view;

import java.time.Duration;

/**
 * What a view may say in a time: a token bucket. The allowance comes back evenly; what is not spent is saved up for a second.
 *
 * <p>One may spend more than there is, and then waits until the debt is paid back, but no longer than {@link #LONGEST}: what is
 * shown is not to be older than that, be a message ever so large. Not thread-safe.
 */
final class Budget {

    /** The longest wait after a message. */
    static final Duration LONGEST = Duration.ofSeconds(5);

    private static final double SECOND = 1e9;

    private final long perSecond;
    private double left;
    private Long changedAt;

    /**
     * @param perSecond bytes, at least 1
     */
    Budget(long perSecond) {
        this.perSecond = perSecond;
        this.left = perSecond;
    }

    /**
     * Whether something is left to spend.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    boolean isLeft(long nanoTime) {
        return left(nanoTime) > 0;
    }

    /** Takes so many bytes away. */
    void spend(long bytes, long nanoTime) {
        double debtLimit = -perSecond * (LONGEST.toNanos() / SECOND);
        left = Math.max(debtLimit, left(nanoTime) - bytes);
        changedAt = nanoTime;
    }

    private double left(long nanoTime) {
        double since = changedAt == null ? 0 : (nanoTime - changedAt) / SECOND;
        return Math.min(perSecond, left + since * perSecond);
    }
}
