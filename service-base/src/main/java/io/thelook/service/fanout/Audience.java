package io.thelook.service.fanout;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A bounded set of peers that receive messages, each at its own pace.
 *
 * <p>A peer has at most one message in flight. What waits behind it depends on what it is sent:
 *
 * <ul>
 *   <li>of messages that are complete in themselves ({@link Group#broadcast}), the newest, which replaces the one that waited
 *       (conflation);
 *   <li>of messages that build on each other ({@link Group#append}), a few in their order. Who falls behind further loses
 *       them, gets nothing more of the kind, and is given a complete message instead when it is ready for one
 *       ({@link Group#catchUp}).
 * </ul>
 *
 * So a slow peer sees less, costs no memory that grows, and delays nobody. Of large messages only so much is in flight at a
 * time, because each peer's takes memory of its own then; peers wait in turn for room, longest of all behind peers that do not
 * read. A peer that does not take the message in flight
 * within the patience is closed by {@link #closeStuck}.
 *
 * <p>A peer belongs to one {@link Group} at a time: those that get the same messages. A group is served lane by lane; a lane
 * is the thread that its peers' sockets belong to, so that a message costs one hand-over for each thread, not for each peer,
 * and what a peer is sent arrives in the order in which it was said.
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

    /** Up to this length a message does not wait for room. */
    private static final int SMALL = 1 << 16;

    /** How many messages that are for one peer alone may wait. */
    private static final int MOST_REMARKS = 4;

    private final int capacity;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final long room;
    private final AtomicLong taken = new AtomicLong();
    private final Queue<Member> inLine = new ConcurrentLinkedQueue<>();
    private final Set<Member> members = ConcurrentHashMap.newKeySet();
    private final AtomicInteger size = new AtomicInteger();
    private final LongAdder sent = new LongAdder();
    private final LongAdder superseded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder closedAsStuck = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile boolean closed;

    /**
     * @param capacity the most peers at a time, at least 1
     * @param patience how long a message may stay in flight
     * @param room how many characters of large messages may be in flight at a time; one message always may
     * @param nanoTime as {@link System#nanoTime}
     */
    public Audience(int capacity, Duration patience, long room, LongSupplier nanoTime) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + ": expected at least 1");
        }
        this.capacity = capacity;
        this.patience = patience;
        this.room = room;
        this.nanoTime = nanoTime;
    }

    /** One peer's place in the audience. */
    public final class Member {

        private final Peer peer;
        private final Executor lane;
        private final Deque<String> waiting = new ArrayDeque<>(1);
        private boolean inFlight;
        private long inFlightSince;

        /** What is to be sent once there is room for it. */
        private String held;

        private boolean behind;
        private boolean gone;
        private Group group;

        private Member(Peer peer, Executor lane) {
            this.peer = peer;
            this.lane = lane;
        }

        /** Sends the message now, or, while another is in flight, after that one unless a newer one comes first. */
        public void offer(String message) {
            lane.execute(() -> deliver(message, 1, true));
        }

        /** Sends the message after what waits already; what is offered later may still take its place. */
        public void append(String message) {
            lane.execute(() -> deliver(message, MOST_REMARKS, false));
        }

        /** Sends the message if nothing is in flight; otherwise it is forgotten. */
        public void offerIfIdle(String message) {
            lane.execute(() -> deliverIfIdle(message));
        }

        private void deliverIfIdle(String message) {
            if (isIdle()) {
                deliver(message, 1, false);
            }
        }

        /** The peer has missed something: it gets nothing of what builds on it until it has {@linkplain Group#catchUp caught up}. */
        public synchronized void fallBehind() {
            behind = true;
            if (group != null) {
                group.someAreBehind = true;
            }
            superseded.add(waiting.size());
            waiting.clear();
        }

        private synchronized boolean isBehind() {
            return behind && !gone;
        }

        /** Moves the peer from the group in which it is into another; {@code null}: into none. */
        public void enter(Group next) {
            synchronized (this) {
                if (gone) {
                    next = null;
                }
                if (group == next) {
                    return;
                }
                if (group != null) {
                    group.remove(this);
                }
                group = next;
                if (next != null) {
                    next.add(this);
                    if (behind) {
                        next.someAreBehind = true;
                    }
                }
            }
        }

        /**
         * @param most how many messages may wait
         * @param complete whether the message replaces those that wait; otherwise it follows them
         */
        private void deliver(String message, int most, boolean complete) {
            synchronized (this) {
                if (gone || behind && !complete) {
                    return;
                }
                behind = false;
                if (inFlight) {
                    if (complete) {
                        superseded.add(waiting.size());
                        waiting.clear();
                    } else if (waiting.size() == most) {
                        superseded.increment();
                        fallBehind();
                        return;
                    }
                    waiting.addLast(message);
                    return;
                }
                inFlight = true;
                inFlightSince = nanoTime.getAsLong();
            }
            transmit(message);
        }

        private void transmit(String message) {
            if (takeRoom(message)) {
                send(message);
            } else {
                synchronized (this) {
                    held = message;
                }
                inLine.add(this);
                // Room may have been made while this one was not yet in line.
                nextInLine();
            }
        }

        /** It is this peer's turn to ask for room. */
        private void resume() {
            String message;
            synchronized (this) {
                message = held;
                if (gone) {
                    held = null;
                }
            }
            if (isGone()) {
                superseded.increment();
                nextInLine();
            } else if (takeRoom(message)) {
                synchronized (this) {
                    held = null;
                    inFlightSince = nanoTime.getAsLong();
                }
                send(message);
                nextInLine();
            } else {
                inLine.add(this);
            }
        }

        private synchronized boolean isGone() {
            return gone;
        }

        private void send(String message) {
            CompletionStage<Void> sending;
            try {
                sending = peer.send(message);
            } catch (RuntimeException e) {
                sending = CompletableFuture.failedFuture(e);
            }
            sending.whenComplete((done, failure) -> {
                (failure == null ? sent : failed).increment();
                makeRoom(message);
                String next;
                synchronized (this) {
                    next = gone ? null : waiting.pollFirst();
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
            return inFlight && held == null && !gone && now - inFlightSince > patience.toNanos();
        }

        private void forget() {
            synchronized (this) {
                gone = true;
                superseded.add(waiting.size());
                waiting.clear();
            }
            enter(null);
        }
    }

    private boolean takeRoom(String message) {
        int length = message.length();
        if (length <= SMALL) {
            return true;
        }
        long together = taken.addAndGet(length);
        if (together <= room || together == length) {
            return true;
        }
        taken.addAndGet(-length);
        return false;
    }

    private void makeRoom(String message) {
        if (message.length() > SMALL) {
            taken.addAndGet(-message.length());
            nextInLine();
        }
    }

    private void nextInLine() {
        Member next = inLine.poll();
        if (next != null) {
            next.lane.execute(next::resume);
        }
    }

    /** Peers that get the same messages. */
    public final class Group {

        private final Map<Executor, Set<Member>> lanes = new ConcurrentHashMap<>();
        private final AtomicInteger size = new AtomicInteger();

        /** False only if none is: then there is no need to look at each. */
        private volatile boolean someAreBehind;

        private Group() {}

        private void add(Member member) {
            lanes.computeIfAbsent(member.lane, unseen -> ConcurrentHashMap.newKeySet())
                    .add(member);
            size.incrementAndGet();
        }

        private void remove(Member member) {
            lanes.get(member.lane).remove(member);
            size.decrementAndGet();
        }

        /** How many peers are in it. */
        public int size() {
            return size.get();
        }

        /**
         * Offers a message that is complete in itself to every peer.
         *
         * @return completes when each has been served
         */
        public CompletableFuture<Void> broadcast(String message) {
            return onEach(member -> member.deliver(message, 1, true));
        }

        /** Offers the message to those peers that have nothing in flight: a sign of life never displaces news. */
        public CompletableFuture<Void> broadcastToIdle(String message) {
            return onEach(member -> member.deliverIfIdle(message));
        }

        /**
         * Offers a message that builds on the one before it to every peer that has not missed any.
         *
         * @param most how many may wait for one peer, at least 1
         * @return completes when each has been served
         */
        public CompletableFuture<Void> append(String message, int most) {
            return onEach(member -> member.deliver(message, most, false));
        }

        /** Every peer has missed something. */
        public void allFallBehind() {
            lanes.values().forEach(members -> members.forEach(Member::fallBehind));
        }

        /**
         * Gives a complete message to each peer that has missed something and is ready for it.
         *
         * @param complete asked for once, and only if somebody needs it
         * @return completes when each has been served
         */
        public CompletableFuture<Void> catchUp(Supplier<String> complete) {
            if (!someAreBehind) {
                return CompletableFuture.completedFuture(null);
            }
            someAreBehind = false;
            List<Member> behind = lanes.values().stream()
                    .flatMap(Set::stream)
                    .filter(Member::isBehind)
                    .toList();
            List<Member> ready = behind.stream().filter(Member::isIdle).toList();
            if (!behind.isEmpty()) {
                // Even who is ready has caught up only once it has been served.
                someAreBehind = true;
            }
            if (ready.isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            String message = complete.get();
            return CompletableFuture.allOf(ready.stream()
                    .map(member -> CompletableFuture.runAsync(() -> member.deliver(message, 1, true), member.lane))
                    .toArray(CompletableFuture<?>[]::new));
        }

        private CompletableFuture<Void> onEach(Consumer<Member> action) {
            return CompletableFuture.allOf(lanes.entrySet().stream()
                    .filter(lane -> !lane.getValue().isEmpty())
                    .map(lane ->
                            CompletableFuture.runAsync(() -> lane.getValue().forEach(action), lane.getKey()))
                    .toArray(CompletableFuture<?>[]::new));
        }
    }

    /** A new group, without peers. */
    public Group newGroup() {
        return new Group();
    }

    /**
     * Takes a peer in; it is in no group yet.
     *
     * @param lane runs what is to be done with the peer, one after the other: the thread that its socket belongs to
     * @return empty if the audience is full or closed; the caller then closes the peer with {@link #TRY_AGAIN_LATER}
     */
    public Optional<Member> join(Peer peer, Executor lane) {
        if (size.incrementAndGet() > capacity) {
            size.decrementAndGet();
            refused.increment();
            return Optional.empty();
        }
        Member member = new Member(peer, lane);
        members.add(member);
        if (closed) {
            leave(member);
            refused.increment();
            return Optional.empty();
        }
        return Optional.of(member);
    }

    /** Lets a peer go whose socket is closed. Doing so again has no effect. */
    public void leave(Member member) {
        member.forget();
        if (members.remove(member)) {
            size.decrementAndGet();
        }
    }

    /** Closes the peers whose message has been in flight for longer than the patience. To be called regularly. */
    public void closeStuck() {
        nextInLine();
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
     * Takes no peer in any more, closes every peer because the service stops, and waits until each closing handshake has been started, but no longer
     * than two seconds: what is not closed by then, the end of the process closes.
     */
    public void closeAll() {
        closed = true;
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
        return taken.get();
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

    /** Peers refused because the audience was full or closed. */
    public long refused() {
        return refused.sum();
    }
}
