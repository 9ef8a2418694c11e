package io.thelook.dashboard.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Knows which items the store may have, without a query: a Bloom filter for each day of event time (UTC).
 *
 * <p>A day has several filters, each four times as large as the one before. A key that was added is always found in its
 * day. Of other keys, about one in 70,000 is found by mistake in a full filter: (1 - e<sup>-12/24</sup>)<sup>12</sup>,
 * with twelve bits set of the 24 that each key has room for. A mistake costs a lookup in that day of the store. A
 * million keys take 3 to 6 MB. Not thread-safe.
 */
final class KnownKeys {

    static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final NavigableMap<Long, List<Filter>> days = new TreeMap<>();

    /** The number of the day (UTC) of a time. */
    static long day(long time) {
        return Math.floorDiv(time, DAY_MILLIS);
    }

    /** Adds the key of an item, unless it seems to be there already. */
    void add(long createdAt, long key) {
        List<Filter> filters = days.computeIfAbsent(day(createdAt), unseen -> new ArrayList<>());
        if (isIn(filters, key)) {
            return;
        }
        Filter last = filters.isEmpty() ? null : filters.get(filters.size() - 1);
        if (last == null || last.isFull()) {
            last = new Filter(
                    last == null ? Filter.LEAST_BITS : Math.min(Filter.MOST_BITS, last.bits() * Filter.GROWTH));
            filters.add(last);
        }
        last.add(key);
    }

    /** The days in which the item of this key may be; empty if the store does not have it. */
    List<Long> daysOf(long key) {
        List<Long> found = List.of();
        for (var day : days.entrySet()) {
            if (isIn(day.getValue(), key)) {
                found = found.isEmpty() ? new ArrayList<>() : found;
                found.add(day.getKey());
            }
        }
        return found;
    }

    private static boolean isIn(List<Filter> filters, long key) {
        for (Filter filter : filters) {
            if (filter.mayHave(key)) {
                return true;
            }
        }
        return false;
    }

    /** Forgets the days before that of a time. */
    void forgetBefore(long time) {
        days.headMap(day(time)).clear();
    }

    /** The bits of all filters. */
    long bits() {
        return days.values().stream()
                .flatMap(List::stream)
                .mapToLong(Filter::bits)
                .sum();
    }

    private static final class Filter {

        static final int LEAST_BITS = 1 << 17;
        static final int MOST_BITS = 1 << 24;
        static final int GROWTH = 4;
        private static final int BITS_OF_A_KEY = 24;
        private static final int HASHES = 12;

        private final long[] words;
        private int keys;

        /** @param bits a power of two */
        Filter(int bits) {
            words = new long[bits / Long.SIZE];
        }

        int bits() {
            return words.length * Long.SIZE;
        }

        boolean isFull() {
            return keys >= bits() / BITS_OF_A_KEY;
        }

        void add(long key) {
            keys++;
            for (int i = 0; i < HASHES; i++) {
                int bit = bit(key, i);
                words[bit >>> 6] |= 1L << bit;
            }
        }

        boolean mayHave(long key) {
            for (int i = 0; i < HASHES; i++) {
                int bit = bit(key, i);
                if ((words[bit >>> 6] & 1L << bit) == 0) {
                    return false;
                }
            }
            return true;
        }

        /** One of the bits of a key, by double hashing: the key is a good hash, so its halves are independent. */
        private int bit(long key, int i) {
            int step = (int) (key >>> 32) | 1;
            return ((int) key + i * step) & bits() - 1;
        }
    }
}
