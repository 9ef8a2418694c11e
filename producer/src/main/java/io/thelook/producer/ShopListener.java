package io.thelook.producer;

import io.thelook.producer.store.Order;
import io.thelook.producer.store.Visit;

/** Is told what happens in the shop, on the shop's thread and in the order of event time. Must not block. */
interface ShopListener {

    /** Somebody came. */
    void visited(Visit visit);

    /**
     * An order has another status than before.
     *
     * @param at the moment, in milliseconds since the epoch
     */
    void changed(Order order, long at);
}
