package io.thelook.dashboard.view;

import java.time.Duration;

/**
 * Limits the bytes that a view sends over time: a token bucket. The allowance is refilled at a constant rate, and holds
 * at most one second's worth.
 *
 * <p>A message may take more than is left. The view then waits until the debt is paid back, but at most {@link
 * #LONGEST}, however large the message is and whatever is sent during the wait. Not thread-safe.
 */
final class Budget {

    /** The longest wait. */
    static final Duration LONGEST = Duration.ofSeconds(5);

    private static final double SECOND = 1e9;

    private final long perSecond;
    private double left;
    private Long changedAt;
    private long waitsSince;

    /**
     * @param perSecond the allowance in bytes per second, at least 1
     */
    Budget(long perSecond) {
        this.perSecond = perSecond;
        this.left = perSecond;
    }

    /**
     * Whether any of the allowance is left, or the view has waited long enough.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    boolean isLeft(long nanoTime) {
        return left(nanoTime) > 0 || nanoTime - waitsSince >= LONGEST.toNanos();
    }

    /** Deducts the bytes of a message. */
    void spend(long bytes, long nanoTime) {
        if (isLeft(nanoTime)) {
            waitsSince = nanoTime;
        }
        double debtLimit = -perSecond * (LONGEST.toNanos() / SECOND);
        left = Math.max(debtLimit, left(nanoTime) - bytes);
        changedAt = nanoTime;
    }

    private double left(long nanoTime) {
        double since = changedAt == null ? 0 : (nanoTime - changedAt) / SECOND;
        return Math.min(perSecond, left + since * perSecond);
    }
}
