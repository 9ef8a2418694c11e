package io.thelook.dashboard.history;

import io.thelook.model.Record;
import io.thelook.service.thread.ServiceThread;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Writes changes to the store, once a second, on its own thread.
 *
 * <p>The changes {@linkplain Waiting wait} in memory. While the store cannot be written, they stay there, and the
 * writer retries after 1 to 30 s. If too many arrive, all are dropped: that time becomes a gap, and a refill brings
 * back the records that the live window still has. If DuckDB cannot be loaded, all changes are dropped, because only a
 * restart can fix that. Thread-safe.
 *
 * <p>Longer than 300 lines because it is one idea: when to write, and how to handle failures.
 */
final class Writer {

    private static final Logger LOG = Logger.getLogger(Writer.class);
    private static final Duration PACE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Changes in a transaction. */
    private static final int AT_A_TIME = 50_000;

    /**
     * Minimum free space on the disk for writing. A commit that finds the disk full fails and does no harm, but if that
     * happens while DuckDB moves its log (16 MB) to the file, it refuses all further work, even reading.
     */
    static final long LEAST_FREE_BYTES = 32_000_000;

    private static final Duration BETWEEN_REFILLS = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Runnable refill;
    private final ServiceThread thread = new ServiceThread("history");
    private final LongAdder written = new LongAdder();
    private final Waiting waiting = new Waiting();
    private final Retention retention;

    // The following belong to the thread.
    private final StoreFile file;
    private List<Change> batch = new ArrayList<>();
    private volatile long pauseMillis = PACE.toMillis();
    private boolean isClosed;
    private long refillAskedAt;
    private String told = "";
    private boolean isLoading;

    private volatile HistoryState state = HistoryState.unavailable("it is being opened");

    /** @param refill requests all records of the live window again; must return at once */
    Writer(HistorySettings settings, InstantSource clock, Runnable refill) {
        this.clock = clock;
        this.refill = refill;
        this.retention = new Retention(settings);
        this.file = new StoreFile(settings, clock, retention);
    }

