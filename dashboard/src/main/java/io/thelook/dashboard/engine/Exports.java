package io.thelook.dashboard.engine;

import io.thelook.dashboard.history.TimeSpan;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Selection;
import io.thelook.model.Record;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Finds the content of downloads. Thread-safe. */
public final class Exports {

    /**
     * The address of all exports in the scan queue: they take turns with viewers' addresses. Their number is limited
     * elsewhere.
     */
    private static final String ADDRESS = "exports";

    private final Executor thread;
    private final ScanQueue scans;
    private final WindowKeeper keeper;
    private final Supplier<Optional<PastKeeper>> past;

    /** @param thread of the engine */
    Exports(Executor thread, ScanQueue scans, WindowKeeper keeper, Supplier<Optional<PastKeeper>> past) {
        this.thread = thread;
        this.scans = scans;
        this.keeper = keeper;
        this.past = past;
    }

    /**
     * Collects the records of a query in a scan that waits for its turn.
     *
     * @param at the last time of the query's window, by the feed's clock, in milliseconds since the epoch; empty for
     *     the present. The records of an earlier time are as they are now
     * @return the records; fails with a {@link RejectedExecutionException} if too many scans are waiting; complete it
     *     early to end the scan
     */
    public CompletableFuture<List<Record>> records(Query query, OptionalLong at) {
        CompletableFuture<List<Record>> result = new CompletableFuture<>();
        thread.execute(() -> {
            if (!scans.add(ADDRESS, new ExportScan(keeper.window(), query, at, result))) {
                result.completeExceptionally(new RejectedExecutionException("too many scans wait"));
            }
        });
        return result;
    }

    /**
     * The span of time of a selection.
     *
     * @param at the last time of it, by the feed's clock, in milliseconds since the epoch; empty for the present
     * @return fails with an {@link IllegalStateException} if no history is kept
     */
    public CompletionStage<TimeSpan> spanOf(Selection selection, OptionalLong at) {
        CompletableFuture<TimeSpan> span = new CompletableFuture<>();
        thread.execute(() -> past.get()
                .ifPresentOrElse(
                        from -> span.complete(from.spanOf(selection, at)),
                        () -> span.completeExceptionally(new IllegalStateException("no history is kept"))));
        return span;
    }
}
