package io.thelook.dashboard.engine;

import io.thelook.dashboard.window.Selection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A publisher that discards everything. */
public class QuietPublisher implements ViewPublisher {

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
}
