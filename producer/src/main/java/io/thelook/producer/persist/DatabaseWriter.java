package io.thelook.producer.persist;

import io.thelook.producer.outbox.Attempts;
import io.thelook.producer.outbox.Attempts.Pauses;
import io.thelook.producer.outbox.Attempts.Wording;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.Visit;
import io.thelook.producer.tables.Rows;
import io.thelook.service.thread.ServiceThread;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Writes the shop's visits and changes to a database, in batches of one transaction each, on the thread
 * {@code persist}. The shop never waits for it: see {@link Backlog}.
 *
 * <p>After a failure, the writer keeps the batch and retries it over a new connection. It skips rows that already
 * exist, so a batch whose commit was not confirmed is not written twice. After a {@linkplain Fault#isPermanent
 * permanent} fault, it retries only once a minute. If the database refuses a row, or a row cannot be computed, the
 * writer drops only the visit or change with that row.
 *
 * <p>Thread-safe.
 */
final class DatabaseWriter {

    private static final Logger LOG = Logger.getLogger(DatabaseWriter.class);
    private static final Wording WORDING =
            new Wording("write", "writing", "written", "visits and changes", "PERSIST_BUFFER");
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ON_ERROR = Duration.ofSeconds(1);
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    /** A class of SQLSTATE codes. */
    private static final String DATA_EXCEPTION = "22";

    /** A class of SQLSTATE codes. */
    private static final String CONSTRAINT_VIOLATION = "23";

    /**
     * A NOT NULL column of the table is unknown to the producer, or the producer leaves it empty: the table refuses
     * every row.
     */
    private static final String NOT_NULL_VIOLATION = "23502";

    private final Database database;
    private final Batches batches;
    private final Backlog backlog;
    private final Attempts attempts;
    private final ServiceThread thread = new ServiceThread("persist");
    private volatile boolean isStopping;

    /** Used only by the writer's thread; {@code null} while disconnected. */
    private Connection connection;

    /** @param most limit on waiting visits and changes */
    DatabaseWriter(Database database, Rows rows, int most) {
        this(database, new Batches(rows), new Backlog(most), Pauses.USUAL);
    }

    DatabaseWriter(Database database, Batches batches, Backlog backlog, Pauses pauses) {
        this.database = database;
        this.batches = batches;
        this.backlog = backlog;
        attempts = new Attempts(LOG, database.shown(), WORDING, backlog.outbox(), pauses);
    }

    void start() {
        thread.execute(this::run);
    }

    void visited(Visit visit) {
        backlog.offer(Happening.of(visit));
    }

    void changed(Order order, long at) {
        backlog.offer(Happening.of(order, at));
    }

    /** Writes the remaining backlog if the database is available. Gives up after 5 seconds. */
    void stop() {
        isStopping = true;
        Future<?> end = thread.submit(this::drain);
        try {
            end.get(GOODBYE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // The remaining backlog is logged below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow();
        attempts.tellOfRest();
    }

    private void drain() {
        while (step().isZero()) {
            // Continue with the next batch.
        }
        disconnect();
    }

    /** Runs one step and schedules the next, even if the step fails, until {@link #stop}. */
    private void run() {
        if (isStopping) {
            return;
        }
        Duration next = ON_ERROR;
        try {
            next = step();
        } finally {
            if (!isStopping) {
                thread.schedule(this::run, next.toNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    /** Connects if needed and writes a batch. Returns the pause until the next step: zero if more may be waiting. */
    private Duration step() {
        try {
            if (connection == null) {
                connect();
            }
            List<Happening> part = backlog.next();
            if (!part.isEmpty()) {
                write(part);
            }
            attempts.succeed();
            return part.isEmpty() ? POLL : Duration.ZERO;
        } catch (SQLException e) {
            disconnect();
            Fault fault = Fault.of(e);
            return attempts.fail(fault.isPermanent(), fault.reason());
        } catch (RuntimeException | Error e) {
            disconnect();
            attempts.fail(false, "unexpected " + e.getClass().getSimpleName() + ", see the log");
            throw e;
        } finally {
            attempts.tellOfLosses();
        }
    }

    private void connect() throws SQLException {
        connection = database.connect();
        connection.setAutoCommit(false);
        new SchemaSetup(connection).run();
        batches.writeCatalogue(connection);
        connection.commit();
    }

    private void disconnect() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("the connection to the database was not closed properly", e);
            }
            connection = null;
        }
    }

    private void write(List<Happening> part) throws SQLException {
        try {
            batches.write(connection, part);
            connection.commit();
            backlog.confirmWritten();
        } catch (SQLException e) {
            if (!isRefusal(e)) {
                throw e;
            }
            connection.rollback();
            refuse(Fault.words(e));
        } catch (RuntimeException | Error e) {
            refuse("unexpected " + e.getClass().getSimpleName());
            throw e;
        }
    }

    /** Whether the database refuses this row but may accept others. */
    private static boolean isRefusal(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return (state.startsWith(DATA_EXCEPTION) || state.startsWith(CONSTRAINT_VIOLATION))
                && !state.equals(NOT_NULL_VIOLATION);
    }

    private void refuse(String reason) {
        if (backlog.refuse()) {
            attempts.refuse(reason);
        }
    }

    /** The waiting visits and changes, with the counts of offered, written, dropped and waiting ones. */
    Backlog backlog() {
        return backlog;
    }

    /** The outcomes of the attempts to write. */
    Attempts attempts() {
        return attempts;
    }

    /** The thread that writes. */
    ServiceThread thread() {
        return thread;
    }
}
