package io.thelook.producer;

import io.thelook.producer.store.Order;
import io.thelook.producer.store.Visit;

/** Receives visits and changes of status, on the shop's thread and in order of time. Implementations must not block. */
interface ShopListener {

    /** Called after each visit. */
    void visited(Visit visit);

    /**
     * Called after each change of an order's status.
     *
     * @param at the time of the change, in milliseconds since the epoch
     */
    void changed(Order order, long at);
}
