package io.thelook.producer.publish.format;

import io.thelook.producer.store.Order;
import io.thelook.producer.store.OrderStatus;
import java.util.UUID;

/**
 * An event of an order, to send to a receiver.
 *
 * @param at the time of the event, in milliseconds since the epoch; the documents show the order as it was then
 */
public record Event(Order order, Topic topic, long at) {

    /** The id of the order. Events of the same order are delivered in sequence. */
    public UUID orderId() {
        return order.id();
    }

    OrderStatus status() {
        return order.statusAt(at);
    }

    /** An id of the event itself: the same each time that the event is sent. */
    UUID id() {
        return ShopIds.derived(order.id(), topic.name() + at);
    }
}
