package io.thelook.dashboard.source;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Learns how long a feed pauses between two messages, over all of its connections. Only pauses within a connection
 * count: one between two connections may be that of the network.
 *
 * <p>A feed may begin with a burst and then speak every ten minutes. Its rhythm is therefore unknown until the feed has
 * been heard for {@link #LEARNING}, and a silence that is shorter than the rest of that time is never too long.
 * Thread-safe.
 */
final class Rhythm {

    static final Duration LEARNING = Duration.ofHours(1);
    static final int PAUSES = 3;

    private final LongAccumulator longestPause = new LongAccumulator(Math::max, 0);
    private final LongAdder heardFor = new LongAdder();

    /** Adds the pause between two messages of one connection, in nanoseconds. */
    void paused(long nanos) {
        longestPause.accumulate(nanos);
        heardFor.add(nanos);
    }

    /** The longest silence that the rhythm explains, in nanoseconds. */
    long longestSilence() {
        return Math.max(PAUSES * longestPause.get(), LEARNING.toNanos() - heardFor.sum());
    }
}
