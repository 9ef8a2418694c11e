package io.thelook.producer;

import io.thelook.producer.store.Offer;

/**
 * What the shop is asked for at a moment.
 *
 * @param visitsPerSecond how many customers come
 * @param fraudsPerSecond how many fraudsters come beside them
 * @param offer what draws the customers
 */
record Demand(double visitsPerSecond, double fraudsPerSecond, Offer offer) {

    double perSecond() {
        return visitsPerSecond + fraudsPerSecond;
    }
}
