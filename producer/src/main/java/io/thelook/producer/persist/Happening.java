package io.thelook.producer.persist;

import io.thelook.producer.store.Order;
import io.thelook.producer.store.Visit;

/**
 * A visit, or a change of an order's status, to be written to the database.
 *
 * @param visit {@code null} for a change
 * @param order {@code null} for a visit
 * @param at the time of the visit or the change, in milliseconds since the epoch
 */
record Happening(Visit visit, Order order, long at) {

    static Happening of(Visit visit) {
        return new Happening(visit, null, visit.at());
    }

    static Happening of(Order order, long at) {
        return new Happening(null, order, at);
    }
}
