package io.thelook.service.fanout;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Limits the total size of large messages in flight, because each peer's copy takes memory of its own. Subscribers wait
 * in line for room and get it in turn. While no large message is in flight, there is room for one of any length.
 * Thread-safe.
 */
public final class Room {

    /** The longest message that needs no room, in characters. */
    private static final int SMALL = 1 << 16;

    private static final int MEGABYTE = 1_000_000;

    /**
     * The default limit is the heap's bytes divided by this. A message in flight takes up to twice its length, and the
     * heap has other uses.
     */
    private static final int PART_OF_HEAP = 8;

    private final long limit;
    private final Deque<Place> line = new ArrayDeque<>();
    private long taken;

    /** A subscriber in line, and the length of its message. */
    private record Place(Subscriber subscriber, int length) {}

    /** @param limit the maximum number of characters of large messages in flight */
    public Room(long limit) {
        this.limit = limit;
    }

    /**
     * Creates a room with the configured limit.
     *
     * @param megabytes the limit in millions of characters; if empty, an eighth of the heap
     */
    public static Room of(Optional<Integer> megabytes) {
        return new Room(megabytes
                .map(number -> (long) number * MEGABYTE)
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
    }

    /** Whether a message needs room. */
    static boolean isNeededBy(Message message) {
        return message.length() > SMALL;
    }

    /** The number of characters of large messages in flight. */
    synchronized long taken() {
        return taken;
    }

    /**
     * Takes room for a message.
     *
     * @param length of the message
     * @return false if there is none now: the subscriber then waits in line, and {@link Subscriber#roomGranted} is
     *     called once room has been taken for it
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

    /** Releases the room of a message that is no longer in flight. */
    void giveBack(int length) {
        synchronized (this) {
            taken -= length;
        }
        serveLine();
    }

    /** Removes a subscriber that no longer waits from the line. */
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
