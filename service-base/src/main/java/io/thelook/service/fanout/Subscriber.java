package io.thelook.service.fanout;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A peer's place in an {@link Audience}: the queue of the messages that it is to get. {@link Audience} says what may wait in it.
 * Thread-safe.
 */
public final class Subscriber {

    /** How many messages that are for one peer alone may wait. */
    private static final int MOST_REMARKS = 4;

    private final Audience audience;
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

    Subscriber(Audience audience, Peer peer, Executor lane) {
        this.audience = audience;
        this.peer = peer;
        this.lane = lane;
    }

    Peer peer() {
        return peer;
    }

    Executor lane() {
        return lane;
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

    void deliverIfIdle(String message) {
        if (isIdle()) {
            deliver(message, 1, false);
        }
    }

    /** The peer has missed something: it gets nothing of what builds on it until it has {@linkplain Group#catchUp caught up}. */
    public synchronized void fallBehind() {
        behind = true;
        if (group != null) {
            group.someAreBehind();
        }
        dropWaiting();
    }

    private void dropWaiting() {
        audience.deliveries().superseded.add(waiting.size());
        waiting.clear();
    }

    synchronized boolean isBehind() {
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
                    next.someAreBehind();
                }
            }
        }
    }

    /**
     * Sends the message, or lets it wait. Called on the lane.
     *
     * @param most how many messages may wait
     * @param complete whether the message replaces those that wait; otherwise it follows them
     */
    void deliver(String message, int most, boolean complete) {
        synchronized (this) {
            if (gone || behind && !complete) {
                return;
            }
            behind = false;
            if (inFlight) {
                if (complete) {
                    dropWaiting();
                } else if (waiting.size() == most) {
                    audience.deliveries().superseded.increment();
                    fallBehind();
                    return;
                }
                waiting.addLast(message);
                return;
            }
            inFlight = true;
            inFlightSince = audience.nanoTime();
        }
        transmit(message);
    }

    private void transmit(String message) {
        if (audience.room().take(message)) {
            send(message);
        } else {
            synchronized (this) {
                held = message;
            }
            audience.room().waitInLine(this);
            // Room may have been made while this one was not yet in line.
            audience.room().callNext();
        }
    }

    /** It is this subscriber's turn to ask for room. */
    void resume() {
        String message;
        synchronized (this) {
            message = held;
            if (gone) {
                held = null;
            }
        }
        if (isGone()) {
            audience.deliveries().superseded.increment();
            audience.room().callNext();
        } else if (audience.room().take(message)) {
            synchronized (this) {
                held = null;
                inFlightSince = audience.nanoTime();
            }
            send(message);
            audience.room().callNext();
        } else {
            audience.room().waitInLine(this);
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
        sending.whenComplete((done, failure) -> finish(message, failure));
    }

    private void finish(String message, Throwable failure) {
        Deliveries deliveries = audience.deliveries();
        (failure == null ? deliveries.sent : deliveries.failed).increment();
        audience.room().giveBack(message);
        String next;
        synchronized (this) {
            next = gone ? null : waiting.pollFirst();
            inFlight = next != null;
            inFlightSince = audience.nanoTime();
        }
        if (next != null) {
            transmit(next);
        }
    }

    synchronized boolean isIdle() {
        return !inFlight;
    }

    /** Whether a message has been in flight for longer than the patience; waiting for room does not count. */
    synchronized boolean isStuck(long now, long patienceNanos) {
        return inFlight && held == null && !gone && now - inFlightSince > patienceNanos;
    }

    /** Sends nothing more. */
    void forget() {
        synchronized (this) {
            gone = true;
            dropWaiting();
        }
        enter(null);
    }
}
