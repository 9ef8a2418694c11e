package io.thelook.dashboard.window;

import io.thelook.model.MoneySum;

/** Sums that records are accumulated into and deducted from. Not thread-safe. */
final class RunningSums {

    private final MoneySum sales = new MoneySum();
    private final MoneySum costedSales = new MoneySum();
    private final MoneySum cost = new MoneySum();
    private long orders;
    private long items;

    /** Accumulates an item. */
    void accumulate(Columns columns, int row) {
        items++;
        sales.accumulate(columns.dollars[row], columns.fraction[row]);
        if (columns.costDollars[row] != Columns.NONE) {
            costedSales.accumulate(columns.dollars[row], columns.fraction[row]);
            cost.accumulate(columns.costDollars[row], columns.costFraction[row]);
        }
    }

    /** Deducts an item. */
    void deduct(Columns columns, int row) {
        items--;
        sales.deduct(columns.dollars[row], columns.fraction[row]);
        if (columns.costDollars[row] != Columns.NONE) {
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

    /** Adds other sums. */
    void add(RunningSums other) {
        orders += other.orders;
        items += other.items;
        sales.accumulate(other.sales.get());
        costedSales.accumulate(other.costedSales.get());
        cost.accumulate(other.cost.get());
    }

    boolean isEmpty() {
        return items == 0 && orders == 0;
    }

    long orders() {
        return orders;
    }

    /** The current sums. */
    Sums get() {
        return new Sums(orders, items, sales.get(), costedSales.get(), cost.get());
    }
}
