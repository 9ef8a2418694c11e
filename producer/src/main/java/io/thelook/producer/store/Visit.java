package io.thelook.producer.store;

import io.thelook.model.Record;
import java.util.List;
import java.util.stream.Stream;

/**
 * Somebody comes to the shop.
 *
 * @param user who
 * @param at the moment, in milliseconds since the epoch
 * @param orders what is ordered at that moment; often none
 */
public record Visit(User user, long at, List<Order> orders) {

    /** The order items as rows of the feed. */
    public Stream<Record> records() {
        return orders.stream().flatMap(order -> order.records(at));
    }
}
