package io.thelook.dashboard.window;

import io.thelook.model.Money;
import io.thelook.model.MoneySum;
import io.thelook.model.Record;
import java.util.Comparator;

/**
 * An order in a list of orders, summed up from its items that match the query.
 *
 * @param orderId id of the order
 * @param createdAt the event time of its newest item, in milliseconds since the epoch
 * @param country of the user
 * @param category of its newest item
 * @param items number of items
 * @param sales the sum of their prices
 * @param status of its newest item
 */
public record OrderLine(
        String orderId, long createdAt, String country, String category, int items, Money sales, String status) {

    /** By descending event time, then by id. */
    public static final Comparator<OrderLine> NEWEST_FIRST =
            Comparator.comparingLong(OrderLine::createdAt).reversed().thenComparing(OrderLine::orderId);

    /** Sums up the items of an order, of which there is at least one. */
    public static OrderLine of(Iterable<Record> items) {
        Builder line = new Builder();
        items.forEach(line::add);
        return line.build();
    }

    /** Sums up the items of an order. */
    static final class Builder {

        private final MoneySum sales = new MoneySum();
        private Record newest;
        private int items;

        void add(Record item) {
            if (newest == null || item.createdAt() > newest.createdAt()) {
                newest = item;
            }
            sales.accumulate(item.salePrice());
            items += item.quantity();
        }

        boolean isEmpty() {
            return items == 0;
        }

        OrderLine build() {
            return new OrderLine(
                    newest.orderId(),
                    newest.createdAt(),
                    newest.country(),
                    newest.category(),
                    items,
                    sales.get(),
                    newest.itemStatus());
        }
    }
}
