package io.thelook.producer;

import io.thelook.producer.store.Offer;

/**
 * The demand on the shop at a moment.
 *
 * @param visitsPerSecond mean visits of ordinary customers
 * @param fraudsPerSecond mean visits of fraudsters, in addition
 * @param offer the offer that ordinary customers see
 * @param declined the share of their orders whose payment is declined, 0 to 1
 */
record Demand(double visitsPerSecond, double fraudsPerSecond, Offer offer, double declined) {

    /** Ordinary customers without an offer. */
    static Demand ordinary(double visitsPerSecond) {
        return new Demand(visitsPerSecond, 0, Offer.NONE, 0);
    }

    double perSecond() {
        return visitsPerSecond + fraudsPerSecond;
    }
}
