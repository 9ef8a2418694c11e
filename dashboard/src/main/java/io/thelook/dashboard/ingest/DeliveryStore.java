package io.thelook.dashboard.ingest;

import io.thelook.dashboard.window.LiveWindow;
import io.thelook.model.Frame;
import java.util.concurrent.CompletionStage;

/** Keeps the records of deliveries, so that none that was confirmed is lost. */
public interface DeliveryStore extends AutoCloseable {

    /**
     * Keeps the records of a delivery, and makes sure that the window receives them. Returns quickly.
     *
     * @param arrival in milliseconds since the epoch
     * @return completes once the records cannot be lost; fails with a {@link StoreException} if they can
     */
    CompletionStage<LiveWindow.Change> keep(Frame frame, long arrival);

    /** Waits briefly for deliveries in progress, and keeps nothing more. */
    @Override
    void close();
}
