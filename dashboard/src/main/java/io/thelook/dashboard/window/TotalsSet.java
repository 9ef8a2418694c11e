package io.thelook.dashboard.window;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Maintains the totals over the rows of a window, and moves each with the feed's clock. Not thread-safe. */
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

    /** Starts to maintain totals. They are complete at once only if no message has arrived yet. */
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

    /** Continues to build totals with about this many rows; returns whether they are complete then. */
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

    /** Moves all totals with the clock, which has advanced or was set back. */
    void advance() {
        for (Totals each : all) {
            reachAheadFrom(each);
            long edge = each.span().edge(clock);
            long end = each.span().end(clock);
            if (each.isComplete()) {
                move(each, edge, end);
            } else {
                // The part that is not built yet stays so.
                move(each, Math.min(end, Math.max(each.edge(), edge)), end);
                completeIfThere(each, edge);
            }
        }
    }

    /** Adds records that are no longer ahead of the clock to the candidates for the newest orders. */
    private void reachAheadFrom(Totals each) {
        long before = each.aheadFrom();
        each.aheadFrom(clock.aheadFrom());
        if (each.newest() != null && each.span().isFeedsOwn()) {
            byTime.between(before, clock.aheadFrom(), row -> {
                if (!columns.isRefund(row) && each.includes(columns, row)) {
                    each.newest().add(columns.order[row], columns.createdAt[row]);
                }
            });
        }
    }

    /** Deducts all rows. {@link #advance} accumulates them again. */
    void letGo() {
        all.forEach(each -> move(each, Long.MAX_VALUE, Long.MAX_VALUE));
    }

    /** Moves totals to another span. Deducts the rows that leave and accumulates the rows that enter. */
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

    /** Adds a new row to the totals. */
    void add(int row) {
        for (Totals each : all) {
            each.add(columns, row);
        }
    }

    /** Removes a row from the totals. */
    void remove(int row) {
        for (Totals each : all) {
            each.remove(columns, row);
        }
    }

    /** Returns a kept row to the feed's own window, which it had left. */
    void enterFeedsOwn(int row) {
        columns.absent[row] = false;
        all.stream().filter(each -> each.span().isFeedsOwn()).forEach(each -> each.add(columns, row));
    }

    /** Removes a row from the feed's own window. The other windows keep it. */
    void leaveFeedsOwn(int row) {
        all.stream().filter(each -> each.span().isFeedsOwn()).forEach(each -> each.remove(columns, row));
        columns.absent[row] = true;
    }

    /** Counts a row that arrived live in the totals that include it. */
    void addFresh(int row) {
        for (Totals each : all) {
            if (each.includes(columns, row)) {
                each.addFresh(columns, row);
            }
        }
    }
}
