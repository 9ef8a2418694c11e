package io.thelook.dashboard.engine;

import io.thelook.dashboard.window.Query;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Passes views on to those who subscribed to them. Called on the engine's thread. */
public interface ViewPublisher {

    /** Passes nothing on. */
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

    /** Some parts of the query's view are new. The result completes when they have been passed on. */
    CompletionStage<Void> update(Query query, String json);

    /** A viewer that missed an update may be given the whole view now. The result completes when it has been passed on. */
    CompletionStage<Void> catchUp(Query query, Supplier<String> whole);

    /** An update of the query's view is lost for every viewer. */
    void missed(Query query);

    /** There has been no update of the query's view for a second. */
    void heartbeat(Query query, String json);

    /** No subscription to the query is left. */
    void ended(Query query);
}
