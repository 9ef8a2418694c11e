package io.thelook.dashboard.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Which rows each message brings, and from that which rows the newest frame holds.
 *
 * <p>A feed that does not send its time has its own window by presence: a record is inside while the newest frame holds
 * it. Each message is a generation, and a row bears the generation that brought it last. A record that leaves the
 * feed's own window, but not yet the longer windows, is marked {@linkplain Columns#absent absent}. Not thread-safe.
 */
final class Presence {

    private final Columns columns;
    private final TimeIndex byTime;
    private final FeedClock clock;
    private final TotalsSet totals;

    /** Rows of the newest frame that are older than the feed's own window is long. */
    private List<Integer> stragglers = new ArrayList<>();

    private List<Integer> previousStragglers = List.of();
    private int generation;

    Presence(Columns columns, TimeIndex byTime, FeedClock clock, TotalsSet totals) {
        this.columns = columns;
        this.byTime = byTime;
        this.clock = clock;
        this.totals = totals;
    }

    /**
     * Begins a message, before the clock learns of it.
     *
     * @param isFrame whether it is a frame, which holds all of the feed's own window; otherwise the message has the
     * time
     */
    void begin(boolean isFrame) {
        generation++;
        if (!clock.isUnknown() && isFrame != clock.isByPresence()) {
            changeMeaning(isFrame);
        }
        previousStragglers = stragglers;
        stragglers = new ArrayList<>();
    }

    /** The feed's own window changes its meaning, which happens only when another feed is connected. */
    private void changeMeaning(boolean isFrame) {
        totals.letGo();
        // No record is of a frame that came just before.
        generation++;
        if (isFrame) {
            byTime.between(Long.MIN_VALUE, clock.from(), row -> columns.absent[row] = true);
        } else {
            Arrays.fill(columns.absent, false);
            stragglers = List.of();
        }
    }

    /** The message brings this row. */
    void bring(int row) {
        columns.generation[row] = generation;
        if (clock.isByPresence() && columns.createdAt[row] < clock.from()) {
            stragglers.add(row);
        }
    }

    /** Whether a frame that is the newest, or was until this message, holds the row. */
    boolean isInNewestFrame(int row) {
        return clock.isByPresence() && !columns.absent[row] && columns.generation[row] >= generation - 1;
    }

    /**
     * Takes the rows that this frame no longer holds out of the feed's own window, where they are too old to be inside.
     *
     * @param oldFrom where the feed's own window began before this frame
     */
    void leaveFeedsOwn(long oldFrom) {
        IntConsumer leave = row -> {
            boolean isThere = columns.record[row] == null || columns.generation[row] == generation;
            if (!isThere && !columns.absent[row] && columns.createdAt[row] < clock.from()) {
                totals.leaveFeedsOwn(row);
            }
        };
        previousStragglers.forEach(leave::accept);
        byTime.between(oldFrom, clock.from(), leave);
    }

    /** The rows of the feed's own window that this message, which holds all of it, did not bring. */
    List<Integer> missing() {
        List<Integer> missing = new ArrayList<>();
        byTime.between(clock.from(), Long.MAX_VALUE, row -> {
            if (columns.generation[row] != generation && !columns.absent[row]) {
                missing.add(row);
            }
        });
        return missing;
    }
}
