package io.thelook.producer.persist;

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
 * Writes what happens in the shop to a database, in batches of one transaction each, on the thread {@code persist}. The shop
 * never waits for it: see {@link Backlog}.
 *
 * <p>After a failure the batch is kept and written again over a new connection. A row that exists already is left as it is, so
 * that a batch whose commit was not confirmed is not written twice. A {@linkplain Fault#isPermanent permanent} fault is tried again
 * only once a minute. A row that the database refuses is dropped alone, as is one that cannot be made.
 *
 * <p>Thread-safe.
 */
final class DatabaseWriter {

    private static final Logger LOG = Logger.getLogger(DatabaseWriter.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ON_ERROR = Duration.ofSeconds(1);
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    /** Classes of the SQLSTATE codes. */
    private static final String DATA_EXCEPTION = "22";

    private static final String CONSTRAINT_VIOLATION = "23";

    /** A column of the table must not be empty that the producer does not know, or leaves empty: no row will do. */
    private static final String NOT_NULL_VIOLATION = "23502";

    private final Database database;
    private final Batches batches;
    private final Backlog backlog;
    private final Attempts attempts;
    private final ServiceThread thread = new ServiceThread("persist");
    private volatile boolean isStopping;

    /** Belongs to the thread. */
    private Connection connection;

    /** @param most how many visits and changes may wait */
    DatabaseWriter(Database database, Rows rows, int most) {
        this(database, new Batches(rows), new Backlog(most), Attempts.Pauses.USUAL);
    }

    DatabaseWriter(Database database, Batches batches, Backlog backlog, Attempts.Pauses pauses) {
        this.database = database;
        this.batches = batches;
        this.backlog = backlog;
        attempts = new Attempts(database.shown(), backlog, pauses);
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

    /** Writes what waits, if the database is there, and gives up after some seconds. */
    void stop() {
        isStopping = true;
        Future<?> end = thread.submit(this::drain);
        try {
            end.get(GOODBYE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // What is left is said below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow();
        long left = backlog.waiting();
        if (left > 0) {
            LOG.warnf("%d visits and changes were not written to %s before the end", left, database.shown());
        }
    }

    private void drain() {
        while (step().isZero()) {
            // The next batch.
        }
        disconnect();
    }

    /** Does one step, and comes again, whatever happens in it; until {@link #stop}. */
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

    /** Connects if needed, and writes a batch. Returns the pause until the next step: zero if more may wait. */
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
            return attempts.fail(Fault.of(e));
        } catch (RuntimeException | Error e) {
            disconnect();
            attempts.fail(new Fault(false, "unexpected " + e.getClass().getSimpleName() + ", see the log"));
            throw e;
        } finally {
            attempts.tellOfDrops();
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
                LOG.debug("the connection to the database was not closed in order", e);
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

    /** Whether it is the row that cannot be written, while others can. */
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

    /** What is offered, written, dropped and still waiting. */
    Backlog backlog() {
        return backlog;
    }

    /** How the attempts to write have gone. */
    Attempts attempts() {
        return attempts;
    }

    /** The thread that writes. */
    ServiceThread thread() {
        return thread;
    }
}
