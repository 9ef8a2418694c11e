package io.thelook.producer;

import io.thelook.model.FeedEncoding;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import io.thelook.producer.store.Ids;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.Shop;
import io.thelook.producer.store.SimulatedClock;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The sales of the shop before its live feed begins: simulated on request, never stored.
 *
 * <p>Each hour has its own random generator, derived from the seed and the number of the hour. The orders of a time
 * therefore depend only on the seed and the settings of the shop, not on what else is requested, and simulating a part
 * of a day does not require simulating the rest. The live shop has other generators, so its data do not change.
 *
 * <pre>
 *   from                                                    to = start of the live feed's history
 *     | hour 492744 | hour 492745 | ... | hour 492940 | hour |
 * </pre>
 *
 * <p>With a time scale, the simulated calendar restarts at each midnight UTC, so that it does not depend on the time of
 * the start. Immutable and thread-safe; each call of {@link #write} runs its own simulation.
 */
final class Past {

    /** Limit on the expected number of records. */
    static final int MOST_RECORDS = 10_000_000;

    /** Limit on the records in a line. */
    static final int RECORDS_IN_LINE = 1_000;

    /** Keeps the generators apart from those of the live shop, which start with the seed and its complement. */
    private static final long STREAM = 0x50A5_7000_0000_0000L;

    /** The shortest interval at which to read the rate; 17 minutes of the fastest calendar. */
    private static final long SHORTEST_CELL_MICROS = 10_000;

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final Plan plan;
    private final long from;
    private final long to;
    private final boolean isShortened;
    private final long customersSeed;
    private final long hoursSeed;

    /**
     * The parameters of a past.
     *
     * @param shop the live shop, which is not changed
     * @param seed of the random numbers
     * @param perSecond mean visits per second in the long run
     * @param timeScale simulated seconds per second
     */
    record Plan(Shop shop, long seed, double perSecond, double timeScale) {}

    private Past(Plan plan, long from, long to, boolean isShortened) {
        this.plan = plan;
        this.from = from;
        this.to = to;
        this.isShortened = isShortened;
        SplittableRandom seeds = new SplittableRandom(plan.seed() ^ STREAM);
        customersSeed = seeds.nextLong();
        hoursSeed = seeds.nextLong();
    }

    /**
     * Returns the past from midnight UTC some days before. It begins later, at a midnight UTC, if it would have more
     * than {@link #MOST_RECORDS}; at a full hour, if that leaves less than a day.
     *
     * @param to its end, exclusive, in milliseconds since the epoch
     * @param days number of days before the day of {@code to}
     */
    static Past until(long to, int days, Plan plan) {
        long wanted = Math.floorDiv(to, DAY) * DAY - days * DAY;
        long earliest = to - (long) (MOST_RECORDS / Shop.MEAN_ITEMS_PER_VISIT / plan.perSecond() * 1e3);
        if (wanted >= earliest) {
            return new Past(plan, wanted, to, false);
        }
        long midnight = -Math.floorDiv(-earliest, DAY) * DAY;
        long hour = -Math.floorDiv(-earliest, HOUR) * HOUR;
        return new Past(plan, midnight < to ? midnight : Math.min(hour, to), to, true);
    }

    /** The start, in milliseconds since the epoch; a full hour, unless it is equal to the end. */
    long from() {
        return from;
    }

    /** The end, exclusive, in milliseconds since the epoch. */
    long to() {
        return to;
    }

    /** Whether it begins later than desired because of {@link #MOST_RECORDS}. */
    boolean isShortened() {
        return isShortened;
    }

    /** The mean number of visits per second in the long run. */
    double visitsPerSecond() {
        return plan.perSecond();
    }

    /**
     * Writes the records with an event time in {@code [start, end)}, as far as it is in the past, in order of their
     * event time. Each line is a JSON array of up to {@value #RECORDS_IN_LINE} records as in a frame of the feed.
     *
     * @param now the time whose statuses the orders have
     */
    void write(long start, long end, long now, OutputStream out) throws IOException {
        long first = Math.max(start, from);
        long last = Math.min(end, to);
        Lines lines = new Lines(out);
        for (long hour = Math.floorDiv(first, HOUR); hour * HOUR < last; hour++) {
            write(hour, first, last, now, lines);
        }
        lines.end();
    }

    private void write(long hour, long first, long last, long now, Lines lines) throws IOException {
        SplittableRandom random = Ids.randomOf(hoursSeed, hour);
        Shop shop = plan.shop().past(customersSeed, random.split());
        long midnight = Math.floorDiv(hour * HOUR, DAY) * DAY;
        Market market =
                new Market(shop, plan.perSecond(), new SimulatedClock(midnight, plan.timeScale()), Optional::empty);
        Arrivals arrivals = new Arrivals(
                hour * HOUR * 1_000,
                micros -> market.at(Math.floorDiv(micros, 1_000)).perSecond(),
                Math.max(SHORTEST_CELL_MICROS, market.cellMicros()),
                random.split());
        long end = Math.min(last, (hour + 1) * HOUR);
        while (arrivals.next(end * 1_000 - 1)) {
            long at = Math.floorDiv(arrivals.at(), 1_000);
            for (Order order : shop.visit(at).orders()) {
                if (at >= first) {
                    lines.add(order, now);
                }
            }
        }
    }

    /** Writes records as lines of arrays. */
    private static final class Lines {

        private final OutputStream out;
        private int records;

        private Lines(OutputStream out) {
            this.out = out;
        }

        private void add(Order order, long now) throws IOException {
            for (Iterator<Record> each = order.records(now).iterator(); each.hasNext(); ) {
                out.write(records == 0 ? '[' : ',');
                out.write(RecordCodec.encode(each.next(), FeedEncoding.ARRAY));
                records++;
                if (records == RECORDS_IN_LINE) {
                    end();
                }
            }
        }

        private void end() throws IOException {
            if (records > 0) {
                out.write(']');
                out.write('\n');
                records = 0;
            }
        }
    }
}
