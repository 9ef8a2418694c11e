package io.thelook.dashboard.relay;

import io.thelook.dashboard.window.Query;
import io.thelook.model.Record;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The records of queries, for downloads. They are collected on the engine's thread, which has views to make: one query at a
 * time, and after each the engine is left alone for {@value #REST} times as long as it took. Thread-safe.
 */
final class QueriedRecords {

    private static final int REST = 4;
    private static final Duration LONGEST_REST = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Function<Query, CompletableFuture<List<Record>>> engine;
    private final Duration patience;
    private final Semaphore turn = new Semaphore(1, true);

    /** Belongs to whoever has the turn. */
    private long restUntil = System.nanoTime();

    /** @param engine collects the records; does nothing more for a result that is cancelled */
    QueriedRecords(Function<Query, CompletableFuture<List<Record>>> engine) {
        this(engine, PATIENCE);
    }

    /** @param patience how long a turn, and how long the records are waited for */
    QueriedRecords(Function<Query, CompletableFuture<List<Record>>> engine, Duration patience) {
        this.engine = engine;
        this.patience = patience;
    }

    /**
     * The records of a query; blocks until they are there.
     *
     * @param gone completes when nobody wants them any more
     * @throws IOException if they cannot be had at the moment; the message says why
     */
    List<Record> of(Query query, CompletionStage<Void> gone) throws IOException {
        try {
            if (!turn.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("too many downloads before this one: try again later");
            }
            try {
                TimeUnit.NANOSECONDS.sleep(restUntil - System.nanoTime());
                return collect(query, gone);
            } finally {
                turn.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the service stops");
        }
    }

    private List<Record> collect(Query query, CompletionStage<Void> gone) throws IOException, InterruptedException {
        long began = System.nanoTime();
        CompletableFuture<List<Record>> records = engine.apply(query);
        gone.thenRun(() -> records.cancel(false));
        try {
            return records.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | CancellationException | ExecutionException e) {
            throw new IOException("the records are not to be had at the moment: try again later", e);
        } finally {
            records.cancel(false);
            long now = System.nanoTime();
            restUntil = now + Math.min((now - began) * REST, LONGEST_REST.toNanos());
        }
    }
}
