package io.thelook.dashboard.engine;

/**
 * How far the feed's clock is ahead of ours, from what its messages say and how long a ping takes there and back.
 *
 * <p>A message that left at {@code sent} by the feed's clock and came at {@code received} by ours took
 * {@code received - sent + difference}. The quickest of the last minute took at least about half of the quickest round trip
 * (the principle of F. Cristian, "Probabilistic clock synchronization", 1989), so that
 *
 * <pre>
 *   difference = shortest round trip / 2 - min(received - sent)
 * </pre>
 *
 * is off by no more than half of that round trip, plus what the feed itself lets pass between reading its clock and sending.
 * Minima are kept over half-minutes, and two of them count, so that a clock that drifts or is set is followed.
 * Thread-safe.
 */
final class ClockDifference {

    private static final long SPAN_MILLIS = 30_000;

    private long spanStart = Long.MIN_VALUE;
    private double quickest = Double.NaN;
    private double quickestBefore = Double.NaN;
    private double roundTrip = Double.NaN;
    private double roundTripBefore = Double.NaN;

    /** Another feed, or the same one after a while: what was known does not count any more. */
    synchronized void reset() {
        spanStart = Long.MIN_VALUE;
        quickest = quickestBefore = roundTrip = roundTripBefore = Double.NaN;
    }

    /**
     * A message has come.
     *
     * @param received by our clock, in milliseconds since the epoch
     * @param sent by the feed's clock
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

    /** A ping has come back after so long; less than no time, as from a pong that nobody asked for, says nothing. */
    synchronized void roundTrip(double millis) {
        if (millis >= 0) {
            roundTrip = least(roundTrip, millis);
        }
    }

    /** The feed's clock less ours, in milliseconds; 0 while nothing is known. */
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
