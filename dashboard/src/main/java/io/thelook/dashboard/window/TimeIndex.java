package io.thelook.dashboard.window;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * The rows by their event time, in whatever order they come.
 *
 * <p>A bucket holds the rows of 256 ms in a list. Rows of a span of time are those of its buckets, of which the first and the
 * last are looked through row by row. So adding and removing a row cost no more than finding its bucket, mostly the
 * newest one, and what leaves the window is found without looking at what stays, however much the feed mixes up the
 * order. Not thread-safe.
 */
final class TimeIndex {

    private static final int BUCKET_BITS = 8;

    private final Columns columns;
    private final TreeMap<Long, Bucket> buckets = new TreeMap<>();
    private Bucket latest;
    private Bucket leaving;

    private static final class Bucket {
        private final long number;
        private int first = Columns.NONE;
        private int last = Columns.NONE;

        private Bucket(long number) {
            this.number = number;
        }
    }

    TimeIndex(Columns columns) {
        this.columns = columns;
    }

    /** Where the bucket of that time begins. */
    static long startOfBucket(long createdAt) {
        return createdAt >> BUCKET_BITS << BUCKET_BITS;
    }

    void add(int row) {
        long number = columns.createdAt[row] >> BUCKET_BITS;
        if (latest == null || latest.number != number) {
            latest = buckets.computeIfAbsent(number, Bucket::new);
        }
        columns.previous[row] = latest.last;
        columns.next[row] = Columns.NONE;
        if (latest.last == Columns.NONE) {
            latest.first = row;
        } else {
            columns.next[latest.last] = row;
        }
        latest.last = row;
    }

    void remove(int row) {
        int previous = columns.previous[row];
        int next = columns.next[row];
        if (previous != Columns.NONE) {
            columns.next[previous] = next;
        }
        if (next != Columns.NONE) {
            columns.previous[next] = previous;
        }
        if (previous == Columns.NONE || next == Columns.NONE) {
            Bucket bucket = bucketOf(row);
            if (previous == Columns.NONE) {
                bucket.first = next;
            }
            if (next == Columns.NONE) {
                bucket.last = previous;
            }
            if (bucket.first == Columns.NONE) {
                buckets.remove(bucket.number);
                if (latest == bucket) {
                    latest = null;
                }
                leaving = null;
            }
        }
    }

    /** Rows leave one after the other, and so mostly from the same bucket as the last one. */
    private Bucket bucketOf(int row) {
        long number = columns.createdAt[row] >> BUCKET_BITS;
        if (leaving == null || leaving.number != number) {
            leaving = buckets.get(number);
        }
        return leaving;
    }

    /** The rows with {@code from <= createdAt < to}; the consumer must not change the index. */
    void between(long from, long to, IntConsumer consumer) {
        if (from >= to) {
            return;
        }
        buckets.subMap(from >> BUCKET_BITS, true, to >> BUCKET_BITS, true)
                .values()
                .forEach(bucket -> {
                    for (int row = bucket.first; row != Columns.NONE; row = columns.next[row]) {
                        long createdAt = columns.createdAt[row];
                        if (createdAt >= from && createdAt < to) {
                            consumer.accept(row);
                        }
                    }
                });
    }

    /** The rows with {@code from <= createdAt < to}, the newest first to a quarter of a second, for as long as the consumer wants more. */
    void backwards(long to, long from, IntPredicate consumer) {
        if (from >= to) {
            return;
        }
        for (Bucket bucket : buckets.subMap(from >> BUCKET_BITS, true, to >> BUCKET_BITS, true)
                .descendingMap()
                .values()) {
            for (int row = bucket.last; row != Columns.NONE; row = columns.previous[row]) {
                long createdAt = columns.createdAt[row];
                if (createdAt >= from && createdAt < to && !consumer.test(row)) {
                    return;
                }
            }
        }
    }

    /**
     * Where a span that ends at {@code to} has to begin to hold about so many rows: at the start of a bucket.
     *
     * @return {@link Long#MIN_VALUE} if there are not so many
     */
    long edgeBefore(long to, int rows) {
        int counted = 0;
        for (Bucket bucket :
                buckets.headMap(to >> BUCKET_BITS, true).descendingMap().values()) {
            for (int row = bucket.first; row != Columns.NONE; row = columns.next[row]) {
                counted++;
            }
            long start = bucket.number << BUCKET_BITS;
            if (counted >= rows && start < to) {
                return start;
            }
        }
        return Long.MIN_VALUE;
    }

    /** Gives away the rows with {@code createdAt < to}; the consumer may remove each. */
    void drain(long to, IntConsumer remover) {
        for (Map.Entry<Long, Bucket> oldest = buckets.firstEntry();
                oldest != null && oldest.getKey() <= to >> BUCKET_BITS;
                oldest = buckets.higherEntry(oldest.getKey())) {
            int next;
            for (int row = oldest.getValue().first; row != Columns.NONE; row = next) {
                next = columns.next[row];
                if (columns.createdAt[row] < to) {
                    remover.accept(row);
                }
            }
        }
    }

    /** A row of the oldest bucket. There must be one. */
    int oldest() {
        return buckets.firstEntry().getValue().first;
    }
}
