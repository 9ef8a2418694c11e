package io.thelook.service.fanout;

import java.util.concurrent.Executor;

/**
 * A peer's place in an {@link Audience}: the queue of the messages that it is to get. {@link Audience} says what may wait in it.
 *
 * <p>What is said reaches the queue through the lane, in the order in which it was said. So does what decides about it: a peer that
 * falls behind, or enters a group, is marked at once, so that {@link Group#catchUp} sees it, and again on the lane, behind what was
 * said before and must not count. Thread-safe.
 */
public final class Subscriber {

    /** How many messages may wait when one that is for this peer alone comes. */
    private static final int MOST_REMARKS = 4;

    private final Audience audience;
    private final Peer peer;
    private final Executor lane;
    private final Backlog backlog = new Backlog();
    private boolean inFlight;
    private long inFlightSince;

    /** What is sent once there is room for it. */
    private String held;

    private boolean behind;
    private boolean gone;

    /** The group that has this subscriber in its lists. */
    private Group group;

    /** How often the lane has still to learn that this subscriber entered a group. */
    private int entering;

    /** The same group, once the lane has passed what it said before this subscriber entered. */
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

    /** Sends a complete message: now, or, while another is in flight, after that one unless a newer one comes first. */
    public void offer(String message) {
        lane.execute(() -> deliver(null, message, 0, true));
    }

    /**
     * Sends the message after what waits already; what is offered later may still take its place. A peer that has missed something
     * does not get it.
     */
    public void append(String message) {
        lane.execute(() -> deliver(null, message, MOST_REMARKS, false));
    }

    /** Sends the message if nothing is in flight and the peer has missed nothing; otherwise it is forgotten, and counts nowhere. */
    public void offerIfIdle(String message) {
        lane.execute(() -> deliverIfIdle(null, message));
    }

    /** The peer has missed something: it gets nothing of what builds on it until it gets a complete message. */
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
            dropWaiting();
        }
    }

    /** The group's subscribers have missed something; not those that entered it since. Called on the lane. */
    synchronized void missFrom(Group from) {
        if (from == listensTo) {
            miss();
        }
    }

    private void dropWaiting() {
        audience.deliveries().superseded.add(backlog.clear());
    }

    synchronized boolean isBehind() {
        return behind && !gone;
    }

    /**
     * Moves the peer from the group in which it is into another. It has missed what was said there before: until it gets a complete
     * message, by {@link #offer} or {@link Group#catchUp}, it gets nothing that builds on another.
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

    /** Sends the message if nothing is in flight and the peer has missed nothing. Called on the lane; {@code from} as below. */
    void deliverIfIdle(Group from, String message) {
        synchronized (this) {
            if (gone || behind || inFlight || from != null && from != listensTo) {
                return;
            }
            startFlight();
        }
        transmit(message);
    }

    /**
     * Sends the message, or lets it wait. Called on the lane.
     *
     * @param from the group that says it; nothing happens if it was said before the subscriber entered the group. {@code null}: it
     *     is for this peer alone
     * @param most the queue takes the message if fewer than so many wait; of no meaning if it is complete
     * @param complete whether the message replaces those that wait; otherwise it follows them
     */
    void deliver(Group from, String message, int most, boolean complete) {
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

    private void enqueue(String message, int most, boolean complete) {
        if (complete) {
            audience.deliveries().superseded.add(backlog.replaceBy(message));
        } else if (backlog.size() < most) {
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

    private void transmit(String message) {
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

    /** Room has been taken for what is held; false if it is not needed any more. */
    boolean roomGranted(int length) {
        if (!isHolding()) {
            return false;
        }
        try {
            lane.execute(() -> sendHeld(length));
            return true;
        } catch (Throwable laneHasEnded) {
            // And the socket with it.
            if (takeHeld() != null) {
                audience.deliveries().failed.increment();
            }
            return false;
        }
    }

    private synchronized boolean isHolding() {
        return held != null;
    }

    private synchronized String takeHeld() {
        String message = held;
        held = null;
        inFlightSince = audience.nanoTime();
        return message;
    }

    private void sendHeld(int length) {
        String message = takeHeld();
        if (message != null) {
            send(message);
        } else {
            audience.room().giveBack(length);
        }
    }

    private void send(String message) {
        try {
            peer.send(message).whenComplete((done, failure) -> finish(message, failure == null));
        } catch (Throwable failure) {
            // Even an Error is this peer's affair: those after it are to be served.
            finish(message, false);
        }
    }

    private void finish(String message, boolean well) {
        Deliveries deliveries = audience.deliveries();
        (well ? deliveries.sent : deliveries.failed).increment();
        String next;
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

    /** Sends nothing more. Doing so again has no effect. */
    void dismiss() {
        boolean wasHolding;
        synchronized (this) {
            dropWaiting();
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
