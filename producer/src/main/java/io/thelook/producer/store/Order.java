package io.thelook.producer.store;

import io.thelook.model.Record;
import java.util.List;
import java.util.stream.Stream;

/**
 * An order of a user. Times are in milliseconds since the epoch; those after {@code createdAt} are {@code null} where the
 * status does not imply them, and may lie ahead, as appointments.
 *
 * @param id a random (version 4) UUID
 * @param user who ordered
 * @param status how far it has come
 * @param createdAt the moment of the order
 * @param shippedAt up to 3 days after the order
 * @param deliveredAt up to 5 days after the shipment
 * @param returnedAt up to 3 days after the delivery
 * @param items one to four
 */
public record Order(
        String id,
        User user,
        OrderStatus status,
        long createdAt,
        Long shippedAt,
        Long deliveredAt,
        Long returnedAt,
        List<OrderItem> items) {

    /** The items joined with the user and their products: the rows of the feed. */
    public Stream<Record> records() {
        return items.stream()
                .map(item -> new Record(
                        user.id(),
                        user.age(),
                        user.gender().name(),
                        user.place().country(),
                        user.trafficSource(),
                        id,
                        item.id(),
                        item.product().category(),
                        item.product().cost(),
                        status.label(),
                        item.salePrice(),
                        createdAt));
    }
}
