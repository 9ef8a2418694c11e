package io.thelook.dashboard.history;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The file of the history and its store, while they are open. A damaged file is mended, but at most once an hour.
 * Belongs to the writer's thread, except {@link #readable} and {@link #coverage}.
 */
final class StoreFile {

    private static final Logger LOG = Logger.getLogger(StoreFile.class);
    private static final Duration BETWEEN_MENDINGS = Duration.ofHours(1);

    private final HistorySettings settings;
    private final InstantSource clock;
    private final Retention retention;

    /** Both {@code null} while the file is not open. */
    private Database database;

    private RecordStore store;
    private long mendedAt = Long.MIN_VALUE;

    private volatile Coverage coverage = Coverage.NONE;
    private volatile Database readable;

    StoreFile(HistorySettings settings, InstantSource clock, Retention retention) {
        this.settings = settings;
        this.clock = clock;
        this.retention = retention;
    }

    /**
     * Opens the file.
     *
     * @throws HistoryException if it cannot be opened; the message says why, in words
     */
    void open() throws HistoryException {
        try {
            use(Database.open(settings));
        } catch (SQLException e) {
            if (!Faults.isDamage(e)) {
                throw new HistoryException(Faults.words(e), e);
            }
            mend(e);
        }
    }

    /**
     * Opens the file again after a fault after which DuckDB refuses all further work.
     *
     * @return whether records have been lost
     * @throws HistoryException as {@link #open}
     */
    boolean reopen(SQLException fault) throws HistoryException {
        close();
        boolean isDamaged = Faults.isDamage(fault);
        if (isDamaged) {
            mend(fault);
        } else {
            open();
        }
        return isDamaged;
    }

    /** Replaces the file by one with all records that can still be read. */
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
            isReady = true;
        } finally {
            if (!isReady) {
                closeStore();
                close(opened);
            }
        }
    }

    /**
     * The newest kept records.
     *
     * @param reach how far back records are wanted, from the newest one
     * @return empty if nothing is kept
     */
    Optional<Restored> restored(Duration reach) throws SQLException {
        List<TimeSpan> spans = coverage.spans();
        return spans.isEmpty()
                ? Optional.empty()
                : Optional.of(new Restored(
                        store.recordsSince(coverage.to() - reach.toMillis()),
                        spans.get(spans.size() - 1),
                        store.feed(),
                        store.bookmark()));
    }

    boolean isOpen() {
        return store != null;
    }

    boolean isWritable() {
        return store != null && !database.isReadOnly();
    }

    Database database() {
        return database;
    }

    RecordStore store() {
        return store;
    }

    /** Sets the current coverage. */
    void covers(Coverage next) {
        coverage = next;
    }

    /** The coverage, as far as is known. */
    Coverage coverage() {
        return coverage;
    }

    /** The file, if it can be read; {@code null} otherwise. */
    Database readable() {
        return readable;
    }

    /** Closes the file. Nothing can be read until it is opened again. */
    void close() {
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
}
