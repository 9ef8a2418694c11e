package io.thelook.producer;

import io.thelook.producer.store.Order;
import io.thelook.producer.store.Visit;

/** Listens, and does nothing with it. */
class Nobody implements ShopListener {

    @Override
    public void visited(Visit visit) {
        // The content of the window is enough.
    }

    @Override
    public void changed(Order order, long at) {
        // The same.
    }
}
