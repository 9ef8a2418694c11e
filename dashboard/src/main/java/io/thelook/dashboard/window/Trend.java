package io.thelook.dashboard.window;

import java.util.HashMap;
import java.util.Map;

/**
 * Sales over time: the sums of the records in buckets of event time. An order counts in the bucket of the item with
 * which it was added. Not thread-safe.
 */
public final class Trend {

    /**
     * Numbers of buckets that may be combined into one point, to limit the number of points. They suffice for days of 5
     * s buckets.
     */
    private static final int[] TOGETHER = {1, 2, 3, 6, 12, 24, 60, 120, 360, 720, 1_440};

    private final long bucketMillis;
    private final Map<Long, Bucket> buckets = new HashMap<>();
    private Bucket latest;
    private Bucket leaving;

    private static final class Bucket {
        private final long number;
        private final RunningSums sums = new RunningSums();

        private Bucket(long number) {
            this.number = number;
        }
    }

    Trend(Query query) {
        this.bucketMillis = switch (query.minutes()) {
            case 1 -> 2_000;
            case 15 -> 15_000;
            default -> 5_000;
        };
    }

    /**
     * The points of a line.
     *
     * @param from start of the first bucket, in the feed's time, in milliseconds since the epoch
     * @param stepMillis length of a bucket; the last one may still be filling
     * @param points the sums of each bucket, in order
     */
    public record Line(long from, long stepMillis, Sums[] points) {

        /** The sums of all points. */
        public Sums total() {
            RunningSums total = new RunningSums();
            for (Sums point : points) {
                total.add(point);
            }
            return total.get();
        }
    }

    /** The number of the bucket of a time. */
    long bucketOf(long createdAt) {
        return Math.floorDiv(createdAt, bucketMillis);
    }

    void accumulate(Columns columns, int row) {
        coming(bucketOf(columns.createdAt[row])).sums.accumulate(columns, row);
    }

    /**
     * Finds the bucket of a new record. Records arrive one after the other, so it is mostly the bucket of the previous
     * one.
     */
    private Bucket coming(long number) {
        if (latest == null || latest.number != number) {
            latest = buckets.computeIfAbsent(number, Bucket::new);
        }
        return latest;
    }

    /** Finds the bucket of a record that leaves, which is mostly the bucket of the previous one, too. */
    private Bucket going(long number) {
        if (leaving == null || leaving.number != number) {
            leaving = buckets.get(number);
        }
        return leaving;
    }

    void deduct(Columns columns, int row) {
        Bucket bucket = going(bucketOf(columns.createdAt[row]));
        bucket.sums.deduct(columns, row);
        removeIfEmpty(bucket);
    }

    void addOrder(long number) {
        coming(number).sums.addOrder();
    }

    void removeOrder(long number) {
        Bucket bucket = going(number);
        bucket.sums.removeOrder();
        removeIfEmpty(bucket);
    }

    private void removeIfEmpty(Bucket bucket) {
        if (bucket.sums.isEmpty()) {
            buckets.remove(bucket.number);
            latest = leaving = null;
        }
    }

    /**
     * The line from one time to another.
     *
     * @param most maximum number of points; buckets are combined until there are no more
     */
    Line line(long from, long to, int most) {
        long first = bucketOf(from);
        long last = bucketOf(Math.max(from, to));
        int together = TOGETHER[TOGETHER.length - 1];
        for (int candidate : TOGETHER) {
            if (Math.floorDiv(last, candidate) - Math.floorDiv(first, candidate) < most) {
                together = candidate;
                break;
            }
        }
        long firstPoint = Math.floorDiv(first, together);
        int count = (int) Math.min(most, Math.floorDiv(last, together) - firstPoint + 1);
        Sums[] points = new Sums[count];
        for (int i = 0; i < count; i++) {
            points[i] = sum((firstPoint + i) * together, together);
        }
        return new Line(firstPoint * together * bucketMillis, together * bucketMillis, points);
    }

    private Sums sum(long number, int count) {
        RunningSums sum = new RunningSums();
        for (long i = number; i < number + count; i++) {
            Bucket bucket = buckets.get(i);
            if (bucket != null) {
                sum.add(bucket.sums.get());
            }
        }
        return sum.get();
    }
}
