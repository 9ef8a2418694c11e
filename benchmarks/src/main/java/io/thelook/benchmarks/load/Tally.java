package io.thelook.benchmarks.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counts for the connections of one event loop. Confined to that loop: the harness also reads it there. */
final class Tally {

    private static final long LONGEST_MILLIS = 3_600_000;

    final Histogram latency = new Histogram(LONGEST_MILLIS, 3);
    final Histogram interval = new Histogram(LONGEST_MILLIS, 3);
    final Map<String, Integer> failures = new TreeMap<>();
    final Map<String, Integer> closes = new TreeMap<>();
    boolean counting;
    int open;
    long messages;
    long updates;
    long bytes;
    long skipped;
    long future;

    void add(Tally other) {
        latency.add(other.latency);
        interval.add(other.interval);
        other.failures.forEach((reason, number) -> failures.merge(reason, number, Integer::sum));
        other.closes.forEach((reason, number) -> closes.merge(reason, number, Integer::sum));
        open += other.open;
        messages += other.messages;
        updates += other.updates;
        bytes += other.bytes;
        skipped += other.skipped;
        future += other.future;
    }

    void recordLatency(long millis) {
        if (millis < 0) {
            future++;
        } else {
            latency.recordValue(Math.min(millis, LONGEST_MILLIS));
        }
    }

    void recordInterval(long millis) {
        interval.recordValue(Math.min(Math.max(0, millis), LONGEST_MILLIS));
    }
}
