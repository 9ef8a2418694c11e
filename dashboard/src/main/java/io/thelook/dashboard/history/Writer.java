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
 * is kept, and {@link Refill} brings back what the live window still has. Where DuckDB cannot be loaded, all changes
 * are dropped, because only another start of the program can mend that. Thread-safe.
 *
 * <p>Longer than most classes, because writing, its failures and what waits meanwhile share their state.
 */
final class Writer implements RecordListener {

    /** Limit on changes that wait. */
    static final int MOST_WAITING = 500_000;

    /** The limit while the records of the live window come again, of which there may be two million. */
    private static final int MOST_WHILE_REFILLING = 5 * MOST_WAITING;

    private static final Logger LOG = Logger.getLogger(Writer.class);
    private static final Duration PACE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Changes in a transaction. */
    private static final int AT_A_TIME = 50_000;

    /**
     * With less room on the disk, nothing is written. A commit that finds the disk full fails and does no harm, but if
     * that happens while DuckDB moves its log (16 MB) to the file, it refuses all further work, even reading.
     */
    static final long LEAST_FREE_BYTES = 32_000_000;

    private static final Duration BETWEEN_REFILLS = Duration.ofSeconds(30);
    private static final Duration BETWEEN_MENDINGS = Duration.ofHours(1);

    private final HistorySettings settings;
    private final InstantSource clock;
    private final Refill refill;
    private final ServiceThread thread = new ServiceThread("history");
    private final LongAdder written = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final Retention retention;

    // Guarded by this.
    private List<Change> waiting = new ArrayList<>();
    private TimeSpan covered;
    private TimeSpan feed;
    private long losses;
    private long lossesAtRequest;
    private long lossesMended;
    private boolean isRefilling;
    private boolean isHopeless;

    // The following belong to the thread.
    private Database database;
    private RecordStore store;
    private List<Change> batch = new ArrayList<>();
    private volatile long pauseMillis = PACE.toMillis();
    private long mendedAt = Long.MIN_VALUE;
    private boolean isClosed;
    private long refillAskedAt;
    private String told = "";
    private boolean isLoading;

