package io.thelook.producer.store;

/**
 * The calendar of the shop, which may run faster than real time. At the start, both show the same time.
 *
 * @param start the time of the start, in milliseconds since the epoch
 * @param scale simulated seconds per second, more than 0
 */
public record SimulatedClock(long start, double scale) {

    /** Returns the simulated time at a real time, both in milliseconds since the epoch. */
    public long at(long now) {
        return start + (long) ((now - start) * scale);
    }
}
