package io.thelook.dashboard.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The time from a record's creation to the moment at which it is sent to the viewers, as the histogram
 * {@code thelook.latency}. Belongs to the engine's thread, but for its meters.
 */
public final class LatencyMeter implements MeterBinder {

    /** Of more records between two views, only so many are looked at. */
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

    /** A record has come in that was created at this moment of our clock. */
    void add(long createdAt) {
        if (waitingNumber < MOST_WAITING) {
            waiting[waitingNumber++] = createdAt;
        }
    }

    /** What has come in is being sent. */
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
                .description("From a record's creation to its being sent to the viewers")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
