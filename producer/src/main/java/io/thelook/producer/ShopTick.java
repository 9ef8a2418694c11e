package io.thelook.producer;

import io.thelook.producer.store.RecentVisits;
import java.time.Duration;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/**
 * Brings the shop up to the current time: runs the {@link Simulation}, trims the recent visits, and notifies the feed
 * of new and removed records. At the rate {@code max} the simulation gets half of the tick interval. Not thread-safe.
 */
final class ShopTick implements Runnable {

    private static final Logger LOG = Logger.getLogger(ShopTick.class);
    private static final Duration RUSH = ShopLoop.TICK.dividedBy(2);
    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

    private final Simulation simulation;
    private final RecentVisits recent;
    private final Runnable feed;
    private final InstantSource clock;
    private final Duration lookback;
    private final boolean isRushing;

    /** The value of {@link Simulation#records} when the feed was last notified. */
    private long announced;

    private boolean isSkipping;

    /**
     * @param feed called when there are new or changed records, or some were removed
     * @param lookback how long visits are kept
     * @param isRushing whether to simulate visits as fast as the machine allows
     */
    ShopTick(
            Simulation simulation,
            RecentVisits recent,
            Runnable feed,
            InstantSource clock,
            Duration lookback,
            boolean isRushing) {
        this.simulation = simulation;
        this.recent = recent;
        this.feed = feed;
        this.clock = clock;
        this.lookback = lookback;
        this.isRushing = isRushing;
    }

    @Override
    public void run() {
        long skipped = simulation.skipped();
        int removed = live();
        long now = clock.millis();
        recent.keep(now - lookback.toMillis(), now);
        if (removed > 0 || simulation.records() > announced) {
            announced = simulation.records();
            feed.run();
        }
        if (simulation.skipped() > skipped && !isSkipping) {
            LOG.warn(
                    "visits are skipped: the clock jumped ahead, or more visits are due than the machine can simulate");
        }
        isSkipping = simulation.skipped() > skipped;
        if (removed > 0) {
            LOG.warnf("the clock was set back: %d records with a time in the future were removed", removed);
        }
    }

    private int live() {
        long start = System.nanoTime();
        return isRushing
                ? simulation.rush(() -> System.nanoTime() - start < RUSH.toNanos())
                : simulation.tick(() -> System.nanoTime() - start < LONGEST_TICK.toNanos());
    }
}
