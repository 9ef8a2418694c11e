package io.thelook.dashboard.window;

import io.thelook.model.Money;

/**
 * The exact sums of some records.
 *
 * @param orders number of distinct orders
 * @param items number of pieces in their lines
 * @param sales the sum of their prices, less refunds
 * @param refunds the sum of the refunds, a negative amount
 * @param costedSales the sum of the prices of items with a known cost
 * @param cost the sum of the known costs
 */
public record Sums(long orders, long items, Money sales, Money refunds, Money costedSales, Money cost) {

    /** The sums of no records. */
    public static final Sums ZERO = new Sums(0, 0, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO);

    /** The same sums with another number of orders. */
    public Sums withOrders(long number) {
        return new Sums(number, items, sales, refunds, costedSales, cost);
    }
}
