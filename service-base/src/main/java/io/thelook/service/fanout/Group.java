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
 * The subscribers that receive the same messages. A lane is the thread that the sockets of its peers belong to. The
 * group hands a message to each lane once, not to each peer, and each peer receives messages in the order in which they
 * were sent. Thread-safe.
 */
public final class Group {

    private final Map<Executor, Set<Subscriber>> lanes = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();

    /** False only if no subscriber is behind; {@link #catchUp} then need not check each. */
    private volatile boolean someAreBehind;

    /** The message that was appended last, to which the next one may refer when it is compressed. */
    private volatile Message last;

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
    public CompletableFuture<Void> broadcast(String text) {
        Message message = new Message(text);
        return onEach(subscriber -> subscriber.deliver(this, message, 0, true));
    }

    /**
     * Offers the message to the subscribers that have nothing in flight and have missed nothing, so that a heartbeat
     * never displaces data.
     *
     * @return completes when each has been served
     */
    public CompletableFuture<Void> broadcastToIdle(String text) {
        Message message = new Message(text);
        return onEach(subscriber -> subscriber.deliverIfIdle(this, message));
    }

    /**
     * Offers a message that builds on the previous one to every subscriber that has not missed any.
     *
     * @param most a subscriber that has this many messages waiting misses this one; at least 1
     * @return completes when each has been served
     */
    public CompletableFuture<Void> append(String text, int most) {
        Message message = Message.after(last, text);
        last = message;
        return onEach(subscriber -> subscriber.deliver(this, message, most, false));
    }

    /**
     * Marks every subscriber as behind.
     *
     * @return completes when each lane has handled the earlier messages
     */
    public CompletableFuture<Void> allFallBehind() {
        lanes.values().forEach(subscribers -> subscribers.forEach(Subscriber::miss));
        return onEach(subscriber -> subscriber.missFrom(this));
    }

    /**
     * Sends a complete message to each subscriber that is behind and has nothing in flight.
     *
     * @param complete called at most once, and only if a subscriber needs the message
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
            // Even a subscriber that is ready stays behind until it has been served.
            someAreBehind = true;
        }
        if (ready.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Message message = new Message(complete.get());
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

    /** Serves every subscriber even if some fail, Errors included, then throws the first failure. */
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

    /** Runs a task on a lane. A lane that rejects tasks must not stop the other lanes from being served. */
    private static CompletableFuture<Void> run(Runnable task, Executor lane) {
        try {
            return CompletableFuture.runAsync(task, lane);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
