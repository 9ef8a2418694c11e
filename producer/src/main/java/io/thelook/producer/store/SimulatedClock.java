package io.thelook.producer.store;

/**
 * The calendar of the shop, which may run faster than the real one; from the start on, when both were the same.
 *
 * @param start in milliseconds since the epoch
 * @param scale simulated seconds in a second, more than 0
 */
public record SimulatedClock(long start, double scale) {

    /** The simulated time at a real one, both in milliseconds since the epoch. */
    public long at(long now) {
        return start + (long) ((now - start) * scale);
    }
}
