package io.thelook.service.fanout;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * A bounded set of peers that all receive the same messages, each at its own pace.
 *
 * <p>A peer has at most one message in flight and one waiting; a newer message replaces the waiting one (conflation). So a
 * slow peer sees fewer messages, costs no memory that grows, and delays nobody. A peer that does not take the message in
 * flight within the patience is closed by {@link #closeStuck}. Use it for messages of which each is complete in itself.
 *
 * <p>Once every peer is idle, each message offered to it has been {@linkplain #sent sent}, {@linkplain #superseded
 * superseded} or has {@linkplain #failed failed}. Thread-safe; a message reaches a peer in the order of the offers.
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
    private final Set<Member> members = ConcurrentHashMap.newKeySet();
    private final AtomicInteger size = new AtomicInteger();
    private final LongAdder sent = new LongAdder();
    private final LongAdder superseded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder closedAsStuck = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /**
     * @param capacity the most peers at a time, at least 1
     * @param patience how long a message may stay in flight
     * @param nanoTime as {@link System#nanoTime}
     */
    public Audience(int capacity, Duration patience, LongSupplier nanoTime) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + ": expected at least 1");
        }
        this.capacity = capacity;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /** One peer's place in the audience. */
    public final class Member {

        private final Peer peer;
        private boolean inFlight;
        private long inFlightSince;
        private String waiting;
        private boolean gone;

        private Member(Peer peer) {
            this.peer = peer;
        }

        /** Sends the message now, or, while another is in flight, after that one unless a newer one comes first. */
        public void offer(String message) {
            synchronized (this) {
                if (gone) {
                    return;
                }
                if (inFlight) {
                    if (waiting != null) {
                        superseded.increment();
                    }
                    waiting = message;
                    return;
                }
                inFlight = true;
                inFlightSince = nanoTime.getAsLong();
            }
            transmit(message);
        }

        private void transmit(String message) {
            CompletionStage<Void> sending;
            try {
                sending = peer.send(message);
            } catch (RuntimeException e) {
                sending = CompletableFuture.failedFuture(e);
            }
            sending.whenComplete((done, failure) -> {
                (failure == null ? sent : failed).increment();
                String next;
                synchronized (this) {
                    next = gone ? null : waiting;
                    waiting = null;
                    inFlight = next != null;
                    inFlightSince = nanoTime.getAsLong();
                }
                if (next != null) {
                    transmit(next);
                }
            });
        }

        private synchronized boolean isIdle() {
            return !inFlight;
        }

        private synchronized boolean isStuck(long now) {
            return inFlight && !gone && now - inFlightSince > patience.toNanos();
        }

        private synchronized void forget() {
            gone = true;
            if (waiting != null) {
                superseded.increment();
                waiting = null;
            }
        }
    }

    /**
     * Takes a peer in.
     *
     * @return empty if the audience is full; the caller then closes the peer with {@link #TRY_AGAIN_LATER}
     */
    public Optional<Member> join(Peer peer) {
        if (size.incrementAndGet() > capacity) {
            size.decrementAndGet();
            refused.increment();
            return Optional.empty();
        }
        Member member = new Member(peer);
        members.add(member);
        return Optional.of(member);
    }

    /** Lets a peer go whose socket is closed. Doing so again has no effect. */
    public void leave(Member member) {
        member.forget();
        if (members.remove(member)) {
            size.decrementAndGet();
        }
    }

    /** Offers the message to every peer. */
    public void broadcast(String message) {
        members.forEach(member -> member.offer(message));
    }

    /** Offers the message to those peers that have nothing in flight: a sign of life never displaces news. */
    public void broadcastToIdle(String message) {
        for (Member member : members) {
            if (member.isIdle()) {
                member.offer(message);
            }
        }
    }

    /** Closes the peers whose message has been in flight for longer than the patience. To be called regularly. */
    public void closeStuck() {
        long now = nanoTime.getAsLong();
        for (Member member : members) {
            if (member.isStuck(now)) {
                closedAsStuck.increment();
                leave(member);
                close(member, POLICY_VIOLATION, "too slow: took no message for " + patience.toSeconds() + " s");
            }
        }
    }

    /**
     * Closes every peer because the service stops, and waits until each closing handshake has been started, but no longer
     * than two seconds: what is not closed by then, the end of the process closes.
     */
    public void closeAll() {
        CompletableFuture.allOf(members.stream()
                        .map(member -> {
                            leave(member);
                            return close(member, GOING_AWAY, "the service stops");
                        })
                        .toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, SECONDS_TO_SAY_GOODBYE, TimeUnit.SECONDS)
                .join();
    }

    private static CompletableFuture<Void> close(Member member, int code, String reason) {
        try {
            // A peer that is gone already is as closed as it can be.
            return member.peer.close(code, reason).toCompletableFuture().exceptionally(failure -> null);
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Whether the next peer would be refused. */
    public boolean isFull() {
        return size.get() >= capacity;
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

    /** Messages that left for the network. */
    public long sent() {
        return sent.sum();
    }

    /** Messages that were replaced by newer ones, or dropped with their peer, before they could be sent. */
    public long superseded() {
        return superseded.sum();
    }

    /** Messages whose sending failed, mostly because the peer had just gone. */
    public long failed() {
        return failed.sum();
    }

    /** Peers closed because they took nothing for longer than the patience. */
    public long closedAsStuck() {
        return closedAsStuck.sum();
    }

    /** Peers refused because the audience was full. */
    public long refused() {
        return refused.sum();
    }
}
