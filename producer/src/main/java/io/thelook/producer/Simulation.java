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
 * Lets the shop's visits happen when they are due, and its orders go on, and puts what comes of it into the window.
 *
 * <p>What happens bears the time at which it is due, not the time at which somebody came round to it, and happens in the order
 * of that time. So the same seed and the same clock give the same records, however irregular the ticks; but for {@link
 * #rush}, which is bound by the machine.
 *
 * <p>When the clock jumps ahead by more than the window, visits that would have left it already are skipped. When it is set
 * back, records that now lie in the future are taken out of the window. Not thread-safe, but for its counts.
 */
final class Simulation {

    /** The rate is looked at so often, in time of the real and of the simulated clock: what comes first. */
    private static final long CELL_MICROS = 250_000;

    private static final double SIMULATED_CELL_MICROS = 60e6;
    private static final long SHORTEST_CELL_MICROS = 1_000;
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
     * How a simulation is to run.
     *
     * @param seed of what the shop itself does not draw
     * @param isSteady whether visits are evenly spaced
     * @param memory how far back records are of use: the window's length
     * @param maxVisits how many there will be from now on; -1: without end
     * @param maxOpenOrders how many orders are followed at the same time
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
        long cell = (long) Math.min(CELL_MICROS, SIMULATED_CELL_MICROS / market.timeScale());
        arrivals = new Arrivals(
                clock.millis() * 1_000,
                this::enterCell,
                Math.max(SHORTEST_CELL_MICROS, cell),
                plan.isSteady() ? null : root.split());
    }

    private double enterCell(long micros) {
        demand = market.at(Math.floorDiv(micros, 1_000));
        return demand.perSecond();
    }

    /**
     * Fills the window with what happened before the start. Those visits do not count towards the maximum.
     *
     * @param maxRecords for how many records there is room
     */
    void backfill(int maxRecords) {
        long start = clock.millis() * 1_000;
        double seconds = Math.min(memoryMillis / 1e3, maxRecords / Shop.MEAN_ITEMS_PER_VISIT / market.meanPerSecond());
        arrivals.restart(start - Math.round(seconds * 1e6));
        long left = visitsLeft;
        visitsLeft = Long.MAX_VALUE;
        advance(start - 1, () -> true);
        visitsLeft = left;
    }

    /**
     * Lets everything happen that has become due. When it may not go on before all of it has, more is due than the machine
     * can do: the visits that are left are skipped.
     *
     * @return how many records a clock that was set back has cost; 0 otherwise
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
     * Lets visits happen now, one after the other, for as long as it may, and orders go on.
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

    /** Returns whether it has come to the end. Asks at least once per slice, because there may be long stretches without a visit. */
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
        Visit visit = isFraud ? shop.fraudulentVisit(at) : shop.visit(at, demand.offer());
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
            // What has left the window does not come back.
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

    /** Visits so far, those of the history among them. */
    long visits() {
        return visits;
    }

    /** Records put into the window so far, new and changed ones. */
    long records() {
        return records;
    }

    /** Changes of an order's status so far. */
    long changes() {
        return changes;
    }

    /** Visits left out because the clock jumped ahead, or because more were due than the machine can do. */
    long skipped() {
        return skipped;
    }

    /** The orders whose status is still going to change. */
    int openOrders() {
        return lifecycle.size();
    }

    /** The orders that keep their first status, because too many were open. */
    long leftAlone() {
        return lifecycle.leftAlone();
    }
}
