package io.thelook.producer.scenario;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** A kind of scenario: its default length, and a factor for the rate of visits that may change over time. */
public enum Scenario {
    STEADY(0, at -> 1, "The mean rate without rhythm, until it is stopped."),
    DAY(600, at -> 1, "A day of 24 hours in ten minutes, from midnight UTC."),
    FLASH_SALE(120, at -> 5, "Five times the visits; most items are of one category, at 30 % off."),
    FRAUD_BURST(
            20, at -> 1, "The usual visits, and three new customers a second who each order 6 to 12 expensive items."),
    PAYMENT_FAILURE(60, at -> 1, "The usual visits, but four of five new orders are soon cancelled."),
    OUTAGE(60, at -> 0, "No visits."),
    BLACK_FRIDAY(300, Scenario::blackFriday, "A ramp up to a hundred times the visits, and down again at the end.");

    private static final double MOST = 100;
    private static final double RAMP = .2;

    private final int usualSeconds;
    private final DoubleUnaryOperator lift;
    private final String description;

    Scenario(int usualSeconds, DoubleUnaryOperator lift, String description) {
        this.usualSeconds = usualSeconds;
        this.lift = lift;
        this.description = description;
    }

    private static double blackFriday(double done) {
        return 1 + (MOST - 1) * Math.min(1, Math.min(done, 1 - done) / RAMP);
    }

    /** The name in the API, such as {@code flash-sale}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A description of one sentence. */
    public String description() {
        return description;
    }

    /** The default length in seconds; 0: until it is stopped. */
    public int usualSeconds() {
        return usualSeconds;
    }

    /**
     * The factor for the rate of visits.
     *
     * @param done the fraction of the scenario that is over, 0 to 1
     */
    double lift(double done) {
        return lift.applyAsDouble(done);
    }

    /** Returns the scenario with a label; empty if there is none. */
    public static Optional<Scenario> named(String label) {
        return Arrays.stream(values())
                .filter(each -> each.label().equals(label))
                .findFirst();
    }
}
