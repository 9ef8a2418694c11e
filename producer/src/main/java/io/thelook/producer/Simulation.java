package io.thelook.producer;

import io.thelook.producer.store.Order;
import io.thelook.producer.store.Shop;
import io.thelook.producer.store.Visit;
import io.thelook.service.feed.FeedWindow;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Runs the shop's visits and status changes when they are due, and puts the resulting records into the window.
 *
 * <p>Visits and changes happen in the order of the time at which they are due, and carry that time, not the time of the
 * tick. So the same seed and the same clock give the same records, however irregular the ticks. The exception is {@link
 * #rush}, where the number of visits depends on the machine.
 *
 * <p>If the clock jumps ahead by more than the window, visits that would already have left the window are skipped. If
 * it is set back, records that are now in the future are removed from the window. Not thread-safe, except for the
 * counts.
 */
final class Simulation {

    private static final long SLICE_MICROS = 1_000_000;

    private final Shop shop;
    private final Market market;
    private final FeedWindow window;
    private final ShopListener listener;
    private final InstantSource clock;
    private final Lifecycle lifecycle;
    private final Arrivals arrivals;
    private final RandomGenerator random;
    private final long memoryMillis;

    private Demand demand;
    private long visitsLeft;
    private long newestMillis = Long.MIN_VALUE;
    private volatile long visits;
    private volatile long records;
    private volatile long changes;
    private volatile long skipped;

    /**
     * The parameters of a simulation.
     *
     * @param seed of the random numbers that the shop itself does not draw: arrivals, and which visits are fraudulent
     * @param isSteady whether visits are evenly spaced
     * @param memory how far back records are kept: the length of the window
     * @param maxVisits limit on visits, without those of {@link #backfill}; -1: no limit
     * @param maxOpenOrders limit on orders whose status still changes
     */
    record Plan(long seed, boolean isSteady, Duration memory, long maxVisits, int maxOpenOrders) {}

    Simulation(Shop shop, Market market, FeedWindow window, ShopListener listener, InstantSource clock, Plan plan) {
        this.shop = shop;
        this.market = market;
        this.window = window;
        this.listener = listener;
        this.clock = clock;
        memoryMillis = plan.memory().toMillis();
        visitsLeft = plan.maxVisits() < 0 ? Long.MAX_VALUE : plan.maxVisits();
        lifecycle = new Lifecycle(plan.maxOpenOrders());
        SplittableRandom root = new SplittableRandom(~plan.seed());
        random = root.split();
        arrivals = new Arrivals(
                clock.millis() * 1_000, this::enterCell, market.cellMicros(), plan.isSteady() ? null : root.split());
    }

    private double enterCell(long micros) {
        demand = market.at(Math.floorDiv(micros, 1_000));
        return demand.perSecond();
    }

    /**
     * Fills the window with a history that ends now. Its visits do not count towards {@code maxVisits}.
     *
     * @param maxRecords limit on records in the window; the history begins later if it would exceed it
     * @return the time from which on there is history, in milliseconds since the epoch
     */
    long backfill(int maxRecords) {
        long start = clock.millis() * 1_000;
        double seconds = Math.min(memoryMillis / 1e3, maxRecords / Shop.MEAN_ITEMS_PER_VISIT / market.meanPerSecond());
        long from = start - Math.round(seconds * 1e6);
        arrivals.restart(from);
        long left = visitsLeft;
        visitsLeft = Long.MAX_VALUE;
        advance(start - 1, () -> true);
        visitsLeft = left;
        return Math.floorDiv(from, 1_000);
    }

    /**
     * Runs everything that has become due. If {@code mayGoOn} returns false first, more visits are due than the machine
     * can simulate, and the remaining ones are skipped.
     *
     * @return the number of records removed because the clock was set back; 0 if it was not
     */
    int tick(BooleanSupplier mayGoOn) {
        long now = clock.millis();
        int removed = checkClock(now);
        long earliest = (now - memoryMillis) * 1_000;
        if (visitsLeft > 0 && arrivals.at() < earliest) {
            skipTo(earliest);
        }
        if (!advance(now * 1_000, mayGoOn)) {
            skipTo(now * 1_000);
        }
        return removed;
    }

    private void skipTo(long micros) {
        skipped += Math.round(arrivals.perSecond() * (micros - arrivals.at()) / 1e6);
        arrivals.restart(micros);
    }

    /**
     * Runs the status changes that are due, then one visit after another at the current time while {@code mayGoOn}
     * returns true.
     *
     * @return as {@link #tick}
     */
    int rush(BooleanSupplier mayGoOn) {
        long now = clock.millis();
        int removed = checkClock(now);
        enterCell(now * 1_000);
        changeUntil(now);
        while (demand.perSecond() > 0 && visitsLeft > 0 && mayGoOn.getAsBoolean()) {
            visit(now);
        }
        return removed;
    }

    private int checkClock(long now) {
        if (now >= newestMillis) {
            return 0;
        }
        newestMillis = now;
        arrivals.restart(now * 1_000);
        lifecycle.forgetAfter(now);
        return window.removeAfter(now);
    }

    /**
     * Runs the visits up to a time while {@code mayGoOn} returns true, and all status changes up to that time. Calls
     * {@code mayGoOn} at least once per slice, because there may be long stretches without a visit.
     *
     * @return false if {@code mayGoOn} ended it
     */
    private boolean advance(long untilMicros, BooleanSupplier mayGoOn) {
        boolean isDone = true;
        long sliceEnd = Math.min(untilMicros, arrivals.at() + SLICE_MICROS);
        while (isDone && visitsLeft > 0) {
            if (arrivals.next(sliceEnd)) {
                long at = Math.floorDiv(arrivals.at(), 1_000);
                changeUntil(at);
                visit(at);
            } else if (sliceEnd >= untilMicros) {
                break;
            } else {
                sliceEnd = Math.min(untilMicros, sliceEnd + SLICE_MICROS);
            }
            isDone = mayGoOn.getAsBoolean();
        }
        changeUntil(Math.floorDiv(untilMicros, 1_000));
        return isDone;
    }

    private void visit(long at) {
        boolean isFraud =
                demand.fraudsPerSecond() > 0 && random.nextDouble() * demand.perSecond() < demand.fraudsPerSecond();
        Visit visit = isFraud ? shop.fraudulentVisit(at) : shop.visit(at, demand.offer(), demand.declined());
        newestMillis = at;
        for (Order order : visit.orders()) {
            publish(order, at);
            lifecycle.follow(order, at);
        }
        visits++;
        visitsLeft--;
        listener.visited(visit);
    }

    private void changeUntil(long now) {
        for (Optional<Lifecycle.Change> next = lifecycle.next(now); next.isPresent(); next = lifecycle.next(now)) {
            Lifecycle.Change change = next.get();
            // A record that has left the window must not return.
            if (change.order().createdAt() >= window.edge()) {
                publish(change.order(), change.at());
            }
            changes++;
            listener.changed(change.order(), change.at());
        }
    }

    private void publish(Order order, long at) {
        order.records(at).forEach(record -> {
            window.upsert(record);
            records++;
        });
    }

    /** The number of visits so far, including the history. */
    long visits() {
        return visits;
    }

    /** The number of records put into the window so far, new and changed ones. */
    long records() {
        return records;
    }

    /** The number of status changes so far. */
    long changes() {
        return changes;
    }

    /**
     * The approximate number of visits skipped because the clock jumped ahead, or more were due than the machine can
     * simulate.
     */
    long skipped() {
        return skipped;
    }

    /** The number of orders whose status will still change. */
    int openOrders() {
        return lifecycle.size();
    }

    /** The number of orders whose status changes are left out, because too many orders were open. */
    long leftAlone() {
        return lifecycle.leftAlone();
    }
}
