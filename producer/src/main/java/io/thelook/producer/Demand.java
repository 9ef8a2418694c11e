package io.thelook.producer;

import io.thelook.producer.store.Offer;

/**
 * The demand on the shop at a moment.
 *
 * @param visitsPerSecond mean visits of ordinary customers
 * @param fraudsPerSecond mean visits of fraudsters, in addition
 * @param offer the offer that ordinary customers see
 */
record Demand(double visitsPerSecond, double fraudsPerSecond, Offer offer) {

    double perSecond() {
        return visitsPerSecond + fraudsPerSecond;
    }
}
