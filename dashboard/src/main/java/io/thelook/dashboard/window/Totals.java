package io.thelook.dashboard.window;

import io.thelook.model.MoneySum;
import java.util.Arrays;

/**
 * What the records that a {@link Query} asks for add up to. Kept up to date by the {@link LiveWindow} that it belongs to;
 * nothing is summed up anew. Orders are counted by reference, money is exact, so that the figures are those of a fresh
 * computation after any number of changes.
 *
 * <p>The {@linkplain #by breakdown} by a property takes no notice of what the query says of that very property: who looks at
 * France alone still sees how it compares with the others. Not thread-safe.
 */
public final class Totals {

    private final Query query;
    private final boolean onlyFigures;
    private final Breakdown[] breakdowns;
    private final Trend trend;
    private final MoneySum sales = new MoneySum();
    private final MoneySum costedSales = new MoneySum();
    private final MoneySum cost = new MoneySum();
    private int[] itemsOfOrder = new int[1 << 10];

    /** In which bucket of the trend an order counts. */
    private long[] bucketOfOrder = new long[1 << 10];

    private int orders;
    private int items;

    /** Records with {@code edge <= createdAt < end} are inside. */
    private long edge = Long.MAX_VALUE;

    private long end = Long.MAX_VALUE;

    private int freshRecords;
    private long freshOldest;
    private long freshNewest;

    /**
     * @param onlyFigures whether there is no need of breakdowns and of a trend
     */
    Totals(Query query, Dimension[] dimensions, boolean onlyFigures) {
        this.query = query;
        this.onlyFigures = onlyFigures;
        this.breakdowns = onlyFigures
                ? new Breakdown[0]
                : Arrays.stream(dimensions).map(Breakdown::new).toArray(Breakdown[]::new);
        this.trend = onlyFigures ? null : new Trend(query);
    }

    /**
     * The records that came in live and are inside.
     *
     * @param records how many
     * @param oldest the earliest event time among them; 0 if there are none
     * @param newest the latest event time among them; 0 if there are none
     */
    public record Fresh(int records, long oldest, long newest) {}

    Query query() {
        return query;
    }

    /** Whether these are the figures of the window before. */
    boolean isOnlyFigures() {
        return onlyFigures;
    }

    /** Records from here on are inside. */
    long edge() {
        return edge;
    }

    /** Records from here on are not inside. */
    long end() {
        return end;
    }

    void span(long newEdge, long newEnd) {
        edge = newEdge;
        end = newEnd;
    }

    /** Whether the row counts. */
    boolean includes(Columns columns, int row) {
        return isInSpan(columns, row) && mask(columns, row) == 0;
    }

    private boolean isInSpan(Columns columns, int row) {
        long createdAt = columns.createdAt[row];
        return createdAt >= edge && createdAt < end;
    }

    private int mask(Columns columns, int row) {
        return query.filter().isEmpty() ? 0 : query.filter().mask(columns.record[row]);
    }

    int itemsOf(int order) {
        return order < itemsOfOrder.length ? itemsOfOrder[order] : 0;
    }

    /** A row has come; it counts if it is inside. */
    void add(Columns columns, int row) {
        if (isInSpan(columns, row)) {
            accumulate(columns, row);
        }
    }

    /** A row goes; it counted if it was inside. */
    void remove(Columns columns, int row) {
        if (isInSpan(columns, row)) {
            deduct(columns, row);
        }
    }

    /** Counts a row whose time is inside. */
    void accumulate(Columns columns, int row) {
        int mask = mask(columns, row);
        long dollars = columns.dollars[row];
        long fraction = columns.fraction[row];
        int names = Columns.names(row);
        for (int i = 0; i < breakdowns.length; i++) {
            if ((mask & ~(1 << i)) == 0) {
                breakdowns[i].accumulate(columns.name[names + i], dollars, fraction);
            }
        }
        if (mask != 0) {
            return;
        }
        items++;
        sales.accumulate(dollars, fraction);
        if (columns.costDollars[row] != Columns.NONE) {
            costedSales.accumulate(dollars, fraction);
            cost.accumulate(columns.costDollars[row], columns.costFraction[row]);
        }
        addItemOf(columns.order[row], columns.createdAt[row]);
        if (trend != null) {
            trend.accumulate(columns, row);
        }
    }

    private void addItemOf(int order, long createdAt) {
        if (order >= itemsOfOrder.length) {
            int capacity = Math.max(order + 1, itemsOfOrder.length * 2);
            itemsOfOrder = Arrays.copyOf(itemsOfOrder, capacity);
            bucketOfOrder = Arrays.copyOf(bucketOfOrder, capacity);
        }
        if (itemsOfOrder[order]++ == 0) {
            orders++;
            if (trend != null) {
                bucketOfOrder[order] = trend.bucketOf(createdAt);
                trend.addOrder(bucketOfOrder[order]);
            }
        }
    }

    /** Counts a row, whose time was inside, no more. */
    void deduct(Columns columns, int row) {
        int mask = mask(columns, row);
        long dollars = columns.dollars[row];
        long fraction = columns.fraction[row];
        int names = Columns.names(row);
        for (int i = 0; i < breakdowns.length; i++) {
            if ((mask & ~(1 << i)) == 0) {
                breakdowns[i].deduct(columns.name[names + i], dollars, fraction);
            }
        }
        if (mask != 0) {
            return;
        }
        items--;
        sales.deduct(dollars, fraction);
        if (columns.costDollars[row] != Columns.NONE) {
            costedSales.deduct(dollars, fraction);
            cost.deduct(columns.costDollars[row], columns.costFraction[row]);
        }
        int order = columns.order[row];
        if (--itemsOfOrder[order] == 0) {
            orders--;
            if (trend != null) {
                trend.removeOrder(bucketOfOrder[order]);
            }
        }
        if (trend != null) {
            trend.deduct(columns, row);
        }
    }

    void addFresh(long createdAt) {
        freshOldest = freshRecords == 0 ? createdAt : Math.min(freshOldest, createdAt);
        freshNewest = freshRecords == 0 ? createdAt : Math.max(freshNewest, createdAt);
        freshRecords++;
    }

    /** What came in live since the last call. */
    public Fresh takeFresh() {
        Fresh fresh = new Fresh(freshRecords, freshOldest, freshNewest);
        freshRecords = 0;
        freshOldest = freshNewest = 0;
        return fresh;
    }

    /** The figures of the cards. */
    public Figures figures() {
        return new Figures(orders, items, sales.get(), costedSales.get(), cost.get());
    }

    /** Revenue by a property. */
    public Breakdown by(Property property) {
        return breakdowns[property.ordinal()];
    }

    /** Sales over time, up to a moment, in no more than so many points. */
    public Trend.Line trend(long now, int most) {
        return trend.line(edge, now, most);
    }
}
