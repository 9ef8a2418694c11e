package io.thelook.producer.scenario;

import java.util.OptionalDouble;

/**
 * A scenario that is on.
 *
 * @param scenario which
 * @param startedAt the moment, in milliseconds since the epoch
 * @param seconds how long it takes; 0: until it is stopped
 * @param rate the mean visits per second for as long; the configured ones if empty
 * @param scale simulated seconds in a second
 * @param calendarStart the simulated time at its start, in milliseconds since the epoch
 * @param category what a flash sale sells
 */
public record Running(
        Scenario scenario,
        long startedAt,
        int seconds,
        OptionalDouble rate,
        double scale,
        long calendarStart,
        String category) {

    /** Whether it is on at that moment. */
    public boolean isOnAt(long now) {
        return now >= startedAt && (seconds == 0 || now < endsAt());
    }

    /** The moment at which it ends, in milliseconds since the epoch; meaningless if it has no end. */
    public long endsAt() {
        return startedAt + seconds * 1_000L;
    }

    /** By what the rate of visits is multiplied at that moment. */
    public double lift(long now) {
        return scenario.lift(seconds == 0 ? 0 : (now - startedAt) / (seconds * 1_000.0));
    }

    /** The simulated time at that moment. */
    public long calendar(long now) {
        return calendarStart + (long) ((now - startedAt) * scale);
    }
}
