package io.thelook.dashboard.ingest;

import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/** Counts the deliveries that were refused, by the status of the response, with the newest reason. Thread-safe. */
public final class RefusedDeliveries {

    private static final int MOST_CHARACTERS = 200;

    private final InstantSource clock;

    /** Guarded by this. */
    private final Map<Integer, Refused> byStatus = new TreeMap<>();

    public RefusedDeliveries(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The deliveries with one status.
     *
     * @param count how many there were
     * @param reason of the newest one, at most 200 characters
     * @param at when it came, in milliseconds since the epoch
     */
    public record Refused(long count, String reason, long at) {}

    /** Counts a delivery. */
    public synchronized void add(int status, String reason) {
        long at = clock.millis();
        String words = reason.length() > MOST_CHARACTERS ? reason.substring(0, MOST_CHARACTERS) : reason;
        byStatus.merge(status, new Refused(1, words, at), (before, now) -> new Refused(before.count() + 1, words, at));
    }

    /** The refused deliveries by status. */
    public synchronized Map<Integer, Refused> byStatus() {
        return new TreeMap<>(byStatus);
    }
}
