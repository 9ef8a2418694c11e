package io.thelook.dashboard.engine;

import io.thelook.dashboard.window.Query;

/** Learns what becomes of the requests of a {@link Subscription}. Called on the engine's thread. */
public interface SubscriptionListener {

    /** The subscription is to this query now; this is its view at this moment. */
    void subscribed(Query query, String json);

    /** The view as it was at an earlier time. */
    void replayed(String json);

    /** A request was refused for this reason; the subscription is what it was before. */
    void refused(String reason);
}
