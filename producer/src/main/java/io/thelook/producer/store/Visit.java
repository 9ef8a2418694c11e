package io.thelook.producer.store;

import io.thelook.model.Record;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one iteration of the simulation creates.
 *
 * @param user the new user
 * @param orders none to four orders, all placed at the moment of the registration
 */
public record Visit(User user, List<Order> orders) {

    /** The order items as rows of the feed. */
    public Stream<Record> records() {
        return orders.stream().flatMap(Order::records);
    }
}
