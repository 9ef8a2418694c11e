package io.thelook.producer;

import io.thelook.producer.store.Shop;
import io.thelook.service.feed.FeedWindow;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Lets the shop's visits happen when they are due, and puts what was ordered into the window.
 *
 * <p>Visit {@code n} is due at {@code start + n * wait}, and its records bear that time, not the time at which somebody came
 * round to making them. So the same seed and the same clock give the same records, however irregular the ticks.
 *
 * <p>When the clock jumps ahead by more than the window, visits that would have left it already are skipped. When it is set
 * back, records that now lie in the future are taken out of the window. Not thread-safe.
 */
final class Simulation {

    private final Shop shop;
    private final FeedWindow window;
    private final InstantSource clock;
    private final long waitMicros;
    private final long memoryMillis;

    private long dueMicros;
    private long visitsLeft;
    private long newestMillis = Long.MIN_VALUE;
    private long visits;
    private long records;
    private long skipped;

    /**
     * @param memory how far back records are of use: the window's length
     * @param maxVisits how many there will be from now on; -1: without end
     */
    Simulation(Shop shop, FeedWindow window, InstantSource clock, Duration wait, Duration memory, long maxVisits) {
        this.shop = shop;
        this.window = window;
        this.clock = clock;
        this.waitMicros = wait.toNanos() / 1_000;
        this.memoryMillis = memory.toMillis();
        this.visitsLeft = maxVisits < 0 ? Long.MAX_VALUE : maxVisits;
        this.dueMicros = clock.millis() * 1_000;
    }

    /**
     * Fills the window with the visits of the time before the start. They do not count towards the maximum.
     *
     * @param maxRecords for how many records there is room
     */
    void backfill(int maxRecords) {
        long start = dueMicros;
        long inWindow = memoryMillis * 1_000 / waitMicros;
        long thatFit = (long) (maxRecords / Shop.MEAN_ITEMS_PER_VISIT);
        for (dueMicros = start - Math.min(inWindow, thatFit) * waitMicros; dueMicros < start; dueMicros += waitMicros) {
            visit();
        }
    }

    /**
     * Makes every visit that has become due.
     *
     * @return how many records a clock that was set back has cost; 0 otherwise
     */
    int tick() {
        long now = clock.millis();
        int removed = 0;
        if (now < newestMillis) {
            removed = window.removeAfter(now);
            newestMillis = now;
            dueMicros = now * 1_000;
        }
        long overdueMicros = (now - memoryMillis) * 1_000 - dueMicros;
        if (overdueMicros > 0) {
            long missed = overdueMicros / waitMicros;
            skipped += missed;
            dueMicros += missed * waitMicros;
        }
        while (visitsLeft > 0 && dueMicros <= now * 1_000) {
            visit();
            dueMicros += waitMicros;
            visitsLeft--;
        }
        return removed;
    }

    private void visit() {
        newestMillis = Math.floorDiv(dueMicros, 1_000);
        shop.visit(newestMillis).records().forEach(record -> {
            window.upsert(record);
            records++;
        });
        visits++;
    }

    /** Users created so far, those of the history among them. */
    long visits() {
        return visits;
    }

    /** Order items created so far. */
    long records() {
        return records;
    }

    /** Visits left out because the clock jumped ahead. */
    long skipped() {
        return skipped;
    }
}
