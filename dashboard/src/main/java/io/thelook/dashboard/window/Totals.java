package io.thelook.dashboard.window;

import io.thelook.model.Metrics;
import io.thelook.model.MoneySum;
import java.util.Arrays;

/**
 * What the records that a {@link Query} asks for add up to. Kept up to date by the {@link LiveWindow} that it belongs to;
 * nothing is summed up anew. Orders are counted by reference, money is exact, so that the figures are those of a fresh
 * computation after any number of changes. Not thread-safe.
 */
public final class Totals {

    private final Query query;
    private final Breakdown[] breakdowns;
    private final MoneySum sales = new MoneySum();
    private int[] itemsOfOrder = new int[1 << 10];
    private int orders;
    private int items;

    /** Records from this event time on are inside. */
    private long edge = Long.MAX_VALUE;

    private int freshRecords;
    private long freshOldest;
    private long freshNewest;

    Totals(Query query, Dimension[] dimensions) {
        this.query = query;
        this.breakdowns = Arrays.stream(dimensions).map(Breakdown::new).toArray(Breakdown[]::new);
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

    long edge() {
        return edge;
    }

    void edge(long moved) {
        edge = moved;
    }

    boolean includes(Columns columns, int row) {
        return columns.createdAt[row] >= edge && matches(columns, row);
    }

    /** Whether the row is inside if its time is. */
    boolean matches(Columns columns, int row) {
        return query.filter().isEmpty() || query.filter().matches(columns.record[row]);
    }

    void accumulate(Columns columns, int row) {
        int order = columns.order[row];
        if (order >= itemsOfOrder.length) {
            itemsOfOrder = Arrays.copyOf(itemsOfOrder, Math.max(order + 1, itemsOfOrder.length * 2));
        }
        if (itemsOfOrder[order]++ == 0) {
            orders++;
        }
        items++;
        long dollars = columns.dollars[row];
        long fraction = columns.fraction[row];
        sales.accumulate(dollars, fraction);
        for (int i = 0; i < breakdowns.length; i++) {
            breakdowns[i].accumulate(columns.name[i][row], dollars, fraction);
        }
    }

    void deduct(Columns columns, int row) {
        if (--itemsOfOrder[columns.order[row]] == 0) {
            orders--;
        }
        items--;
        long dollars = columns.dollars[row];
        long fraction = columns.fraction[row];
        sales.deduct(dollars, fraction);
        for (int i = 0; i < breakdowns.length; i++) {
            breakdowns[i].deduct(columns.name[i][row], dollars, fraction);
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
    public Metrics metrics() {
        return new Metrics(orders, items, sales.get().roundedToDollars());
    }

    /** Revenue by country. */
    public Breakdown byCountry() {
        return breakdowns[0];
    }

    /** Revenue by traffic source. */
    public Breakdown byTrafficSource() {
        return breakdowns[1];
    }
}
