package io.thelook.service.access;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Limits how often a network of clients may guess a secret: {@value #BURST} wrong attempts at once, then one every six
 * seconds. Remembers {@value #MOST_NETWORKS} networks that have failed within the last minute; further ones share one
 * allowance.
 *
 * <p>Thread-safe: attempts are checked one at a time, so parallel requests get no additional ones.
 */
public final class AttemptLimit {

    /** Limit on wrong attempts at once. */
    static final int BURST = 10;

    /** Limit on remembered networks. */
    static final int MOST_NETWORKS = 1_000;

    private static final long NANOS_FOR_ONE = Duration.ofSeconds(6).toNanos();
    private static final long NANOS_FOR_ALL = BURST * NANOS_FOR_ONE;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final String OTHERS = "others";

    private final LongSupplier nanoTime;

    /** The time from which on a network has its whole allowance again; guarded by this. */
    private final Map<String, Long> restoredAt = new HashMap<>();

    /** @param nanoTime as {@link System#nanoTime} */
    public AttemptLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * The outcome of an attempt.
     *
     * @param isRight whether the secret was right
     * @param retryAfterSeconds the wait until the next attempt, 1 or more if this one was not checked; otherwise 0
     */
    public record Attempt(boolean isRight, int retryAfterSeconds) {}

    /**
     * Checks a secret, unless the network has used up its wrong attempts.
     *
     * @param network of the client, as {@link io.thelook.service.http.TrustedProxies#network} gives it
     * @param isRight checks the secret
     */
    public synchronized Attempt attempt(String network, BooleanSupplier isRight) {
        long now = nanoTime.getAsLong();
        String key = key(network, now);
        long used = Math.max(0, restoredAt.getOrDefault(key, now) - now);
        long wait = used + NANOS_FOR_ONE - NANOS_FOR_ALL;
        if (wait > 0) {
            return new Attempt(false, (int) ((wait + SECOND - 1) / SECOND));
        }
        boolean right = isRight.getAsBoolean();
        if (!right) {
            restoredAt.put(key, now + used + NANOS_FOR_ONE);
        }
        return new Attempt(right, 0);
    }

    private String key(String network, long now) {
        if (!restoredAt.containsKey(network) && restoredAt.size() >= MOST_NETWORKS) {
            restoredAt.values().removeIf(at -> at - now <= 0);
            return restoredAt.size() >= MOST_NETWORKS ? OTHERS : network;
        }
        return network;
    }

    /** Networks remembered, at most one more than {@value #MOST_NETWORKS}. */
    synchronized int networks() {
        return restoredAt.size();
    }
}
