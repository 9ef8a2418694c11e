package io.thelook.service.fanout;

import java.util.concurrent.Executor;

/**
 * A peer in an {@link Audience}, with its queue of messages. {@link Audience} specifies which messages may wait in the
 * queue.
 *
 * <p>Messages reach the queue through the lane, in the order in which they were sent. A peer that falls behind or
 * enters a group is marked twice: at once, so that {@link Group#catchUp} sees it, and again on the lane, because a
 * message sent earlier may have cleared the mark there.
 *
 * <p>Longer than 300 lines because all its states change under one lock. Thread-safe.
 */
public final class Subscriber {

    /** Limit on answers that wait. */
    private static final int MOST_ANSWERS = 4;

    private final Audience audience;
    private final Peer peer;
    private final Executor lane;
    private final Backlog backlog = new Backlog();
    private boolean inFlight;
    private long inFlightSince;

    /** The message that waits for room. */
    private Message held;

    private boolean behind;
    private boolean gone;

    /** The group that lists this subscriber; {@code null} if there is none. */
    private Group group;

    /** The number of calls of {@link #enter} that the lane has not handled yet. */
    private int entering;

    /** The same group, once the lane has handled the messages that the group sent before this subscriber entered. */
    private Group listensTo;

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

    /** Sends a complete message: now, or after the one in flight, unless a newer complete message replaces it first. */
    public void offer(String text) {
        Message message = new Message(text);
        lane.execute(() -> deliver(null, message, 0, true));
    }

    /**
     * Sends a message that answers this peer: after those that already wait, and whatever the peer has missed. No other
     * message replaces it. If too many answers wait, the oldest is dropped.
     */
    public void answer(String text) {
        Message message = new Message(text);
        lane.execute(() -> deliverAnswer(message));
    }

    /** Sends the message if nothing is in flight and the peer has missed nothing; otherwise discards it, uncounted. */
    public void offerIfIdle(String text) {
        Message message = new Message(text);
        lane.execute(() -> deliverIfIdle(null, message));
    }

    /** Marks the peer as behind: it gets no message that builds on another until it gets a complete one. */
    public void fallBehind() {
        miss();
        lane.execute(this::miss);
    }

    synchronized void miss() {
        if (!gone) {
            behind = true;
            if (group != null) {
                group.someAreBehind();
            }
            audience.deliveries().superseded.add(backlog.clearStates());
        }
    }

    /** Marks this subscriber as behind, unless it entered the group after the missed message. Called on the lane. */
    synchronized void missFrom(Group from) {
        if (from == listensTo) {
            miss();
        }
    }

    synchronized boolean isBehind() {
        return behind && !gone;
    }

    /**
     * Moves the peer from its group, if any, into another. The peer has missed the earlier messages there: until it
     * gets a complete message, by {@link #offer} or {@link Group#catchUp}, it gets no message that builds on another.
     */
    public void enter(Group next) {
        synchronized (this) {
            if (gone || group == next) {
                return;
            }
            leaveGroup();
            group = next;
            entering++;
            behind = true;
            next.add(this);
            next.someAreBehind();
        }
        lane.execute(this::listen);
    }

    private synchronized void listen() {
        entering--;
        if (entering == 0 && group != null) {
            listensTo = group;
            behind = true;
            group.someAreBehind();
        }
    }

    private void leaveGroup() {
        if (group != null) {
            group.remove(this);
            group = null;
            listensTo = null;
        }
    }

    /**
     * Sends the message if nothing is in flight and the peer has missed nothing. Called on the lane; {@code from} as in
     * {@link #deliver}.
     */
    void deliverIfIdle(Group from, Message message) {
        synchronized (this) {
            if (gone || behind || inFlight || from != null && from != listensTo) {
                return;
            }
            startFlight();
        }
        transmit(message);
    }

    /**
     * Sends the message, or queues it. Called on the lane.
     *
     * @param from the group that sends the message, which is ignored if it was sent before the subscriber entered the
     *     group; {@code null} if the message is for this peer alone
     * @param most the peer misses the message if this many but answers already wait; unused for a complete message
     * @param complete whether the message replaces those that wait; otherwise it follows them
     */
    void deliver(Group from, Message message, int most, boolean complete) {
        synchronized (this) {
            if (from != null && from != listensTo) {
                return;
            }
            if (gone || behind && !complete) {
                audience.deliveries().superseded.increment();
                return;
            }
            behind = false;
            if (inFlight) {
                enqueue(message, most, complete);
                return;
            }
            startFlight();
        }
        transmit(message);
    }

    private void deliverAnswer(Message message) {
        synchronized (this) {
            if (gone) {
                audience.deliveries().superseded.increment();
                return;
            }
            if (inFlight) {
                audience.deliveries().superseded.add(backlog.addAnswer(message, MOST_ANSWERS));
                return;
            }
            startFlight();
        }
        transmit(message);
    }

    private void enqueue(Message message, int most, boolean complete) {
        if (complete) {
            audience.deliveries().superseded.add(backlog.replaceBy(message));
        } else if (backlog.states() < most) {
            backlog.add(message);
        } else {
            audience.deliveries().superseded.increment();
            miss();
        }
    }

    private void startFlight() {
        inFlight = true;
        inFlightSince = audience.nanoTime();
    }

    private void transmit(Message message) {
        if (!Room.isNeededBy(message)) {
            send(message);
            return;
        }
        synchronized (this) {
            held = message;
        }
        if (audience.room().take(this, message.length())) {
            sendHeld(message.length());
        }
    }

    /** Sends the held message, now that room has been taken for it; false if the room is no longer needed. */
    boolean roomGranted(int length) {
        if (!isHolding()) {
            return false;
        }
        try {
            lane.execute(() -> sendHeld(length));
            return true;
        } catch (Throwable laneHasEnded) {
            // The socket has ended with its lane.
            if (takeHeld() != null) {
                audience.deliveries().failed.increment();
            }
            return false;
        }
    }

    private synchronized boolean isHolding() {
        return held != null;
    }

    private synchronized Message takeHeld() {
        Message message = held;
        held = null;
        inFlightSince = audience.nanoTime();
        return message;
    }

    private void sendHeld(int length) {
        Message message = takeHeld();
        if (message != null) {
            send(message);
        } else {
            audience.room().giveBack(length);
        }
    }

    private void send(Message message) {
        try {
            peer.send(message).whenComplete((done, failure) -> finish(message, failure == null));
        } catch (Throwable failure) {
            // Even an Error must not prevent the next subscribers from being served.
            finish(message, false);
        }
    }

    private void finish(Message message, boolean well) {
        Deliveries deliveries = audience.deliveries();
        (well ? deliveries.sent : deliveries.failed).increment();
        Message next;
        synchronized (this) {
            if (!well && !backlog.beginsComplete()) {
                miss();
            }
            next = backlog.poll();
            inFlight = next != null;
            inFlightSince = audience.nanoTime();
        }
        if (Room.isNeededBy(message)) {
            audience.room().giveBack(message.length());
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

    /** Drops the waiting messages and sends nothing more. Further calls have no effect. */
    void dismiss() {
        boolean wasHolding;
        synchronized (this) {
            audience.deliveries().superseded.add(backlog.clear());
            gone = true;
            leaveGroup();
            wasHolding = held != null;
            held = null;
        }
        if (wasHolding) {
            audience.deliveries().superseded.increment();
            audience.room().leaveLine(this);
        }
    }
}
