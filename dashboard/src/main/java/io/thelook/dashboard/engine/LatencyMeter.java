package io.thelook.dashboard.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Measures the time from a record's creation until it is sent to the viewers, as the histogram {@code thelook.latency}.
 * Belongs to the engine's thread, except {@link #bindTo}.
 */
public final class LatencyMeter implements MeterBinder {

    /** Maximum number of records measured between two pushes; more are ignored. */
    private static final int MOST_WAITING = 4_096;

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(300),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final long[] waiting = new long[MOST_WAITING];
    private int waitingNumber;
    private volatile Timer timer;

    /**
     * Adds a record that has arrived.
     *
     * @param createdAt creation time by our clock, in milliseconds since the epoch
     */
    void add(long createdAt) {
        if (waitingNumber < MOST_WAITING) {
            waiting[waitingNumber++] = createdAt;
        }
    }

    /**
     * Records the latencies of the records added since the last call, which are being sent.
     *
     * @param now time by our clock, in milliseconds since the epoch
     */
    void sent(long now) {
        Timer known = timer;
        if (known != null) {
            Arrays.stream(waiting, 0, waitingNumber)
                    .forEach(createdAt -> known.record(Math.max(0, now - createdAt), TimeUnit.MILLISECONDS));
        }
        waitingNumber = 0;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        timer = Timer.builder("thelook.latency")
                .description("Time from a record's creation until it is sent to the viewers")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
