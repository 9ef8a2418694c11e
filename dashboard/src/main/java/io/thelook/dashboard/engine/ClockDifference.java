package io.thelook.dashboard.engine;

/**
 * Estimates how far the feed's clock is ahead of ours, from the times in its messages and the round trip of pings.
 *
 * <p>A message that was sent at {@code sent} by the feed's clock and arrived at {@code received} by ours took
 * {@code received - sent + difference}. The fastest message of the last minute took at least about half of the shortest
 * round trip (the principle of F. Cristian, "Probabilistic clock synchronization", 1989), so that
 *
 * <pre>
 *   difference = shortest round trip / 2 - min(received - sent)
 * </pre>
 *
 * is off by no more than half of that round trip, plus the time that the feed takes between reading its clock and
 * sending. Minima are kept for each half-minute, and the last two half-minutes count, so that the estimate follows a
 * clock that drifts or is set. Thread-safe.
 */
final class ClockDifference {

    private static final long SPAN_MILLIS = 30_000;

    private long spanStart = Long.MIN_VALUE;
    private double quickest = Double.NaN;
    private double quickestBefore = Double.NaN;
    private double roundTrip = Double.NaN;
    private double roundTripBefore = Double.NaN;

    /** Discards all measurements, because the connection is new and may lead to another feed. */
    synchronized void reset() {
        spanStart = Long.MIN_VALUE;
        quickest = quickestBefore = roundTrip = roundTripBefore = Double.NaN;
    }

    /**
     * Adds the times of a message.
     *
     * @param received arrival time by our clock, in milliseconds since the epoch
     * @param sent sending time by the feed's clock, in milliseconds since the epoch
     */
    synchronized void message(long received, long sent) {
        if (spanStart == Long.MIN_VALUE || received < spanStart) {
            spanStart = received;
        } else if (received - spanStart >= SPAN_MILLIS) {
            spanStart = received;
            quickestBefore = quickest;
            quickest = Double.NaN;
            roundTripBefore = roundTrip;
            roundTrip = Double.NaN;
        }
        quickest = least(quickest, received - sent);
    }

    /** Adds the round-trip time of a ping. Ignores a negative time, which an unsolicited pong may cause. */
    synchronized void roundTrip(double millis) {
        if (millis >= 0) {
            roundTrip = least(roundTrip, millis);
        }
    }

    /** The feed's clock minus ours, in milliseconds; 0 while no message has arrived. */
    synchronized long millis() {
        double least = least(quickest, quickestBefore);
        if (Double.isNaN(least)) {
            return 0;
        }
        double trip = least(roundTrip, roundTripBefore);
        return Math.round((Double.isNaN(trip) ? 0 : trip / 2) - least);
    }

    private static double least(double a, double b) {
        return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b);
    }
}
