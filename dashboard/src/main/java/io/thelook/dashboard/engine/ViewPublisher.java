package io.thelook.dashboard.engine;

import io.thelook.dashboard.window.Selection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Sends views to their subscribers. Called on the engine's thread. */
public interface ViewPublisher {

    /** Sends nothing. */
    ViewPublisher NONE = new ViewPublisher() {
        @Override
        public CompletionStage<Void> update(Selection selection, String json) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> catchUp(Selection selection, Supplier<String> whole) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void missed(Selection selection) {}

        @Override
        public void heartbeat(Selection selection, String json) {}

        @Override
        public void ended(Selection selection) {}
    };

    /** Sends the changed parts of the selection's view. The result completes when they have been passed on. */
    CompletionStage<Void> update(Selection selection, String json);

    /** Sends the whole view to viewers that missed an update. The result completes when it has been passed on. */
    CompletionStage<Void> catchUp(Selection selection, Supplier<String> whole);

    /** Reports that every viewer has missed an update of the selection's view. */
    void missed(Selection selection);

    /** Sends a heartbeat, because the selection's view has had no update for a second. */
    void heartbeat(Selection selection, String json);

    /** Reports that no subscription to the selection is left. */
    void ended(Selection selection);
}
