package io.thelook.dashboard.ingest;

import io.thelook.dashboard.window.LiveWindow;
import io.thelook.model.Frame;
import java.util.concurrent.CompletionStage;

/** Applies records to the window. */
@FunctionalInterface
public interface Applier {

    /**
     * Applies the records of a delivery.
     *
     * @param arrival in milliseconds since the epoch
     * @param isLive whether they have just arrived; false for those of a journal
     * @return what they did to the window; fails if they could not be applied
     */
    CompletionStage<LiveWindow.Change> apply(Frame frame, long arrival, boolean isLive);
}
