package io.thelook.producer.store;

import io.thelook.model.Record;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * An order of a user, with its whole lifecycle. Its status at a time is computed from the times of its changes.
 *
 * <pre>
 *   createdAt ---- shippedAt ---- deliveredAt ---- returnedAt
 *       Processing      Shipped         Complete        Returned
 *   createdAt ---- cancelledAt
 *       Processing      Cancelled
 * </pre>
 *
 * <p>The lifecycle ends with the {@code fate}. A {@linkplain #settled settled} order has its fate as status from the
 * start, and its times may be in the future. In the reference, all orders are settled. Immutable.
 *
 * @param id a random (version 4) UUID
 * @param user the user who ordered
 * @param fate the status at the end
 * @param settled whether the fate is the status from the start
 * @param createdAt the time of the order; all times are in milliseconds since the epoch
 * @param shippedAt the time of the shipment; this and the times below are {@link #NEVER} if the fate does not imply
 *     them
 * @param deliveredAt the time of the delivery, not before the shipment
 * @param returnedAt the time of the return, not before the delivery
 * @param cancelledAt the time of the cancellation, within hours of the order
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

    /** The time of a change that does not happen. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Returns the status at a time in milliseconds since the epoch. */
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

    /** Returns the time of the next status change; empty if the order is settled or has its last status. */
    public OptionalLong nextChange(long now) {
        return settled
                ? OptionalLong.empty()
                : LongStream.of(shippedAt, deliveredAt, returnedAt, cancelledAt)
                        .filter(time -> time > now && time != NEVER)
                        .min();
    }

    /**
     * Returns the items joined with the user and their products: the records of the feed, with the status at a time.
     */
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
