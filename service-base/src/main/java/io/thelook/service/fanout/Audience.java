package io.thelook.service.fanout;

import io.thelook.service.thread.BoundedCount;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * A bounded set of peers that receive messages, each at its own pace.
 *
 * <p>A peer has at most one message in flight. The kind of message decides which messages may wait behind it:
 *
 * <ul>
 *   <li>Messages that are complete in themselves ({@link Group#broadcast}): only the newest waits. It replaces all
 *       others that wait (conflation).
 *   <li>Messages that build on each other ({@link Group#append}): a few wait, in order. A peer that falls further
 *       behind loses them and receives no more of this kind. When it is ready, it receives a complete message instead
 *       ({@link Group#catchUp}). The same applies to a peer to which a message could not be sent.
 *   <li>Answers to one peer ({@link Subscriber#answer}): the newest few wait, in order with the others, which do not
 *       replace them.
 * </ul>
 *
 * A slow peer therefore receives fewer messages, uses bounded memory and delays no other peer. The total size of large
 * messages in flight is limited, because each peer's copy takes memory of its own. Peers queue for {@link Room}; the
 * wait is longest behind peers that do not read. {@link #closeStuck} closes a peer that does not take the message in
 * flight within the patience. The peer counts towards the capacity until its connection is closed.
 *
 * <p>A {@link Subscriber} represents a peer in the audience; it belongs to at most one {@link Group} at a time.
 *
 * <p>Once every peer is idle, each message offered to it counts as {@linkplain #sent sent},
 * {@linkplain #superseded superseded} or {@linkplain #failed failed}. Messages for idle peers only
 * ({@link Subscriber#offerIfIdle}, {@link Group#broadcastToIdle}) do not count if they are discarded. Thread-safe.
 */
public final class Audience {

    /** Going away: the service stops. RFC 6455, section 7.4.1. */
    public static final int GOING_AWAY = 1001;

    /** Policy violation: here, the peer took no message for too long. RFC 6455, section 7.4.1. */
    public static final int POLICY_VIOLATION = 1008;

    /** Try again later: the audience is full. Registered with IANA. */
    public static final int TRY_AGAIN_LATER = 1013;

    private static final long SECONDS_TO_SAY_GOODBYE = 2;
    private static final long LONGEST_PARK_NANOS = 50_000_000;

    private final int capacity;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final Room room;
    private final Deliveries deliveries = new Deliveries();
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final BoundedCount size = new BoundedCount();
    private final LongAdder closedAsStuck = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder flooding = new LongAdder();
    private volatile boolean closed;

    /**
     * @param capacity the maximum number of peers, at least 1
     * @param patience how long a message may stay in flight
     * @param room limits the large messages in flight; not shared with other audiences
     * @param nanoTime a clock like {@link System#nanoTime}
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

    /** Creates a group without peers. */
    public Group newGroup() {
        return new Group();
    }

    /**
     * Admits a peer, which is in no group yet. Its place is freed when its connection is closed.
     *
     * @param lane runs the peer's tasks in sequence: the thread that its socket belongs to
     * @return empty if the audience is full or closed; the caller then closes the peer with {@link #TRY_AGAIN_LATER}
     */
    public Optional<Subscriber> join(Peer peer, Executor lane) {
        if (!size.add(1, capacity)) {
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
            size.subtract(1);
        }
    }

    /**
     * Closes the peers whose message has been in flight for longer than the patience. They keep their places until
     * their connections are closed. Call this regularly.
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
     * Stops admitting peers, closes every peer because the service stops, and waits at most two seconds until all are
     * closed. The end of the process closes the remaining connections.
     */
    public void closeAll() {
        closeAll(Duration.ZERO);
    }

    /**
     * Like {@link #closeAll()}, but closes the peers one after the other, spread evenly over a time, so that another
     * server gets them in as many portions.
     *
     * @param over the time; all are closed at once if it is zero, or when the thread is interrupted
     */
    public void closeAll(Duration over) {
        closed = true;
        if (!over.isZero()) {
            closeInTurn(List.copyOf(subscribers), nanoTime.getAsLong(), over.toNanos());
        }
        CompletableFuture.allOf(subscribers.stream()
                        .map(subscriber -> close(subscriber, GOING_AWAY, "the service stops"))
                        .toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, SECONDS_TO_SAY_GOODBYE, TimeUnit.SECONDS)
                .join();
    }

    private void closeInTurn(List<Subscriber> all, long start, long nanos) {
        for (int i = 0; i < all.size(); i++) {
            long due = start + nanos / all.size() * (i + 1);
            for (long wait = due - nanoTime.getAsLong(); wait > 0; wait = due - nanoTime.getAsLong()) {
                LockSupport.parkNanos(Math.min(wait, LONGEST_PARK_NANOS));
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
            close(all.get(i), GOING_AWAY, "the service stops");
        }
    }

    private CompletableFuture<Void> close(Subscriber subscriber, int code, String reason) {
        subscriber.dismiss();
        CompletableFuture<Void> closing;
        try {
            closing = subscriber.peer().close(code, reason).toCompletableFuture();
        } catch (Throwable failure) {
            // Even an Error must not prevent the other peers from being closed. A peer that cannot be closed counts as
            // gone.
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

    /** Counts a peer whose connection is reset because it sends too much. */
    void countFlooding() {
        flooding.increment();
    }

    /** The number of peers whose connections were reset because they sent too much. */
    public long flooding() {
        return flooding.sum();
    }

    /** The number of peers in the audience. */
    public int size() {
        return (int) size.get();
    }

    /** The maximum number of peers. */
    public int capacity() {
        return capacity;
    }

    /** The number of characters of large messages in flight. */
    public long inFlight() {
        return room.taken();
    }

    /** The number of messages written to the network. */
    public long sent() {
        return deliveries.sent.sum();
    }

    /**
     * The number of messages that were replaced by newer ones, dropped with their peer, or not sent because the peer
     * had missed a message that they build on.
     */
    public long superseded() {
        return deliveries.superseded.sum();
    }

    /** The number of messages that could not be sent, mostly because the peer had just gone. */
    public long failed() {
        return deliveries.failed.sum();
    }

    /** The number of peers closed because they took no message for longer than the patience. */
    public long closedAsStuck() {
        return closedAsStuck.sum();
    }

    /** The number of peers refused because the audience was full or closed. */
    public long refused() {
        return refused.sum();
    }
}
