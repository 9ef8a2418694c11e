package io.thelook.dashboard.window;

import io.thelook.model.Metrics;
import io.thelook.model.Money;

/**
 * What the records of a window add up to.
 *
 * @param orders distinct orders
 * @param items distinct items
 * @param sales the sum of their prices, exactly
 * @param costedSales the sum of the prices of those whose cost is known
 * @param cost the sum of the costs that are known
 */
public record Figures(long orders, long items, Money sales, Money costedSales, Money cost) {

    /** The three figures of the contract. */
    public Metrics metrics() {
        return new Metrics(orders, items, sales.roundedToDollars());
    }
}
