package io.thelook.producer.store;

import io.thelook.model.Record;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * An order of a user, with the way that it will go: what its status is follows from the time at which somebody looks.
 *
 * <pre>
 *   createdAt ---- shippedAt ---- deliveredAt ---- returnedAt
 *       Processing      Shipped         Complete        Returned
 *   createdAt ---- cancelledAt
 *       Processing      Cancelled
 * </pre>
 *
 * <p>The way ends with the {@code fate}. Of an order that {@linkplain #settled is settled}, as all are in the reference, the
 * fate is the status from the beginning, and the times may lie ahead like appointments. Immutable.
 *
 * @param id a random (version 4) UUID
 * @param user who ordered
 * @param fate the status at the end
 * @param settled whether the fate is the status from the beginning
 * @param createdAt the moment of the order, in milliseconds since the epoch, as all times here
 * @param shippedAt {@link #NEVER} if the fate does not imply it, as of the times below
 * @param deliveredAt after the shipment
 * @param returnedAt after the delivery
 * @param cancelledAt within hours of the order
 * @param items one or more
 */
public record Order(
        UUID id,
        User user,
        OrderStatus fate,
        boolean settled,
        long createdAt,
        long shippedAt,
        long deliveredAt,
        long returnedAt,
        long cancelledAt,
        List<OrderItem> items) {

    /** Stands for a time that does not come. */
    public static final long NEVER = Long.MAX_VALUE;

    /** How far the order has come. */
    public OrderStatus statusAt(long now) {
        if (settled) {
            return fate;
        }
        if (now >= cancelledAt) {
            return OrderStatus.CANCELLED;
        }
        if (now >= returnedAt) {
            return OrderStatus.RETURNED;
        }
        if (now >= deliveredAt) {
            return OrderStatus.COMPLETE;
        }
        return now >= shippedAt ? OrderStatus.SHIPPED : OrderStatus.PROCESSING;
    }

    /** When the status changes next; empty if it has come to its end. */
    public OptionalLong nextChange(long now) {
        return settled
                ? OptionalLong.empty()
                : LongStream.of(shippedAt, deliveredAt, returnedAt, cancelledAt)
                        .filter(time -> time > now && time != NEVER)
                        .min();
    }

    /** The items joined with the user and their products: the rows of the feed, as they are at that time. */
    public Stream<Record> records(long now) {
        String orderId = id.toString();
        String userId = user.id().toString();
        String status = statusAt(now).label();
        return items.stream().map(item -> Record.builder()
                .userId(userId)
                .age(user.age())
                .gender(user.gender().name())
                .country(user.place().country())
                .trafficSource(user.trafficSource())
                .orderId(orderId)
                .itemId(item.id().toString())
                .category(item.product().category())
                .cost(item.product().cost())
                .itemStatus(status)
                .salePrice(item.salePrice())
                .createdAt(createdAt)
                .build());
    }
}
