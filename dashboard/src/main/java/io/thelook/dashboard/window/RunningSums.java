package io.thelook.dashboard.window;

import io.thelook.model.MoneySum;

/** Sums that records are accumulated into and deducted from. Not thread-safe. */
public final class RunningSums {

    private final MoneySum sales = new MoneySum();
    private final MoneySum costedSales = new MoneySum();
    private final MoneySum cost = new MoneySum();
    private final MoneySum refunds = new MoneySum();
    private long rows;
    private long orders;
    private long items;

    /** Accumulates an item. */
    void accumulate(Columns columns, int row) {
        rows++;
        items += columns.quantity[row];
        sales.accumulate(columns.dollars[row], columns.fraction[row]);
        if (columns.isRefund(row)) {
            refunds.accumulate(columns.dollars[row], columns.fraction[row]);
        }
        if (columns.hasCost(row)) {
            costedSales.accumulate(columns.dollars[row], columns.fraction[row]);
            cost.accumulate(columns.costDollars[row], columns.costFraction[row]);
        }
    }

    /** Deducts an item. */
    void deduct(Columns columns, int row) {
        rows--;
        items -= columns.quantity[row];
        sales.deduct(columns.dollars[row], columns.fraction[row]);
        if (columns.isRefund(row)) {
            refunds.deduct(columns.dollars[row], columns.fraction[row]);
        }
        if (columns.hasCost(row)) {
            costedSales.deduct(columns.dollars[row], columns.fraction[row]);
            cost.deduct(columns.costDollars[row], columns.costFraction[row]);
        }
    }

    void addOrder() {
        orders++;
    }

    void removeOrder() {
        orders--;
    }

    /** Adds orders, which the caller has counted. */
    public void addOrders(long count) {
        orders += count;
    }

    /** Adds other sums. */
    public void add(Sums other) {
        orders += other.orders();
        items += other.items();
        sales.accumulate(other.sales());
        refunds.accumulate(other.refunds());
        costedSales.accumulate(other.costedSales());
        cost.accumulate(other.cost());
    }

    boolean isEmpty() {
        return rows == 0 && orders == 0;
    }

    long orders() {
        return orders;
    }

    /** The number of accumulated rows. */
    long rows() {
        return rows;
    }

    /** The current sums. */
    public Sums get() {
        return new Sums(orders, items, sales.get(), refunds.get(), costedSales.get(), cost.get());
    }
}
