package io.thelook.producer.persist;

import io.thelook.producer.store.Order;
import io.thelook.producer.store.Visit;

/**
 * Something that belongs into the database: a visit, or an order whose status has changed.
 *
 * @param visit {@code null} for a change
 * @param order {@code null} for a visit
 * @param at the moment, in milliseconds since the epoch
 */
record Happening(Visit visit, Order order, long at) {

    static Happening of(Visit visit) {
        return new Happening(visit, null, visit.at());
    }

    static Happening of(Order order, long at) {
        return new Happening(null, order, at);
    }
}
