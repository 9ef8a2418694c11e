package io.thelook.service.fanout;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Limits how much of large messages is in flight at a time: each peer's takes memory of its own then. Subscribers wait in line
 * for room and get it in turn. One message always has room, whatever its length. Thread-safe.
 */
public final class Room {

    /** Up to this many characters a message does not wait for room. */
    private static final int SMALL = 1 << 16;

    private static final int MEGABYTE = 1_000_000;

    /** A message in flight takes up to twice its length, beside what else the heap is for. */
    private static final int PART_OF_HEAP = 8;

    private final long limit;
    private final Deque<Place> line = new ArrayDeque<>();
    private long taken;

    /** A subscriber in line, and the length of the message that it has. */
    private record Place(Subscriber subscriber, int length) {}

    /**
     * @param limit how many characters of large messages may be in flight at a time
     */
    public Room(long limit) {
        this.limit = limit;
    }

    /**
     * Creates a room of the size that is configured.
     *
     * @param megabytes what the operator has set; if nothing, an eighth of the heap
     */
    public static Room of(Optional<Integer> megabytes) {
        return new Room(megabytes
                .map(number -> (long) number * MEGABYTE)
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
    }

    /** Whether a message has to take room at all. */
    static boolean isNeededBy(String message) {
        return message.length() > SMALL;
    }

    /** Characters of large messages that are in flight. */
    synchronized long taken() {
        return taken;
    }

    /**
     * Takes room for a message.
     *
     * @param length of the message
     * @return false if there is none now: the subscriber is in line, and is called by {@link Subscriber#roomGranted} once the
     *     room has been taken for it
     */
    synchronized boolean take(Subscriber subscriber, int length) {
        if (line.isEmpty() && fits(length)) {
            taken += length;
            return true;
        }
        line.addLast(new Place(subscriber, length));
        return false;
    }

    private boolean fits(int length) {
        return taken == 0 || taken + length <= limit;
    }

    /** Gives back the room of a message that is no longer in flight. */
    void giveBack(int length) {
        synchronized (this) {
            taken -= length;
        }
        serveLine();
    }

    /** Takes a subscriber that waits no longer out of the line. */
    void leaveLine(Subscriber subscriber) {
        synchronized (this) {
            line.removeIf(place -> place.subscriber() == subscriber);
        }
        serveLine();
    }

    private void serveLine() {
        for (Place next = pollFitting(); next != null; next = pollFitting()) {
            if (!next.subscriber().roomGranted(next.length())) {
                synchronized (this) {
                    taken -= next.length();
                }
            }
        }
    }

    private synchronized Place pollFitting() {
        if (line.isEmpty() || !fits(line.getFirst().length())) {
            return null;
        }
        Place next = line.pollFirst();
        taken += next.length();
        return next;
    }
}
