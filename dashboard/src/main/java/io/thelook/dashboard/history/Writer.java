package io.thelook.dashboard.history;

import io.thelook.dashboard.window.RecordListener;
import io.thelook.model.Record;
import io.thelook.service.thread.ServiceThread;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
 * <p>The changes wait in memory, at most {@link #MOST_WAITING}. While the store cannot be written, they stay there, and
 * writing is tried again after 1 to 30 s. If more arrive, all are dropped and counted: that time is then a gap in what
 * is kept, and {@link Refill} brings back what the live window still has. Thread-safe.
 */
final class Writer implements RecordListener {

    /** Limit on changes that wait. */
    static final int MOST_WAITING = 500_000;

    private static final Logger LOG = Logger.getLogger(Writer.class);
    private static final Duration PACE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_CLEANINGS = Duration.ofMinutes(10);

    private final HistorySettings settings;
    private final InstantSource clock;
    private final Refill refill;
    private final ServiceThread thread = new ServiceThread("history");
    private final LongAdder written = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder expired = new LongAdder();

    // Guarded by this.
    private List<Change> waiting = new ArrayList<>();
    private TimeSpan covered;
    private TimeSpan feed;
    private boolean hasLost;

    // The following belong to the thread.
    private Database database;
    private RecordStore store;
    private List<Change> batch = new ArrayList<>();
    private long pauseMillis = PACE.toMillis();
    private long cleanedAt;
    private boolean isLoading;

    private volatile Coverage coverage = Coverage.NONE;
    private volatile HistoryState state = HistoryState.unavailable("it is being opened");
    private volatile Database readable;
    private volatile long bytes;

    /** Brings back what was dropped. */
    @FunctionalInterface
    interface Refill {

        /** Passes all records of the live window on again. Must return at once. */
        void request();
    }

    /**
     * What the store had when it was opened.
     *
     * @param records of the time asked for
     * @param covered the last span for which all records are kept; {@code null} if there is none
     * @param feed the feed's own window at the end; {@code null} if there is none
     */
    record Restored(List<Record> records, TimeSpan covered, TimeSpan feed) {}

    Writer(HistorySettings settings, InstantSource clock, Refill refill) {
        this.settings = settings;
        this.clock = clock;
        this.refill = refill;
    }

    /**
     * Opens the store. If that fails, it is tried again later.
     *
     * @param reach how far back records are wanted, from the end of what is kept
     * @return what the store has; fails with a {@link HistoryException} if it cannot be opened
     */
    CompletionStage<Restored> open(Duration reach) {
        CompletableFuture<Restored> restored = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                open();
                long end = coverage.to();
                List<TimeSpan> spans = coverage.spans();
                restored.complete(
                        spans.isEmpty()
                                ? new Restored(List.of(), null, null)
                                : new Restored(
                                        store.recordsSince(end - reach.toMillis()),
                                        spans.get(spans.size() - 1),
                                        store.feed()));
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
        Database opened = Database.open(settings);
        try {
            store = new RecordStore(opened.connect());
            coverage = store.coverage();
            database = opened;
            readable = opened;
            bytes = opened.bytes();
            state = HistoryState.ON;
        } catch (SQLException e) {
            store = null;
            close(opened);
            throw new HistoryException(Faults.words(e), e);
        }
    }

    @Override
    public synchronized void put(Record record, Record previous) {
        add(new Change.Put(record, previous));
    }

    @Override
    public synchronized void removed(Record record) {
        add(new Change.RemoveItem(record));
    }

    @Override
    public synchronized void orderRemoved(String orderId) {
        add(new Change.RemoveOrder(orderId));
    }

    private void add(Change change) {
        if (waiting.size() >= MOST_WAITING) {
            dropped.add(waiting.size());
            waiting = new ArrayList<>();
            hasLost = true;
        }
        waiting.add(change);
    }

    /**
     * All records of a span have been passed on.
     *
     * @param complete the span
     * @param feedsOwn the feed's own window
     */
    synchronized void covered(TimeSpan complete, TimeSpan feedsOwn) {
        covered = complete;
        feed = feedsOwn;
    }

    /** All records of the live window have been passed on again. */
    synchronized void refilled() {
        hasLost = false;
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
            Coverage next = span == null ? coverage : coverage.with(span);
            store.write(changes, next, null);
            coverage = next;
            written.add(records.size());
        });
    }

    private interface Step {

        void run() throws SQLException;
    }

    private CompletionStage<Void> execute(Step step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                if (store == null) {
                    throw new HistoryException(state.reason(), null);
                }
                step.run();
                done.complete(null);
            } catch (SQLException | HistoryException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    /** Deletes the records of a span, of which not all are kept, before they are loaded. */
    CompletionStage<Void> clear(TimeSpan span) {
        return execute(() -> store.delete(span));
    }

    /** Says whether the feed's past is being loaded. */
    void loading(boolean now) {
        thread.execute(() -> {
            isLoading = now;
            if (state.mode() == HistoryState.Mode.ON || state.mode() == HistoryState.Mode.LOADING) {
                state = calm();
            }
        });
    }

    private HistoryState calm() {
        return isLoading ? HistoryState.LOADING : HistoryState.ON;
    }

    private void schedule() {
        thread.schedule(this::flush, pauseMillis, TimeUnit.MILLISECONDS);
    }

    private void flush() {
        try {
            if (store == null) {
                open();
            }
            write();
            clean();
            pauseMillis = PACE.toMillis();
            if (state.mode() == HistoryState.Mode.PAUSED) {
                LOG.info("the history is being kept again");
            }
            state = calm();
        } catch (Exception | LinkageError e) {
            fail(e);
        } finally {
            schedule();
        }
    }

    private void write() throws SQLException {
        TimeSpan nowCovered;
        TimeSpan nowFeed;
        boolean wasLost;
        synchronized (this) {
            if (batch.isEmpty()) {
                batch = waiting;
            } else {
                batch.addAll(waiting);
            }
            waiting = new ArrayList<>();
            wasLost = hasLost;
            nowCovered = wasLost ? null : covered;
            nowFeed = feed;
        }
        if (batch.size() > MOST_WAITING) {
            dropped.add(batch.size());
            batch = new ArrayList<>();
            synchronized (this) {
                hasLost = true;
            }
            wasLost = true;
            nowCovered = null;
        }
        Coverage next = nowCovered == null ? coverage : coverage.with(nowCovered);
        if (!batch.isEmpty() || !next.equals(coverage)) {
            store.write(batch, next, nowFeed);
            coverage = next;
            written.add(batch.size());
            batch = new ArrayList<>();
        }
        if (wasLost) {
            refill.request();
        }
    }

    /** Deletes what is too old, or does not fit into the limit of bytes, by whole days. */
    private void clean() throws SQLException {
        long now = clock.millis();
        if (now - cleanedAt < BETWEEN_CLEANINGS.toMillis()) {
            return;
        }
        cleanedAt = now;
        ShopCalendar calendar = settings.calendar();
        long oldest = store.oldest();
        long edge = calendar.plusDays(calendar.midnightBefore(now), -settings.days());
        if (oldest < edge) {
            expire(edge);
        }
        bytes = database.bytes();
        while (bytes > settings.maxBytes()) {
            long oldestDay = store.oldest();
            if (oldestDay >= calendar.midnightBefore(now)) {
                break;
            }
            expire(calendar.dayOf(oldestDay).to());
            bytes = database.bytes();
        }
    }

    private void expire(long before) throws SQLException {
        Coverage next = coverage.since(before);
        store.deleteBefore(before, next);
        coverage = next;
        expired.increment();
        LOG.infof("the history before %s has been deleted", settings.calendar().dateOf(before));
    }

    /** Takes note of a failure, says so once, and closes the store, so that it is opened anew. */
    private void fail(Throwable failure) {
        String reason = failure instanceof LinkageError
                ? "DuckDB cannot be loaded on this machine: " + Faults.words(failure)
                : Faults.words(failure);
        HistoryState next = readable == null ? HistoryState.unavailable(reason) : HistoryState.paused(reason);
        if (!next.equals(state)) {
            LOG.errorf("the history is not being kept: %s", reason);
        }
        state = next;
        pauseMillis = Math.min(LONGEST_PAUSE.toMillis(), pauseMillis * 2);
        if (failure instanceof SQLException && Faults.isFatal(failure)) {
            reopen();
        }
    }

    /** After a fault of the file, DuckDB refuses all further work until the file is opened anew. */
    private void reopen() {
        readable = null;
        closeStore();
    }

    private void closeStore() {
        if (store != null) {
            try {
                store.close();
            } catch (SQLException e) {
                LOG.debug("the store's connection could not be closed", e);
            }
            store = null;
        }
        if (database != null) {
            close(database);
            database = null;
        }
    }

    private static void close(Database database) {
        try {
            database.close();
        } catch (SQLException e) {
            LOG.debug("the history could not be closed", e);
        }
    }

    /** The file, if it can be read; {@code null} otherwise. */
    Database readable() {
        return readable;
    }

    Coverage coverage() {
        return coverage;
    }

    HistoryState state() {
        return state;
    }

    ServiceThread thread() {
        return thread;
    }

    long written() {
        return written.sum();
    }

    long dropped() {
        return dropped.sum();
    }

    long expiries() {
        return expired.sum();
    }

    long bytes() {
        return bytes;
    }

    synchronized int waiting() {
        return waiting.size();
    }

    /** Writes what waits, and closes the store. */
    void close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                if (store != null) {
                    write();
                }
            } catch (SQLException e) {
                LOG.errorf("the last changes of the history could not be written: %s", Faults.words(e));
            } finally {
                readable = null;
                closeStore();
                closed.complete(null);
            }
        });
        try {
            closed.get(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.error("the history could not be closed in 5 s; what was written is safe");
        }
        thread.shutdownNow();
    }
}
