package io.thelook.service.http;

import java.util.HashMap;
import java.util.Map;

/**
 * Open connections by network. Remembers the networks that have some, which are fewer than the connections.
 * For {@linkplain ClientAddress#isLoopback loopback}, only the total limit applies. Thread-safe.
 */
final class OpenConnections {

    /** The network of a connection that counts only towards the total. */
    static final String UNKNOWN = "";

    private final int mostOfOne;
    private final int mostOfAll;

    // The following are guarded by this.
    private final Map<String, Integer> ofNetwork = new HashMap<>();
    private int size;

    /** The decision about a connection. */
    enum Outcome {
        ADMITTED,
        /** The network has too many. */
        NETWORK_FULL,
        /** There are too many. */
        ALL_FULL
    }

    OpenConnections(int mostOfOne, int mostOfAll) {
        this.mostOfOne = mostOfOne;
        this.mostOfAll = mostOfAll;
    }

    /** Counts a connection, if there is room for it. */
    synchronized Outcome add(String network) {
        if (size >= mostOfAll) {
            return Outcome.ALL_FULL;
        }
        if (!addFurther(network)) {
            return Outcome.NETWORK_FULL;
        }
        size++;
        return Outcome.ADMITTED;
    }

    /** Uncounts a connection that has been added. */
    synchronized void remove(String network) {
        size--;
        removeFurther(network);
    }

    /**
     * Counts a connection for a network that is already part of the total; returns whether the network has room for it.
     */
    synchronized boolean addFurther(String network) {
        if (isFull(network)) {
            return false;
        }
        if (isLimited(network)) {
            ofNetwork.merge(network, 1, Integer::sum);
        }
        return true;
    }

    /** Undoes {@link #addFurther}. */
    synchronized void removeFurther(String network) {
        ofNetwork.computeIfPresent(network, (same, number) -> number == 1 ? null : number - 1);
    }

    /** Whether a network has no room for a further connection. */
    synchronized boolean isFull(String network) {
        return isLimited(network) && ofNetwork.getOrDefault(network, 0) >= mostOfOne;
    }

    private static boolean isLimited(String network) {
        return !network.equals(UNKNOWN) && !ClientAddress.isLoopback(network);
    }

    /** The number of connections. */
    synchronized int size() {
        return size;
    }

    /** The number of networks remembered. */
    synchronized int networks() {
        return ofNetwork.size();
    }
}
