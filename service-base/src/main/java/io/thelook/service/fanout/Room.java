package io.thelook.service.fanout;

import java.util.Optional;

/** How much of large messages may be in flight at a time. */
public final class Room {

    private static final int MEGABYTE = 1_000_000;

    /** A message in flight takes up to twice its length, beside what else the heap is for. */
    private static final int PART_OF_HEAP = 8;

    private Room() {}

    /**
     * So many characters.
     *
     * @param megabytes what the operator has set; if nothing, an eighth of the heap
     */
    public static long of(Optional<Integer> megabytes) {
        return megabytes
                .map(number -> (long) number * MEGABYTE)
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }
}
