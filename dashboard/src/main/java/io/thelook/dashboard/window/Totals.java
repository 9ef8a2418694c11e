package io.thelook.dashboard.window;

import java.util.Arrays;

/**
 * The totals of the records that a {@link Query} selects. The {@link LiveWindow} that they belong to keeps them up to
 * date without recomputing them. Orders are counted by reference and money is exact, so that the sums equal those of a
 * fresh computation after any number of changes.
 *
 * <p>Totals that are requested while the window has records are built step by step, from the newest record to the
 * oldest. Until they are {@linkplain #isComplete complete}, they cover the newest part of their span.
 *
 * <p>The {@linkplain #ranking breakdown} by a property ignores the query's filter for that property: a viewer that
 * selects only France still sees how it compares with the other countries. Not thread-safe.
 */
public final class Totals {

    private final Query query;
    private final Span span;
    /** By each property but the product. */
    private final Breakdown[] breakdowns;

    /** {@code null} if only sums are kept. */
    private final ProductBreakdown products;

    private final Trend trend;
    private final NewestOrders newest;
    private final RunningSums sums = new RunningSums();
    private int[] itemsOfOrder = new int[1 << 10];

    /** The bucket of the trend in which an order counts. */
    private long[] bucketOfOrder = new long[1 << 10];

    /** Records with {@code edge <= createdAt < end} are inside. */
    private long edge = Long.MAX_VALUE;

    private long end = Long.MAX_VALUE;
    private long aheadFrom = Long.MAX_VALUE;
    private boolean isComplete;

    private int freshRecords;
    private int freshOrders;
    private long freshOldest;
    private long freshNewest;

    /** @param span to cover; for the window before, only the sums are kept */
    Totals(Query query, Span span, Dimension[] dimensions) {
        boolean isOnlySums = span.isBefore();
        this.query = query;
        this.span = span;
        this.breakdowns = isOnlySums
                ? new Breakdown[0]
                : Arrays.stream(dimensions, 0, Columns.PRODUCT)
                        .map(Breakdown::new)
                        .toArray(Breakdown[]::new);
        this.products = isOnlySums ? null : new ProductBreakdown(query.filter(), dimensions[Columns.PRODUCT]);
        this.trend = isOnlySums ? null : new Trend(query);
        this.newest = isOnlySums || query.filter().isEmpty() ? null : new NewestOrders();
    }

    /**
     * The records inside that arrived live.
     *
     * @param records how many
     * @param orders the number of orders that began with them
     * @param oldest the earliest event time among them; 0 if there are none
     * @param newest the latest event time among them; 0 if there are none
     */
    public record Fresh(int records, int orders, long oldest, long newest) {}

    Query query() {
        return query;
    }

    Span span() {
        return span;
    }

    /** The time from which on records are inside. */
    long edge() {
        return edge;
    }

    /** The time from which on records are no longer inside. */
    long end() {
        return end;
    }

    void moveTo(long newEdge, long newEnd) {
        edge = newEdge;
        end = newEnd;
    }

    /** The time from which on records are ahead of the clock and do not count for the newest orders. */
    long aheadFrom() {
        return aheadFrom;
    }

    void aheadFrom(long time) {
        aheadFrom = time;
    }

    /** Whether the totals cover the whole span. */
    public boolean isComplete() {
        return isComplete;
    }

    void complete() {
        isComplete = true;
    }

    /**
     * The candidates for the newest orders; {@code null} if they are not needed, because every record counts or only
     * sums are kept.
     */
    NewestOrders newest() {
        return newest;
    }

    /** Whether the row counts. */
    boolean includes(Columns columns, int row) {
        return isInSpan(columns, row) && mask(columns, row) == 0;
    }

    private boolean isInSpan(Columns columns, int row) {
        long createdAt = columns.createdAt[row];
        return createdAt >= edge && createdAt < end && span.has(columns, row);
    }

    private int mask(Columns columns, int row) {
        return query.filter().isEmpty() ? 0 : query.filter().mask(columns.record[row]);
    }

