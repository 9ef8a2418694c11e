package io.thelook.dashboard.engine;

import io.thelook.dashboard.window.Selection;

/** Receives the outcome of each request of a {@link Subscription}. Called on the engine's thread. */
public interface SubscriptionListener {

    /** The subscription is now to this selection. {@code json} is the current view. */
    void subscribed(Selection selection, String json);

    /** A replay, or the course of a day, is ready. {@code json} is the message about it. */
    void replayed(String json);

    /** A request was refused for this reason. The subscription has not changed. */
    void refused(String reason);
}
