package io.thelook.producer;

import java.util.function.LongToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * The times of visits, at a rate that changes with time: a Poisson process, or evenly spaced.
 *
 * <p>Time is divided into cells of equal length. The rate is read on entering a cell and stays constant within it. The
 * gap between two arrivals is drawn as an amount (of mean one, or exactly one). The next arrival is due when the rate
 * has used up the amount:
 *
 * <pre>
 *   rate    2 /s  |   2 /s   |  8 /s   |
 *   amount  1.6 .......................x   0.5 + 0.5 + 0.6 of what the third cell gives
 * </pre>
 *
 * <p>So the arrivals depend only on the random numbers and the rates, not on how often {@link #next} is called. Not
 * thread-safe.
 */
final class Arrivals {

    private static final double MICROS_PER_SECOND = 1e6;

    private final LongToDoubleFunction rate;
    private final long cellMicros;
    private final RandomGenerator random;

    private long at;
    private long cellEnd;
    private double perMicro;
    private double amount;

    /**
     * @param rate arrivals per second at a time in microseconds; called once on entering each cell, in order of time
     *     until {@link #restart}
     * @param cellMicros the length of a cell in microseconds, at least 1
     * @param random {@code null} for even spacing
     */
    Arrivals(long startMicros, LongToDoubleFunction rate, long cellMicros, RandomGenerator random) {
        this.rate = rate;
        this.cellMicros = cellMicros;
        this.random = random;
        restart(startMicros);
    }

    /** Restarts at a time, without regard to earlier arrivals. The first of evenly spaced arrivals is at that time. */
    void restart(long micros) {
        enterCell(micros);
        amount = random == null ? 0 : draw();
    }

    private void enterCell(long micros) {
        at = micros;
        cellEnd = (Math.floorDiv(micros, cellMicros) + 1) * cellMicros;
        perMicro = rate.applyAsDouble(micros) / MICROS_PER_SECOND;
    }

    private double draw() {
        return random == null ? 1 : -StrictMath.log(1 - random.nextDouble());
    }

    /**
     * Advances to the next arrival, but not beyond a time.
     *
     * @param limitMicros the last possible time of the arrival, in microseconds
     * @return whether there is an arrival up to that time; {@link #at} is then its time
     */
    boolean next(long limitMicros) {
        while (true) {
            double due = at + amount / perMicro;
            if (due < cellEnd) {
                long arrival = Math.round(due);
                if (arrival > limitMicros) {
                    return false;
                }
                at = arrival;
                amount = draw();
                return true;
            }
            if (cellEnd > limitMicros) {
                return false;
            }
            amount -= perMicro * (cellEnd - at);
            enterCell(cellEnd);
        }
    }

    /** The time reached, in microseconds: that of the last arrival or restart, or the start of a later cell. */
    long at() {
        return at;
    }

    /** The rate at that time, per second. */
    double perSecond() {
        return perMicro * MICROS_PER_SECOND;
    }
}
