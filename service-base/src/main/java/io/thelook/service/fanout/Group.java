package io.thelook.service.fanout;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
        return onEach(subscriber -> subscriber.deliver(this, message, 0, true));
    }

    /**
     * Offers the message to those subscribers that have nothing in flight and have missed nothing: a sign of life never displaces
     * news.
     *
     * @return completes when each has been served
     */
    public CompletableFuture<Void> broadcastToIdle(String message) {
        return onEach(subscriber -> subscriber.deliverIfIdle(this, message));
    }

    /**
     * Offers a message that builds on the one before it to every subscriber that has not missed any.
     *
     * @param most a subscriber for which so many wait already misses it, at least 1
     * @return completes when each has been served
     */
    public CompletableFuture<Void> append(String message, int most) {
        return onEach(subscriber -> subscriber.deliver(this, message, most, false));
    }

    /**
     * Every subscriber has missed something.
     *
     * @return completes when what was said before has passed the lanes
     */
    public CompletableFuture<Void> allFallBehind() {
        lanes.values().forEach(subscribers -> subscribers.forEach(Subscriber::miss));
        return onEach(subscriber -> subscriber.missFrom(this));
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
                .map(subscriber -> run(() -> subscriber.deliver(this, message, 0, true), subscriber.lane()))
                .toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Void> onEach(Consumer<Subscriber> action) {
        return CompletableFuture.allOf(lanes.entrySet().stream()
                .filter(lane -> !lane.getValue().isEmpty())
                .map(lane -> run(() -> serve(lane.getValue(), action), lane.getKey()))
                .toArray(CompletableFuture<?>[]::new));
    }

    /** The failure of one, even an Error, keeps nobody else from being served; the first one is reported. */
    private static void serve(Set<Subscriber> subscribers, Consumer<Subscriber> action) {
        Throwable first = null;
        for (Subscriber subscriber : subscribers) {
            try {
                action.accept(subscriber);
            } catch (Throwable failure) {
                first = first == null ? failure : first;
            }
        }
        if (first != null) {
            throw new CompletionException(first);
        }
    }

    /** A lane that takes no task any more keeps none of the others from being served. */
    private static CompletableFuture<Void> run(Runnable task, Executor lane) {
        try {
            return CompletableFuture.runAsync(task, lane);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
