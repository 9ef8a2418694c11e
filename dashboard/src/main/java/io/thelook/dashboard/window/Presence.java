package io.thelook.dashboard.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Tracks which rows the newest frame contains, by the messages in which they arrive.
 *
 * <p>A feed that does not send its time has its own window by presence: a record is inside while the newest frame
 * contains it. Each message is a generation, and a row stores the last generation that contained it. A record that
 * leaves the feed's own window, but not yet the longer windows, is marked {@linkplain Columns#absent absent}. Not
 * thread-safe.
 */
final class Presence {

    private final Columns columns;
    private final TimeIndex byTime;
    private final FeedClock clock;
    private final TotalsSet totals;

    /** Rows of the newest frame that are older than the start of the feed's own window. */
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
     * Begins a message. Call it before the clock is updated.
     *
     * @param isFrame whether the message is a frame, which is the feed's whole window; otherwise it has the feed's time
     */
    void begin(boolean isFrame) {
        generation++;
        if (!clock.isUnknown() && isFrame != clock.isByPresence()) {
            changeMeaning(isFrame);
        }
        previousStragglers = stragglers;
        stragglers = new ArrayList<>();
    }

    /** Adapts to a feed of the other kind, which happens only after another connection. */
    private void changeMeaning(boolean isFrame) {
        totals.letGo();
        // No frame precedes this message, so no row counts as part of one.
        generation++;
        if (isFrame) {
            byTime.between(Long.MIN_VALUE, clock.from(), row -> columns.absent[row] = true);
        } else {
            Arrays.fill(columns.absent, false);
            stragglers = List.of();
        }
    }

    /** Records that the current message contains a row. */
    void bring(int row) {
        columns.generation[row] = generation;
        if (clock.isByPresence() && columns.createdAt[row] < clock.from()) {
            stragglers.add(row);
        }
    }

    /** Whether the newest frame, or the one before the current message, contains the row. */
    boolean isInNewestFrame(int row) {
        return clock.isByPresence() && !columns.absent[row] && columns.generation[row] >= generation - 1;
    }

    /**
     * Removes from the feed's own window the rows that the frame no longer contains and that are older than its start.
     *
     * @param oldFrom start of the feed's own window before this frame
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

    /** The rows of the feed's own window that the current message does not contain. */
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
