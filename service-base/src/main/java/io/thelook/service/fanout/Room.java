package io.thelook.service.fanout;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits how much of large messages is in flight at a time: each peer's takes memory of its own then. Subscribers wait in line
 * for room. One message always has room, whatever its length. Thread-safe.
 */
public final class Room {

    /** Up to this many characters a message does not wait for room. */
    private static final int SMALL = 1 << 16;

    private static final int MEGABYTE = 1_000_000;

    /** A message in flight takes up to twice its length, beside what else the heap is for. */
    private static final int PART_OF_HEAP = 8;

    private final long limit;
    private final AtomicLong taken = new AtomicLong();
    private final Queue<Subscriber> line = new ConcurrentLinkedQueue<>();

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

    /** Characters of large messages that are in flight. */
    long taken() {
        return taken.get();
    }

    /** Takes room for the message if there is enough. */
    boolean take(String message) {
        int length = message.length();
        if (length <= SMALL) {
            return true;
        }
        long together = taken.addAndGet(length);
        if (together <= limit || together == length) {
            return true;
        }
        taken.addAndGet(-length);
        return false;
    }

    /** Gives back the room of a message. */
    void giveBack(String message) {
        if (message.length() > SMALL) {
            taken.addAndGet(-message.length());
            callNext();
        }
    }

    /** Puts a subscriber at the end of the line. */
    void waitInLine(Subscriber subscriber) {
        line.add(subscriber);
    }

    /** Tells the first in line to ask for room. */
    void callNext() {
        Subscriber next = line.poll();
        if (next != null) {
            next.lane().execute(next::resume);
        }
    }
}
