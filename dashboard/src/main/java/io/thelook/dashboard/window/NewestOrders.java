package io.thelook.dashboard.window;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Tracks which orders that pass a filter are probably the newest, so that a reader need not search records that do not
 * pass it.
 *
 * <p>Every order with an item later than the {@link #floor} is among the {@linkplain #candidates candidates}. Some
 * candidates may have left since, so the reader has to check them. A reader that finds too few searches the window, and
 * {@linkplain #restart restarts} this with the result. Not thread-safe.
 */
final class NewestOrders {

    /** Number of orders to keep when there are too many. */
    static final int KEPT = 32;

    private static final int CAPACITY = 256;

    private final int[] order = new int[CAPACITY];
    private final long[] createdAt = new long[CAPACITY];
    private int size;
    private long floor = Long.MIN_VALUE;

    /** Adds an item of an order. */
    void add(int number, long time) {
        if (time < floor) {
            return;
        }
        if (size > 0 && order[size - 1] == number) {
            createdAt[size - 1] = Math.max(createdAt[size - 1], time);
            return;
        }
        if (size == CAPACITY) {
            compact();
        }
        order[size] = number;
        createdAt[size++] = time;
    }

    private void compact() {
        int[] newestFirst = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> createdAt[i]).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        int[] keptOrder = new int[KEPT];
        long[] keptTime = new long[KEPT];
        Set<Integer> seen = new HashSet<>();
        int kept = 0;
        for (int i : newestFirst) {
            if (!seen.add(order[i])) {
                continue;
            }
            if (kept == KEPT) {
                floor = keptTime[KEPT - 1];
                break;
            }
            keptOrder[kept] = order[i];
            keptTime[kept++] = createdAt[i];
        }
        System.arraycopy(keptOrder, 0, order, 0, kept);
        System.arraycopy(keptTime, 0, createdAt, 0, kept);
        size = kept;
    }

    /** The numbers of the orders that may be the newest. */
    Set<Integer> candidates() {
        Set<Integer> candidates = new LinkedHashSet<>();
        Arrays.stream(order, 0, size).forEach(candidates::add);
        return candidates;
    }

    /** The candidates include every order with an item later than this. */
    long floor() {
        return floor;
    }

    /** Forgets all orders. Ignores items earlier than the new floor from now on. */
    void restart(long newFloor) {
        size = 0;
        floor = newFloor;
    }
}
