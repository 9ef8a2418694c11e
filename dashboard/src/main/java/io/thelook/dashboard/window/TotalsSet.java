package io.thelook.dashboard.window;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** The totals that are kept over the rows of a window, and how each follows the feed's clock. Not thread-safe. */
final class TotalsSet {

    private final Columns columns;
    private final TimeIndex byTime;
    private final FeedClock clock;
    private final List<Totals> all = new ArrayList<>();

    TotalsSet(Columns columns, TimeIndex byTime, FeedClock clock) {
        this.columns = columns;
        this.byTime = byTime;
        this.clock = clock;
    }

    /** Begins to keep totals, which are complete only if there has been nothing to count yet. */
    Totals keep(Totals added) {
        all.add(added);
        if (clock.isUnknown()) {
            added.complete();
        } else {
            long end = added.span().end(clock);
            added.aheadFrom(clock.aheadFrom());
            added.moveTo(end, end);
        }
        return added;
    }

    void forget(Totals unused) {
        all.remove(unused);
    }

    /** Goes on building totals with about so many rows; returns whether they are complete then. */
    boolean build(Totals building, int rows) {
        if (!building.isComplete()) {
            long target = building.span().edge(clock);
            long edge = Math.max(target, byTime.edgeBefore(building.edge(), rows));
            move(building, Math.min(edge, building.edge()), building.end());
            completeIfThere(building, target);
        }
        return building.isComplete();
    }

    private static void completeIfThere(Totals building, long target) {
        if (building.edge() <= target) {
            building.complete();
        }
    }

    /** The clock has gone on, or was set back. */
    void advance() {
        for (Totals each : all) {
            reachAheadFrom(each);
            long edge = each.span().edge(clock);
            long end = each.span().end(clock);
            if (each.isComplete()) {
                move(each, edge, end);
            } else {
                // What is not built yet stays so.
                move(each, Math.min(end, Math.max(each.edge(), edge)), end);
                completeIfThere(each, edge);
            }
        }
    }

    /** What lay ahead of the clock and no longer does may be among the newest orders. */
    private void reachAheadFrom(Totals each) {
        long before = each.aheadFrom();
        each.aheadFrom(clock.aheadFrom());
        if (each.newest() != null && each.span().isFeedsOwn()) {
            byTime.between(before, clock.aheadFrom(), row -> {
                if (each.includes(columns, row)) {
                    each.newest().add(columns.order[row], columns.createdAt[row]);
                }
            });
        }
    }

    /** Lets go of all rows; {@link #advance} takes them up again. */
    void letGo() {
        all.forEach(each -> move(each, Long.MAX_VALUE, Long.MAX_VALUE));
    }

    /** Whatever is in the one span and not in the other goes or comes. */
    private void move(Totals moved, long edge, long end) {
        long oldEdge = moved.edge();
        long oldEnd = moved.end();
        IntConsumer deduct = row -> {
            if (moved.span().has(columns, row)) {
                moved.deduct(columns, row);
            }
        };
        byTime.between(oldEdge, Math.min(oldEnd, edge), deduct);
        byTime.between(Math.max(oldEdge, end), oldEnd, deduct);
        IntConsumer accumulate = row -> {
            if (moved.span().has(columns, row)) {
                moved.accumulate(columns, row);
            }
        };
        byTime.between(edge, Math.min(end, oldEdge), accumulate);
        byTime.between(Math.max(edge, oldEnd), end, accumulate);
        moved.moveTo(edge, end);
    }

    /** A row has come. */
    void add(int row) {
        for (Totals each : all) {
            each.add(columns, row);
        }
    }

    /** A row goes. */
    void remove(int row) {
        for (Totals each : all) {
            each.remove(columns, row);
        }
    }

    /** A row that is there already has come back into the feed's own window. */
    void enterFeedsOwn(int row) {
        columns.absent[row] = false;
        all.stream().filter(each -> each.span().isFeedsOwn()).forEach(each -> each.add(columns, row));
    }

    /** A row leaves the feed's own window, and stays for the others. */
    void leaveFeedsOwn(int row) {
        all.stream().filter(each -> each.span().isFeedsOwn()).forEach(each -> each.remove(columns, row));
        columns.absent[row] = true;
    }

    /** A row has come in live. */
    void addFresh(int row) {
        for (Totals each : all) {
            if (each.includes(columns, row)) {
                each.addFresh(columns.createdAt[row]);
            }
        }
    }
}
