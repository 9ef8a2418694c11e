package io.thelook.producer.scenario;

import java.util.OptionalDouble;

/**
 * A scenario that was started.
 *
 * @param scenario the kind of scenario
 * @param startedAt the time of the start, in milliseconds since the epoch
 * @param seconds the length in seconds; 0: until it is stopped
 * @param rate mean visits per second while it runs; empty: the configured rate
 * @param scale simulated seconds per second
 * @param calendarStart the simulated time at its start, in milliseconds since the epoch
 * @param category the category on offer in a flash sale
 */
public record Running(
        Scenario scenario,
        long startedAt,
        int seconds,
        OptionalDouble rate,
        double scale,
        long calendarStart,
        String category) {

    /** Whether the scenario runs at a time in milliseconds since the epoch. */
    public boolean isOnAt(long now) {
        return now >= startedAt && (seconds == 0 || now < endsAt());
    }

    /** The time at which it ends, in milliseconds since the epoch; meaningless if {@link #seconds} is 0. */
    public long endsAt() {
        return startedAt + seconds * 1_000L;
    }

    /** The factor for the rate of visits at a time. */
    public double lift(long now) {
        return scenario.lift(seconds == 0 ? 0 : (now - startedAt) / (seconds * 1_000.0));
    }

    /** The simulated time at a real time, both in milliseconds since the epoch. */
    public long calendar(long now) {
        return calendarStart + (long) ((now - startedAt) * scale);
    }
}
