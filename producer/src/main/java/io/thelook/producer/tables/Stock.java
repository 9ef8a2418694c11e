package io.thelook.producer.tables;

import io.thelook.producer.store.Choice;
import io.thelook.producer.store.Ids;
import io.thelook.producer.store.OrderItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The inventory for an order item: the piece that was sold, and one to three that were not. Computed from the item's id
 * and the time of the sale.
 */
final class Stock {

    private static final Choice<Integer> UNSOLD =
            Choice.of(1, .5).or(2, .3).or(3, .2).build();
    private static final long LONGEST_IN_STOCK = Duration.ofDays(60).toMillis();

    private Stock() {}

    /**
     * A piece in stock.
     *
     * @param id a random (version 4) UUID
     * @param createdAt the time at which it came into stock, in milliseconds since the epoch
     * @param isSold whether it was sold
     */
    record Piece(java.util.UUID id, long createdAt, boolean isSold) {}

    /**
     * Returns the pieces, the sold one first.
     *
     * @param soldAt the time of the sale, in milliseconds since the epoch
     */
    static List<Piece> of(OrderItem item, long soldAt) {
        RandomGenerator random = Ids.randomOf(item.id());
        List<Piece> pieces = new ArrayList<>();
        pieces.add(piece(soldAt, true, random));
        for (int unsold = UNSOLD.draw(random); unsold > 0; unsold--) {
            pieces.add(piece(soldAt, false, random));
        }
        return pieces;
    }

    private static Piece piece(long soldAt, boolean isSold, RandomGenerator random) {
        return new Piece(Ids.draw(random), soldAt - random.nextLong(LONGEST_IN_STOCK + 1), isSold);
    }
}
