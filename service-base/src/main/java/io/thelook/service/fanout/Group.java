package io.thelook.service.fanout;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The subscribers that get the same messages. It is served lane by lane; a lane is the thread that its peers' sockets belong to, so
 * that a message costs one hand-over for each thread, not for each peer, and what a peer is sent arrives in the order in which
 * it was said. Thread-safe.
 */
public final class Group {

    private final Map<Executor, Set<Subscriber>> lanes = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();

    /** False only if none is: then there is no need to look at each. */
    private volatile boolean someAreBehind;

    Group() {}

    void add(Subscriber subscriber) {
        lanes.computeIfAbsent(subscriber.lane(), unseen -> ConcurrentHashMap.newKeySet())
                .add(subscriber);
        size.incrementAndGet();
    }

    void remove(Subscriber subscriber) {
        lanes.get(subscriber.lane()).remove(subscriber);
        size.decrementAndGet();
    }

    void someAreBehind() {
        someAreBehind = true;
    }

    /** The number of subscribers. */
    public int size() {
        return size.get();
    }

    /**
     * Offers a message that is complete in itself to every subscriber.
     *
     * @return completes when each has been served
     */
    public CompletableFuture<Void> broadcast(String message) {
        return onEach(subscriber -> subscriber.deliver(message, 1, true));
    }

    /** Offers the message to those subscribers that have nothing in flight: a sign of life never displaces news. */
    public CompletableFuture<Void> broadcastToIdle(String message) {
        return onEach(subscriber -> subscriber.deliverIfIdle(message));
    }

    /**
     * Offers a message that builds on the one before it to every subscriber that has not missed any.
     *
     * @param most how many may wait for one peer, at least 1
     * @return completes when each has been served
     */
    public CompletableFuture<Void> append(String message, int most) {
        return onEach(subscriber -> subscriber.deliver(message, most, false));
    }

    /** Every subscriber has missed something. */
    public void allFallBehind() {
        lanes.values().forEach(subscribers -> subscribers.forEach(Subscriber::fallBehind));
    }

    /**
     * Gives a complete message to each subscriber that has missed something and is ready for it.
     *
     * @param complete asked for once, and only if somebody needs it
     * @return completes when each has been served
     */
    public CompletableFuture<Void> catchUp(Supplier<String> complete) {
        if (!someAreBehind) {
            return CompletableFuture.completedFuture(null);
        }
        someAreBehind = false;
        List<Subscriber> behind = lanes.values().stream()
                .flatMap(Set::stream)
                .filter(Subscriber::isBehind)
                .toList();
        List<Subscriber> ready = behind.stream().filter(Subscriber::isIdle).toList();
        if (!behind.isEmpty()) {
            // Even a subscriber that is ready has caught up only once it has been served.
            someAreBehind = true;
        }
        if (ready.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        String message = complete.get();
        return CompletableFuture.allOf(ready.stream()
                .map(subscriber ->
                        CompletableFuture.runAsync(() -> subscriber.deliver(message, 1, true), subscriber.lane()))
                .toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Void> onEach(Consumer<Subscriber> action) {
        return CompletableFuture.allOf(lanes.entrySet().stream()
                .filter(lane -> !lane.getValue().isEmpty())
                .map(lane -> CompletableFuture.runAsync(() -> lane.getValue().forEach(action), lane.getKey()))
                .toArray(CompletableFuture<?>[]::new));
    }
}
