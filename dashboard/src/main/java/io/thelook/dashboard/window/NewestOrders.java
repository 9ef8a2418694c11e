package io.thelook.dashboard.window;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which orders are probably the newest of those that a filter lets through, so that nobody has to look for them among those
 * that it does not.
 *
 * <p>Every order with an item later than the {@link #floor} is among the {@linkplain #candidates candidates}. Some may have gone
 * since, which is for the reader to find out; one that finds too few looks through the window, and {@linkplain #restart
 * starts anew} with what it finds. Not thread-safe.
 */
final class NewestOrders {

    /** So many orders are kept when there are too many. */
    static final int KEPT = 32;

    private static final int CAPACITY = 256;

    private final int[] order = new int[CAPACITY];
    private final long[] createdAt = new long[CAPACITY];
    private int size;
    private long floor = Long.MIN_VALUE;

    /** An item of an order has come. */
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

    /** No order with an item later than this is missing. */
    long floor() {
        return floor;
    }

    /** Forgets everything; what was before the new floor is not looked at any more. */
    void restart(long newFloor) {
        size = 0;
        floor = newFloor;
    }
}
