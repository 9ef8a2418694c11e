package io.thelook.producer.scenario;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** What can happen to a shop. Each has a usual length, and lifts the rate of visits by a factor that may change with time. */
public enum Scenario {
    STEADY(0, at -> 1, "The mean rate without rhythm, until it is stopped."),
    DAY(600, at -> 1, "A day of 24 hours in ten minutes, from midnight UTC."),
    FLASH_SALE(120, at -> 5, "Five times the visits; most items are of one category, at 30 % off."),
    FRAUD_BURST(
            20,
            at -> 1,
            "Beside the usual visits, three new customers a second, each with one order of 6 to 12 expensive items."),
    OUTAGE(60, at -> 0, "Nobody comes."),
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

    /** As it is called in the API: {@code flash-sale}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it is, in a sentence or two. */
    public String description() {
        return description;
    }

    /** How long it takes if nobody says otherwise, in seconds; 0: until it is stopped. */
    public int usualSeconds() {
        return usualSeconds;
    }

    /**
     * By what the rate of visits is multiplied.
     *
     * @param done which part of it is over, 0 to 1
     */
    double lift(double done) {
        return lift.applyAsDouble(done);
    }

    /** The scenario of that label. */
    public static Optional<Scenario> named(String label) {
        return Arrays.stream(values())
                .filter(each -> each.label().equals(label))
                .findFirst();
    }
}