    private volatile Coverage coverage = Coverage.NONE;
    private volatile HistoryState state = HistoryState.unavailable("it is being opened");
    private volatile Database readable;
    private volatile int unwritten;

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
        this.retention = new Retention(settings);
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
                if (!database.isReadOnly()) {
                    database.deleteTemporary();
                }
                restored.complete(restored(reach));
            } catch (Exception | LinkageError e) {
                fail(e);
                restored.completeExceptionally(e);
            } finally {
                schedule();
            }
        });
        return restored;
    }

    private Restored restored(Duration reach) throws SQLException {
        List<TimeSpan> spans = coverage.spans();
        return spans.isEmpty()
                ? new Restored(List.of(), null, null)
                : new Restored(
                        store.recordsSince(coverage.to() - reach.toMillis()),
                        spans.get(spans.size() - 1),
                        store.feed());
    }

    private void open() throws HistoryException {
        try {
            use(Database.open(settings));
        } catch (SQLException e) {
            if (!Faults.isDamage(e)) {
                throw new HistoryException(Faults.words(e), e);
            }
            mend(e);
        }
    }

    /** Replaces the file by one with all that can be read of it. */
    private void mend(SQLException damage) throws HistoryException {
        long now = clock.millis();
        if (mendedAt != Long.MIN_VALUE && now - mendedAt < BETWEEN_MENDINGS.toMillis()) {
            throw new HistoryException("its file is damaged again: the disk or the memory seems to be faulty", damage);
        }
        mendedAt = now;
        closeStore();
        try {
            use(Mending.of(settings, damage));
        } catch (SQLException e) {
            throw new HistoryException(Faults.words(e), e);
        }
    }

    private void use(Database opened) throws SQLException {
        boolean isReady = false;
        try {
            RecordStore itsStore = opened.isReadOnly()
                    ? RecordStore.readOnly(opened.connect())
                    : RecordStore.writable(opened.connect());
            database = opened;
            store = itsStore;
            coverage = itsStore.coverage();
            retention.measure(opened);
            readable = opened;
            if (opened.isReadOnly()) {
                pause(opened.obstacle());
            } else if (told.isEmpty()) {
                state = calm();
            } else {
                state = HistoryState.paused(told);
            }
            isReady = true;
        } finally {
            if (!isReady) {
                closeStore();
                close(opened);
            }
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
        if (isHopeless) {
            dropped.increment();
            return;
        }
        if (waiting.size() >= (isRefilling ? MOST_WHILE_REFILLING : MOST_WAITING)) {
            dropped.add(waiting.size());
            waiting = new ArrayList<>();
            losses++;
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
        // What was lost after the request, perhaps by refilling, is still missing.
        lossesMended = lossesAtRequest;
        isRefilling = false;
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

    /** Takes note of a fault of reading. If DuckDB accepts no further work after it, the file is opened anew. */
    void failedToRead(Database from, SQLException fault) {
        if (Faults.isFatal(fault)) {
            thread.execute(() -> {
                if (from == database) {
                    failIfFatal(fault);
                }
            });
        }
    }

    private void failIfFatal(Throwable fault) {
        if (fault instanceof SQLException && Faults.isFatal(fault) && store != null && !database.isReadOnly()) {
            fail(fault);
        }
    }

    private CompletionStage<Void> execute(Step step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                if (store == null || database.isReadOnly()) {
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

    private synchronized void schedule() {
        if (!isHopeless) {
            thread.schedule(this::flush, pauseMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void flush() {
        if (isClosed) {
            // It would open the file again.
            return;
        }
        try {
            if (store != null && database.isReadOnly() && database.isWritable()) {
                readable = null;
                closeStore();
            }
            if (store == null) {
                open();
            }
            if (database.isReadOnly()) {
                throw new HistoryException(database.obstacle(), null);
            }
            write();
            Coverage rest = retention.clean(store, database, coverage, clock.millis());
            coverage = rest;
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
        TimeSpan nowCovered;
        TimeSpan nowFeed;
        boolean hasLost;
        synchronized (this) {
            hasLost = losses > lossesMended;
            if (!batch.isEmpty() && batch.size() + waiting.size() > MOST_WAITING) {
                dropped.add(batch.size());
                batch = new ArrayList<>();
                losses++;
                hasLost = true;
            }
            if (batch.isEmpty()) {
                batch = waiting;
            } else {
                batch.addAll(waiting);
            }
            waiting = new ArrayList<>();
            nowCovered = hasLost ? null : covered;
            nowFeed = feed;
            unwritten = batch.size();
        }
        Coverage next = nowCovered == null ? coverage : coverage.with(nowCovered);
        if (!batch.isEmpty() || !next.equals(coverage)) {
            requireRoom();
            writeBatch(next, nowFeed);
        }
        long now = clock.millis();
        if (hasLost && Math.abs(now - refillAskedAt) >= BETWEEN_REFILLS.toMillis()) {
            refillAskedAt = now;
            synchronized (this) {
                lossesAtRequest = losses;
                isRefilling = true;
            }
            refill.request();
        }
    }

    private void writeBatch(Coverage next, TimeSpan nowFeed) throws SQLException {
        int done = 0;
        try {
            do {
                List<Change> some = batch.subList(done, Math.min(batch.size(), done + AT_A_TIME));
                boolean isLast = done + some.size() == batch.size();
                store.write(some, isLast ? next : coverage, isLast ? nowFeed : null);
                done += some.size();
                written.add(some.size());
            } while (done < batch.size());
            coverage = next;
        } finally {
            batch = done == batch.size() ? new ArrayList<>() : new ArrayList<>(batch.subList(done, batch.size()));
            unwritten = batch.size();
        }
    }

    private void requireRoom() throws HistoryException {
        if (database.free() < LEAST_FREE_BYTES) {
            throw new HistoryException("the disk is full", null);
        }
    }

    /** Takes note of a failure, and says so once. After a fault of the file, opens it anew, so that it can be read. */
    private void fail(Throwable failure) {
        pauseMillis = Math.min(LONGEST_PAUSE.toMillis(), pauseMillis * 2);
        String reason = Faults.words(failure);
        if (failure instanceof LinkageError) {
            dropAll();
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
        state = readable == null ? HistoryState.unavailable(reason) : HistoryState.paused(reason);
    }

    private synchronized void dropAll() {
        isHopeless = true;
        dropped.add(waiting.size());
        waiting = new ArrayList<>();
    }

    private void reopen(SQLException fault) {
        readable = null;
        closeStore();
        try {
            if (Faults.isDamage(fault)) {
                mend(fault);
            } else {
                open();
            }
        } catch (HistoryException e) {
            pause(e.getMessage());
        }
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

    /** The time until writing is tried again. */
    Duration pause() {
        return Duration.ofMillis(pauseMillis);
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
        return retention.expiries();
    }

    long bytes() {
        return retention.bytes();
    }

    synchronized int waiting() {
        return unwritten + waiting.size();
    }

    /** Writes what waits, and closes the store. */
    void close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                if (store != null && !database.isReadOnly()) {
                    write();
                }
            } catch (SQLException | HistoryException | RuntimeException e) {
                LOG.errorf("the last changes of the history could not be written: %s", Faults.words(e));
            } finally {
                isClosed = true;
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
