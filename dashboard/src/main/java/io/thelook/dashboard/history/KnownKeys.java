package io.thelook.dashboard.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Tells which items the store may have, without asking it: a Bloom filter for each day of event time (UTC).
 *
 * <p>A key that was added is always found in its day. Of other keys, about one in 1,700 is found by mistake in the
 * filter of a day: (1 - e<sup>-8/16</sup>)<sup>8</sup>, with eight bits set of the 16 that each key has room for. A
 * mistake costs a look into the store. A million keys take 2 to 4 MB. Not thread-safe.
 */
final class KnownKeys {

    static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final NavigableMap<Long, List<Filter>> days = new TreeMap<>();

    /** The number of the day (UTC) of a time. */
    static long day(long time) {
        return Math.floorDiv(time, DAY_MILLIS);
    }

    /** Adds the key of an item. */
    void add(long createdAt, long key) {
        List<Filter> filters = days.computeIfAbsent(day(createdAt), unseen -> new ArrayList<>());
        Filter last = filters.isEmpty() ? null : filters.get(filters.size() - 1);
        if (last == null || last.isFull()) {
            last = new Filter(last == null ? Filter.LEAST_BITS : Math.min(Filter.MOST_BITS, last.bits() * 2));
            filters.add(last);
        }
        last.add(key);
    }

    /** The days in which the item of this key may be; empty if the store does not have it. */
    List<Long> daysOf(long key) {
        List<Long> found = List.of();
        for (var day : days.entrySet()) {
            for (Filter filter : day.getValue()) {
                if (filter.mayHave(key)) {
                    found = found.isEmpty() ? new ArrayList<>() : found;
                    found.add(day.getKey());
                    break;
                }
            }
        }
        return found;
    }

    /** Forgets the days before that of a time. */
    void forgetBefore(long time) {
        days.headMap(day(time)).clear();
    }

    private static final class Filter {

        static final int LEAST_BITS = 1 << 16;
        static final int MOST_BITS = 1 << 24;
        private static final int BITS_OF_A_KEY = 16;
        private static final int HASHES = 8;

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