    /**
     * Opens the store. If that fails, it retries later.
     *
     * @param reach how far back records are wanted, from the newest one
     * @return the kept records; empty if there are none. Fails with a {@link HistoryException} if it cannot be opened
     */
    CompletionStage<Optional<Restored>> open(Duration reach) {
        CompletableFuture<Optional<Restored>> restored = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                open();
                if (file.isWritable()) {
                    file.database().deleteTemporary();
                }
                restored.complete(file.restored(reach));
            } catch (Exception | LinkageError e) {
                fail(e);
                restored.completeExceptionally(e);
            } finally {
                schedule();
            }
        });
        return restored;
    }

    private void open() throws HistoryException {
        file.open();
        opened();
    }

    private void opened() {
        if (!file.isWritable()) {
            pause(file.database().obstacle());
        } else if (told.isEmpty()) {
            state = calm();
        } else {
            state = HistoryState.paused(told);
        }
    }

    /** The changes that wait, which receives further ones. */
    Waiting waiting() {
        return waiting;
    }

    /**
     * Writes records of the past at once.
     *
     * @param span all of whose records they are; {@code null} if more follow
     * @return fails if they cannot be written
     */
    CompletionStage<Void> load(List<Record> records, TimeSpan span) {
        return execute(() -> {
            List<Change> changes = new ArrayList<>(records.size());
            records.forEach(record -> changes.add(new Change.Put(record, null)));
            Coverage next = span == null ? file.coverage() : file.coverage().with(span);
            file.store().write(changes, next, null);
            file.covers(next);
            written.add(records.size());
        });
    }

    private interface Step {

        void run() throws SQLException;
    }

    /** Handles a read fault. If DuckDB accepts no further work after it, opens the file again. */
    void failedToRead(Database from, SQLException fault) {
        if (Faults.isFatal(fault)) {
            thread.execute(() -> {
                if (from == file.database()) {
                    failIfFatal(fault);
                }
            });
        }
    }

    private void failIfFatal(Throwable fault) {
        if (fault instanceof SQLException && Faults.isFatal(fault) && file.isWritable()) {
            fail(fault);
        }
    }

    private CompletionStage<Void> execute(Step step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                if (!file.isWritable()) {
                    throw new HistoryException(state.reason(), null);
                }
                requireRoom();
                step.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
                failIfFatal(e);
            }
        });
        return done;
    }

    /** Deletes the records of an incomplete span, before it is loaded. */
    CompletionStage<Void> clear(TimeSpan span) {
        return execute(() -> file.store().delete(span));
    }

    /** Sets whether the feed's past is being loaded. */
    void loading(boolean now) {
        thread.execute(() -> {
            isLoading = now;
            if (state.isKept()) {
                state = calm();
            }
        });
    }

    private HistoryState calm() {
        return isLoading ? HistoryState.LOADING : HistoryState.ON;
    }

    private void schedule() {
        if (!waiting.isHopeless()) {
            thread.schedule(this::flush, pauseMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void flush() {
        if (isClosed) {
            // It would open the file again.
            return;
        }
        try {
            if (file.isOpen() && !file.isWritable() && file.database().isWritable()) {
                file.close();
            }
            if (!file.isOpen()) {
                open();
            }
            if (!file.isWritable()) {
                throw new HistoryException(file.database().obstacle(), null);
            }
            write();
            file.covers(retention.clean(file.store(), file.database(), file.coverage(), clock.millis()));
            pauseMillis = PACE.toMillis();
            if (!told.isEmpty()) {
                told = "";
                LOG.info("the history is being kept again");
            }
            state = calm();
        } catch (Exception | LinkageError e) {
            fail(e);
        } finally {
            schedule();
        }
    }

    private void write() throws SQLException, HistoryException {
        Waiting.Taken taken = waiting.take(batch);
        batch = taken.changes();
        Coverage coverage = file.coverage();
        boolean coversMore =
                taken.covered() != null && !coverage.with(taken.covered()).equals(coverage);
        if (!batch.isEmpty() || coversMore) {
            requireRoom();
            writeBatch(taken);
        }
        long now = clock.millis();
        if (taken.hasLost() && Math.abs(now - refillAskedAt) >= BETWEEN_REFILLS.toMillis()) {
            refillAskedAt = now;
            waiting.refillRequested();
            refill.run();
        }
    }

    private void writeBatch(Waiting.Taken taken) throws SQLException {
        int done = 0;
        try {
            do {
                List<Change> some = batch.subList(done, Math.min(batch.size(), done + AT_A_TIME));
                boolean isLast = done + some.size() == batch.size();
                Coverage next = withCompleted(some);
                if (isLast && taken.covered() != null) {
                    next = next.with(taken.covered());
                }
                file.store().write(some, next, isLast ? taken.feed() : null, isLast ? taken.bookmark() : "");
                file.covers(next);
                done += some.size();
                written.add(some.size());
            } while (done < batch.size());
        } finally {
            batch = done == batch.size() ? new ArrayList<>() : new ArrayList<>(batch.subList(done, batch.size()));
            waiting.left(batch.size());
        }
    }

    private Coverage withCompleted(List<Change> changes) {
        Coverage next = file.coverage();
        for (Change change : changes) {
            if (change instanceof Change.Complete complete) {
                next = next.with(retention.kept(complete.span()));
            }
        }
        return next;
    }

    private void requireRoom() throws HistoryException {
        if (file.database().free() < LEAST_FREE_BYTES) {
            throw new HistoryException("the disk is full", null);
        }
    }

    /** Handles a failure and logs it once. After a fault of the file, opens it again so that it can be read. */
    private void fail(Throwable failure) {
        pauseMillis = Math.min(LONGEST_PAUSE.toMillis(), pauseMillis * 2);
        String reason = Faults.words(failure);
        if (failure instanceof LinkageError) {
            waiting.giveUp();
        }
        told = reason.equals(told) ? told : tell(reason);
        if (failure instanceof SQLException fault && Faults.isFatal(fault)) {
            reopen(fault);
        } else {
            pause(reason);
        }
    }

    private static String tell(String reason) {
        LOG.errorf("the history is not being kept: %s", reason);
        return reason;
    }

    private void pause(String reason) {
        state = file.readable() == null ? HistoryState.unavailable(reason) : HistoryState.paused(reason);
    }

    private void reopen(SQLException fault) {
        try {
            if (file.reopen(fault)) {
                waiting.missOfLog();
            }
            opened();
        } catch (HistoryException e) {
            pause(e.getMessage());
        }
    }

    /** The file, if it can be read; {@code null} otherwise. */
    Database readable() {
        return file.readable();
    }

    Coverage coverage() {
        return file.coverage();
    }

    HistoryState state() {
        return state;
    }

    /** The time until the next attempt to write. */
    Duration pause() {
        return Duration.ofMillis(pauseMillis);
    }

    ServiceThread thread() {
        return thread;
    }

    long written() {
        return written.sum();
    }

    long expiries() {
        return retention.expiries();
    }

    long bytes() {
        return retention.bytes();
    }

    /** Writes the waiting changes, and closes the store. */
    void close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                if (file.isWritable()) {
                    write();
                }
            } catch (SQLException | HistoryException | RuntimeException e) {
                LOG.errorf("the last changes of the history could not be written: %s", Faults.words(e));
            } finally {
                isClosed = true;
                file.close();
                closed.complete(null);
            }
        });
        try {
            closed.get(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.error("the history could not be closed in 5 s; the written changes are safe");
        }
        thread.shutdownNow();
    }
}