    /** Accumulates a new row if it is inside. */
    void add(Columns columns, int row) {
        if (isInSpan(columns, row)) {
            accumulate(columns, row);
        }
    }

    /** Deducts a row that leaves if it was inside. */
    void remove(Columns columns, int row) {
        if (isInSpan(columns, row)) {
            deduct(columns, row);
        }
    }

    /** Accumulates a row whose time is inside. */
    void accumulate(Columns columns, int row) {
        int mask = mask(columns, row);
        int names = Columns.names(row);
        for (int i = 0; i < breakdowns.length; i++) {
            if ((mask & ~(1 << i)) == 0) {
                breakdowns[i].accumulate(
                        columns.name[names + i], columns.dollars[row], columns.fraction[row], columns.quantity[row]);
            }
        }
        if (products != null) {
            products.accumulate(columns, row, mask);
        }
        if (mask != 0) {
            return;
        }
        sums.accumulate(columns, row);
        if (trend != null) {
            trend.accumulate(columns, row);
        }
        if (columns.isRefund(row)) {
            return;
        }
        addItemOf(columns.order[row], columns.createdAt[row]);
        if (newest != null && columns.createdAt[row] < aheadFrom) {
            newest.add(columns.order[row], columns.createdAt[row]);
        }
    }

    private void addItemOf(int order, long createdAt) {
        if (order >= itemsOfOrder.length) {
            int capacity = Math.max(order + 1, itemsOfOrder.length * 2);
            itemsOfOrder = Arrays.copyOf(itemsOfOrder, capacity);
            bucketOfOrder = Arrays.copyOf(bucketOfOrder, capacity);
        }
        if (itemsOfOrder[order]++ == 0) {
            sums.addOrder();
            if (trend != null) {
                bucketOfOrder[order] = trend.bucketOf(createdAt);
                trend.addOrder(bucketOfOrder[order]);
            }
        }
    }

    /** Deducts a row whose time was inside. */
    void deduct(Columns columns, int row) {
        int mask = mask(columns, row);
        int names = Columns.names(row);
        for (int i = 0; i < breakdowns.length; i++) {
            if ((mask & ~(1 << i)) == 0) {
                breakdowns[i].deduct(
                        columns.name[names + i], columns.dollars[row], columns.fraction[row], columns.quantity[row]);
            }
        }
        if (products != null) {
            products.deduct(columns, row, mask);
        }
        if (mask != 0) {
            return;
        }
        sums.deduct(columns, row);
        int order = columns.order[row];
        if (!columns.isRefund(row) && --itemsOfOrder[order] == 0) {
            sums.removeOrder();
            if (trend != null) {
                trend.removeOrder(bucketOfOrder[order]);
            }
        }
        if (trend != null) {
            trend.deduct(columns, row);
        }
    }

    /** Takes note that a row, which has just been added and counts, arrived live. */
    void addFresh(Columns columns, int row) {
        long createdAt = columns.createdAt[row];
        freshOldest = freshRecords == 0 ? createdAt : Math.min(freshOldest, createdAt);
        freshNewest = freshRecords == 0 ? createdAt : Math.max(freshNewest, createdAt);
        freshRecords++;
        if (!columns.isRefund(row) && itemsOfOrder[columns.order[row]] == 1) {
            freshOrders++;
        }
    }

    /** Returns what arrived live since the last call. */
    public Fresh takeFresh() {
        Fresh fresh = new Fresh(freshRecords, freshOrders, freshOldest, freshNewest);
        freshRecords = freshOrders = 0;
        freshOldest = freshNewest = 0;
        return fresh;
    }

    /** The sums of the records inside. */
    public Sums sums() {
        return sums.get();
    }

    long orders() {
        return sums.orders();
    }

    /** Revenue by a property: the largest {@code most} shares, and the sums of the others. */
    public Breakdown.Ranking ranking(Property property, int most) {
        return property == Property.PRODUCT
                ? products.ranking(most, sums)
                : breakdowns[property.ordinal()].ranking(most);
    }

    /** Sales from one time to another, in at most {@code most} points. */
    public Trend.Line trend(long from, long to, int most) {
        return trend.line(from, to, most);
    }
}
