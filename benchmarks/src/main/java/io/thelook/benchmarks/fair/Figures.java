package io.thelook.benchmarks.fair;

import org.HdrHistogram.Histogram;

/** Measurements of the viewers, in milliseconds. Thread-safe. */
final class Figures {

    private static final long LONGEST = 3_600_000;

    private final Histogram values = new Histogram(LONGEST, 3);

    synchronized void record(long millis) {
        values.recordValue(Math.max(0, Math.min(LONGEST, millis)));
    }

    synchronized long count() {
        return values.getTotalCount();
    }

    synchronized long at(double percentile) {
        return values.getValueAtPercentile(percentile);
    }

    synchronized long longest() {
        return values.getMaxValue();
    }

    @Override
    public String toString() {
        return String.format("n %6d   p50 %6d   p99 %6d   max %6d", count(), at(50), at(99), longest());
    }
}
