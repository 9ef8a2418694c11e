package io.thelook.producer;

import java.util.function.LongToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * When visits happen, at a rate that changes with time: a Poisson process, or evenly spaced.
 *
 * <p>Time is cut into cells of equal length, in each of which the rate is what it was at the start of the cell. What lies
 * between two arrivals is drawn as an amount (of mean one, or exactly one) that the rate has to use up:
 *
 * <pre>
 *   rate    2 /s  |   2 /s   |  8 /s   |
 *   amount  1.6 .......................x   0.5 + 0.5 + 0.6 of what the third cell gives
 * </pre>
 *
 * <p>So the arrivals follow from the randomness and the rates alone, however often somebody comes round to ask. Not
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
     * @param rate arrivals per second at a time in microseconds; asked once at the start of each cell, in their order
     * @param cellMicros the length of a cell, from 1
     * @param random {@code null} for even spacing
     */
    Arrivals(long startMicros, LongToDoubleFunction rate, long cellMicros, RandomGenerator random) {
        this.rate = rate;
        this.cellMicros = cellMicros;
        this.random = random;
        restart(startMicros);
    }

    /** Begins anew at a time, as if nothing had been before; of evenly spaced arrivals the first is at that time. */
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
     * Goes on to the next arrival up to a time.
     *
     * @return whether there is one: {@link #at} is its time then, and else the start of the cell in which the time lies
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

    /** Up to where time is used up, in microseconds: that of the last arrival, or the start of a later cell. */
    long at() {
        return at;
    }

    /** The rate at that time, per second. */
    double perSecond() {
        return perMicro * MICROS_PER_SECOND;
    }
}
