package io.thelook.dashboard.window;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * Indexes the rows by event time. Rows may arrive in any order.
 *
 * <p>A bucket holds the rows of 256 ms in a list. The rows of a span of time are in its buckets; only the first and the
 * last bucket can also hold rows outside the span. Adding or removing a row costs no more than finding its bucket,
 * which is mostly the newest one. The rows that leave the window are found without reading those that stay, however
 * much the feed mixes up the order. Not thread-safe.
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

    /** The start of the bucket of that time. */
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

    /**
     * Finds the bucket of a row that leaves. Rows leave one after the other, so it is mostly the bucket of the previous
     * one.
     */
    private Bucket bucketOf(int row) {
        long number = columns.createdAt[row] >> BUCKET_BITS;
        if (leaving == null || leaving.number != number) {
            leaving = buckets.get(number);
        }
        return leaving;
    }

    /** Passes the rows with {@code from <= createdAt < to} to the consumer, which must not change the index. */
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

    /**
     * Passes the rows with {@code from <= createdAt < to} to the consumer, the newest first to a quarter of a second,
     * until it returns {@code false}.
     */
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
     * Where a span that ends at {@code to} has to begin to hold about this many rows. It begins at the start of a
     * bucket.
     *
     * @param rows number of rows
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

    /** Passes the rows with {@code createdAt < to} to the remover, which may remove each. */
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

    /** A row of the oldest bucket. The index must not be empty. */
    int oldest() {
        return buckets.firstEntry().getValue().first;
    }
}
