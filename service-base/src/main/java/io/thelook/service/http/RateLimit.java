package io.thelook.service.http;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits how often something happens, for each network of clients and in total: a burst, and then a rate per second.
 * Refused requests do not count.
 *
 * <p>Remembers {@value #MOST_NETWORKS} networks whose allowance is not full. Further ones share one allowance, so that
 * a client with any number of networks takes bounded memory. For {@linkplain ClientAddress#isLoopback loopback}, only
 * the total limit applies. Thread-safe.
 */
final class RateLimit {

    /** Limit on remembered networks. */
    static final int MOST_NETWORKS = 4_096;

    private static final long BETWEEN_SWEEPS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final String OTHERS = "others";

    private final Allowance ofOne;
    private final Allowance ofAll;
    private final LongSupplier nanoTime;

    // The following are guarded by this.
    /** The time from which on a network has its whole allowance again, in an array of one. */
    private final Map<String, long[]> wholeAt = new HashMap<>();

    private final long[] allWholeAt = new long[1];
    private Long sweptAt;

    /** What a request gets. */
    enum Outcome {
        ADMITTED,
        /** The network has used up its allowance. */
        NETWORK_LIMITED,
        /** All together have used up theirs. */
        ALL_LIMITED
    }

    /**
     * How often something may happen.
     *
     * @param perSecond at least 1
     * @param atOnce at least 1
     */
    record Allowance(int perSecond, int atOnce) {

        private long nanosForOne() {
            return TimeUnit.SECONDS.toNanos(1) / perSecond;
        }

        /** Whether there is one left; if so, {@link #use} it. */
        private boolean has(long[] wholeAt, long now) {
            return wholeAt[0] - now <= (atOnce - 1) * nanosForOne();
        }

        private void use(long[] wholeAt, long now) {
            wholeAt[0] = (wholeAt[0] - now > 0 ? wholeAt[0] : now) + nanosForOne();
        }
    }

    /** @param nanoTime as {@link System#nanoTime} */
    RateLimit(Allowance ofOne, Allowance ofAll, LongSupplier nanoTime) {
        this.ofOne = ofOne;
        this.ofAll = ofAll;
        this.nanoTime = nanoTime;
        this.allWholeAt[0] = nanoTime.getAsLong();
    }

    /** Decides about a network's request. */
    synchronized Outcome admit(String network) {
        long now = nanoTime.getAsLong();
        Outcome outcome = outcome(network, now);
        if (outcome == Outcome.ADMITTED) {
            ofAll.use(allWholeAt, now);
            if (!ClientAddress.isLoopback(network)) {
                ofOne.use(wholeAt.computeIfAbsent(key(network, now), unseen -> new long[] {now}), now);
            }
        }
        return outcome;
    }

    /** The decision about a network's next request. */
    synchronized Outcome outlook(String network) {
        return outcome(network, nanoTime.getAsLong());
    }

    private Outcome outcome(String network, long now) {
        long[] own = ClientAddress.isLoopback(network) ? null : wholeAt.get(key(network, now));
        if (own != null && !ofOne.has(own, now)) {
            return Outcome.NETWORK_LIMITED;
        }
        return ofAll.has(allWholeAt, now) ? Outcome.ADMITTED : Outcome.ALL_LIMITED;
    }

    private String key(String network, long now) {
        if (wholeAt.size() < MOST_NETWORKS || wholeAt.containsKey(network)) {
            return network;
        }
        // Sweeping at each request would cost more than what it saves.
        if (sweptAt == null || now - sweptAt >= BETWEEN_SWEEPS) {
            sweptAt = now;
            wholeAt.values().removeIf(at -> at[0] - now <= 0);
        }
        return wholeAt.size() < MOST_NETWORKS ? network : OTHERS;
    }

    /** Networks remembered, at most one more than {@value #MOST_NETWORKS}. */
    synchronized int networks() {
        return wholeAt.size();
    }
}
