package io.thelook.producer.tables;

import io.thelook.producer.store.Choice;
import io.thelook.producer.store.Ids;
import io.thelook.producer.store.OrderItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The pieces in stock that come with an order item: the one that was sold, and some that were not. Follows from its id. */
final class Stock {

    private static final Choice<Integer> UNSOLD =
            Choice.of(1, .5).or(2, .3).or(3, .2).build();
    private static final long LONGEST_IN_STOCK = Duration.ofDays(60).toMillis();

    private Stock() {}

    /**
     * A piece.
     *
     * @param id a random (version 4) UUID
     * @param createdAt since when it is in stock, in milliseconds since the epoch
     * @param isSold whether it is the one that was sold
     */
    record Piece(java.util.UUID id, long createdAt, boolean isSold) {}

    /** The pieces, the sold one first. */
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
