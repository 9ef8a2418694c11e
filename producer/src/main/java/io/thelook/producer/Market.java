package io.thelook.producer;

import io.thelook.producer.scenario.Running;
import io.thelook.producer.store.Offer;
import io.thelook.producer.store.Shop;
import io.thelook.producer.store.SimulatedClock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Computes the demand from a mean rate, the rhythm of the shop, and the running scenario. Not thread-safe, but another
 * thread may set the scenario.
 */
final class Market {

    /** The interval at which to read the demand: this or {@link #SIMULATED_CELL_MICROS}, whichever is shorter. */
    private static final long CELL_MICROS = 250_000;

    /** The same on the simulated clock. */
    private static final double SIMULATED_CELL_MICROS = 60e6;

    private static final long SHORTEST_CELL_MICROS = 1_000;
    private static final double FRAUDS_PER_SECOND = 3;
    private static final double SHARE_ON_OFFER = .6;
    private static final int PERCENT_OFF = 30;
    private static final double DECLINED = .8;

    private final Shop shop;
    private final double meanPerSecond;
    private final SimulatedClock calendar;
    private final Supplier<Optional<Running>> scenario;

    /**
     * @param meanPerSecond mean visits per second in the long run, without scenarios
     * @param calendar the shop's calendar while no scenario runs
     * @param scenario supplies the newest scenario, which may have ended
     */
    Market(Shop shop, double meanPerSecond, SimulatedClock calendar, Supplier<Optional<Running>> scenario) {
        this.shop = shop;
        this.meanPerSecond = meanPerSecond;
        this.calendar = calendar;
        this.scenario = scenario;
    }

    /** Returns the demand at a time in milliseconds since the epoch. Moves the shop's rhythm to that time. */
    Demand at(long now) {
        Optional<Running> on = scenario.get().filter(running -> running.isOnAt(now));
        double level = shop.moveTo(on.map(running -> running.calendar(now)).orElseGet(() -> calendar.at(now)));
        if (on.isEmpty()) {
            return Demand.ordinary(meanPerSecond * level);
        }
        Running running = on.get();
        double mean = running.rate().orElse(meanPerSecond) * running.lift(now);
        return switch (running.scenario()) {
            case STEADY -> Demand.ordinary(mean);
            case FRAUD_BURST -> new Demand(mean * level, FRAUDS_PER_SECOND, Offer.NONE, 0);
            case FLASH_SALE ->
                new Demand(mean * level, 0, new Offer(running.category(), SHARE_ON_OFFER, PERCENT_OFF), 0);
            case PAYMENT_FAILURE -> new Demand(mean * level, 0, Offer.NONE, DECLINED);
            case DAY, OUTAGE, BLACK_FRIDAY -> Demand.ordinary(mean * level);
        };
    }

    double meanPerSecond() {
        return meanPerSecond;
    }

    /** The interval at which to read the demand, in microseconds. */
    long cellMicros() {
        return Math.max(SHORTEST_CELL_MICROS, (long) Math.min(CELL_MICROS, SIMULATED_CELL_MICROS / calendar.scale()));
    }
}
