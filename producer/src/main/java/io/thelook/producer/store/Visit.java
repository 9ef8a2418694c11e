package io.thelook.producer.store;

import io.thelook.model.Record;
import java.util.List;
import java.util.stream.Stream;

/**
 * A visit of a customer to the shop.
 *
 * @param user the customer
 * @param at the time, in milliseconds since the epoch
 * @param orders the orders placed at that time; often none
 */
public record Visit(User user, long at, List<Order> orders) {

    /** Returns the order items as records of the feed, with their status at the time of the visit. */
    public Stream<Record> records() {
        return orders.stream().flatMap(order -> order.records(at));
    }
}
