package io.thelook.service.fanout;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * A bounded set of peers that receive messages, each at its own pace.
 *
 * <p>A peer has at most one message in flight. What waits behind it depends on what it is sent:
 *
 * <ul>
 *   <li>of messages that are complete in themselves ({@link Group#broadcast}), the newest, which replaces the one that waited
 *       (conflation);
 *   <li>of messages that build on each other ({@link Group#append}), a few in their order. A peer that falls behind further loses
 *       them, gets nothing more of the kind, and is given a complete message instead when it is ready for one
 *       ({@link Group#catchUp}). So is a peer to which one could not be sent.
 * </ul>
 *
 * So a slow peer sees less, costs no memory that grows, and delays nobody. Of large messages only so much is in flight at a
 * time, because each peer's takes memory of its own then; peers wait in turn for {@link Room}, longest of all behind peers that do
 * not read. A peer that does not take the message in flight within the patience is closed by {@link #closeStuck}; it counts towards
 * the capacity until its connection is closed.
 *
 * <p>A peer's place is its {@link Subscriber}, which belongs to one {@link Group} at a time.
 *
 * <p>Once every peer is idle, each message offered to it has been {@linkplain #sent sent}, {@linkplain #superseded
 * superseded} or has {@linkplain #failed failed}. Thread-safe.
 */
public final class Audience {

    /** Going away: the service stops. RFC 6455, section 7.4.1. */
    public static final int GOING_AWAY = 1001;

    /** Policy violation: here, a peer that took nothing for too long. RFC 6455, section 7.4.1. */
    public static final int POLICY_VIOLATION = 1008;

    /** Try again later: the audience is full. Registered with IANA. */
    public static final int TRY_AGAIN_LATER = 1013;

    private static final long SECONDS_TO_SAY_GOODBYE = 2;

    private final int capacity;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final Room room;
    private final Deliveries deliveries = new Deliveries();
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger size = new AtomicInteger();
    private final LongAdder closedAsStuck = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile boolean closed;

    /**
     * @param capacity the most peers at a time, at least 1
     * @param patience how long a message may stay in flight
     * @param room for large messages; of this audience alone
     * @param nanoTime as {@link System#nanoTime}
     */
    public Audience(int capacity, Duration patience, Room room, LongSupplier nanoTime) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + ": expected at least 1");
        }
        this.capacity = capacity;
        this.patience = patience;
        this.room = room;
        this.nanoTime = nanoTime;
    }

    /** A new group, without peers. */
    public Group newGroup() {
        return new Group();
    }

    /**
     * Takes a peer in; it is in no group yet. Its place is freed when its connection is closed.
     *
     * @param lane runs what is to be done with the peer, one after the other: the thread that its socket belongs to
     * @return empty if the audience is full or closed; the caller then closes the peer with {@link #TRY_AGAIN_LATER}
     */
    public Optional<Subscriber> join(Peer peer, Executor lane) {
        if (size.incrementAndGet() > capacity) {
            size.decrementAndGet();
            refused.increment();
            return Optional.empty();
        }
        Subscriber subscriber = new Subscriber(this, peer, lane);
        subscribers.add(subscriber);
        if (closed) {
            leave(subscriber);
            refused.increment();
            return Optional.empty();
        }
        peer.closed().whenComplete((done, failure) -> leave(subscriber));
        return Optional.of(subscriber);
    }

    private void leave(Subscriber subscriber) {
        subscriber.dismiss();
        if (subscribers.remove(subscriber)) {
            size.decrementAndGet();
        }
    }

    /**
     * Closes the peers whose message has been in flight for longer than the patience. Their places stay taken until they are closed.
     * To be called regularly.
     */
    public void closeStuck() {
        long now = nanoTime.getAsLong();
        for (Subscriber subscriber : subscribers) {
            if (subscriber.isStuck(now, patience.toNanos())) {
                closedAsStuck.increment();
                close(subscriber, POLICY_VIOLATION, "too slow: took no message for " + patience.toSeconds() + " s");
            }
        }
    }

    /**
     * Takes no peer in any more, closes every peer because the service stops, and waits until each is closed, but no longer than
     * two seconds: what is not closed by then, the end of the process closes.
     */
    public void closeAll() {
        closed = true;
        CompletableFuture.allOf(subscribers.stream()
                        .map(subscriber -> close(subscriber, GOING_AWAY, "the service stops"))
                        .toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, SECONDS_TO_SAY_GOODBYE, TimeUnit.SECONDS)
                .join();
    }

    private CompletableFuture<Void> close(Subscriber subscriber, int code, String reason) {
        subscriber.dismiss();
        CompletableFuture<Void> closing;
        try {
            closing = subscriber.peer().close(code, reason).toCompletableFuture();
        } catch (Throwable failure) {
            // Even an Error is this peer's affair: the others are to be closed. A peer that cannot be closed is gone.
            closing = CompletableFuture.failedFuture(failure);
        }
        return closing.handle((done, failure) -> {
            leave(subscriber);
            return null;
        });
    }

    Room room() {
        return room;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Whether the next peer would be refused. */
    public boolean isFull() {
        return closed || size.get() >= capacity;
    }

    /** Counts a peer that was refused before it could {@link #join}. */
    public void countRefused() {
        refused.increment();
    }

    /** The peers inside. */
    public int size() {
        return size.get();
    }

    /** The most peers at a time. */
    public int capacity() {
        return capacity;
    }

    /** Characters of large messages that are in flight. */
    public long inFlight() {
        return room.taken();
    }

    /** Messages that left for the network. */
    public long sent() {
        return deliveries.sent.sum();
    }

    /**
     * Messages that were replaced by newer ones, dropped with their peer, or not sent because the peer had missed something on which
     * they build.
     */
    public long superseded() {
        return deliveries.superseded.sum();
    }

    /** Messages whose sending failed, mostly because the peer had just gone. */
    public long failed() {
        return deliveries.failed.sum();
    }

    /** Peers closed because they took nothing for longer than the patience. */
    public long closedAsStuck() {
        return closedAsStuck.sum();
    }

    /** Peers refused because the audience was full or closed. */
    public long refused() {
        return refused.sum();
    }
}
