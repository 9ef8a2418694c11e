package io.thelook.dashboard.engine;

import io.thelook.dashboard.window.Query;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Sends views to their subscribers. Called on the engine's thread. */
public interface ViewPublisher {

    /** Sends nothing. */
    ViewPublisher NOBODY = new ViewPublisher() {
        @Override
        public CompletionStage<Void> update(Query query, String json) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> catchUp(Query query, Supplier<String> whole) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void missed(Query query) {}

        @Override
        public void heartbeat(Query query, String json) {}

        @Override
        public void ended(Query query) {}
    };

    /** Sends the changed parts of the query's view. The result completes when they have been passed on. */
    CompletionStage<Void> update(Query query, String json);

    /** Sends the whole view to viewers that missed an update. The result completes when it has been passed on. */
    CompletionStage<Void> catchUp(Query query, Supplier<String> whole);

    /** Reports that every viewer has missed an update of the query's view. */
    void missed(Query query);

    /** Sends a heartbeat, because the query's view has had no update for a second. */
    void heartbeat(Query query, String json);

    /** Reports that no subscription to the query is left. */
    void ended(Query query);
}
