package io.thelook.dashboard.window;

import io.thelook.model.Money;

/**
 * What some records add up to, exactly.
 *
 * @param orders distinct orders
 * @param items distinct items
 * @param sales the sum of their prices
 * @param costedSales the sum of the prices of those whose cost is known
 * @param cost the sum of the costs that are known
 */
public record Sums(long orders, long items, Money sales, Money costedSales, Money cost) {

    /** Of no records. */
    public static final Sums ZERO = new Sums(0, 0, Money.ZERO, Money.ZERO, Money.ZERO);
}
