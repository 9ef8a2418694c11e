package io.thelook.producer.persist;

import io.thelook.model.Money;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.Visit;
import io.thelook.producer.tables.Rows;
import io.thelook.producer.tables.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.postgresql.util.PSQLException;

/**
 * Writes what happens in the shop to a database, in batches of one transaction each, on a thread of its own. What happens
 * waits in a bounded buffer; when the buffer is full, the newest is dropped and counted, and the shop is not held up.
 *
 * <p>When the database is away, the batch is kept and written again once it is back. A row that is there already is left as it
 * is, so that a batch whose commit was never confirmed is not there twice. At any time
 *
 * <pre>   offered = written + dropped + waiting   </pre>
 *
 * <p>Thread-safe.
 */
final class DatabaseWriter {

    private static final Logger LOG = Logger.getLogger(DatabaseWriter.class);
    private static final int MOST_IN_BATCH = 1_000;
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Classes of the SQLSTATE codes. */
    private static final String DATA_EXCEPTION = "22";

    private static final String CONSTRAINT_VIOLATION = "23";
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    /** The tables whose rows come with a visit, so that what a row refers to comes before it. */
    private static final List<Table> OF_VISITS =
            List.of(Table.USERS, Table.ORDERS, Table.INVENTORY_ITEMS, Table.ORDER_ITEMS, Table.EVENTS);

    private final Database database;
    private final Rows rows;
    private final BlockingQueue<Happening> buffer;
    private final List<Happening> batch = new ArrayList<>();
    private final LongAdder offered = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Thread thread = new Thread(this::run, "persist");
    private volatile long written;
    private volatile boolean isConnected;
    private volatile boolean isStopping;

    // What follows belongs to the thread.

    private long wait = FIRST_WAIT.toMillis();
    private boolean isOneByOne;

    /** Drops that were told of in the log. */
    private long droppedTold;

    private long toldAt = System.nanoTime() - BETWEEN_WARNINGS.toNanos();

    /** Why the database did not take a row, if it did not. */
    private String refusal = "";

    /** What is to be written; without a visit, an order has changed. */
    private record Happening(Visit visit, Order order, long at) {}

    /** @param most how many visits and changes may wait */
    DatabaseWriter(Database database, Rows rows, int most) {
        this.database = database;
        this.rows = rows;
        this.buffer = new ArrayBlockingQueue<>(most);
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    void visited(Visit visit) {
        offer(new Happening(visit, null, visit.at()));
    }

    void changed(Order order, long at) {
        offer(new Happening(null, order, at));
    }

    private void offer(Happening happening) {
        offered.increment();
        if (!buffer.offer(happening)) {
            dropped.increment();
        }
    }

    /** Writes what waits, if the database is there, and gives up after some seconds. */
    void stop() {
        isStopping = true;
        try {
            thread.join(GOODBYE.toMillis());
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long left = waiting();
        if (left > 0) {
            LOG.warnf("%d visits and changes were not written to %s before the end", left, database.shown());
        }
    }

    private void run() {
        boolean isKnownToBeAway = false;
        while (!isDone()) {
            try (Connection connection = DriverManager.getConnection(database.url(), database.properties())) {
                prepare(connection);
                isConnected = true;
                LOG.infof("writing to %s, %d visits and changes wait", database.shown(), waiting());
                isKnownToBeAway = false;
                write(connection);
            } catch (SQLException | RuntimeException e) {
                isConnected = false;
                failures.increment();
                if (!isKnownToBeAway) {
                    LOG.warnf("cannot write to %s, trying again: %s", database.shown(), reason(e));
                    isKnownToBeAway = true;
                }
                if (isStopping || !pause(wait)) {
                    return;
                }
                wait = Math.min(wait * 2, LONGEST_WAIT.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static boolean pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private boolean isDone() {
        return isStopping && buffer.isEmpty() && batch.isEmpty();
    }

    private void prepare(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        Schema.create(connection);
        for (Table table : List.of(Table.DISTRIBUTION_CENTERS, Table.PRODUCTS)) {
            execute(connection, Schema.upsert(table), rows.of(table, Stream.empty(), 0));
        }
        connection.commit();
    }

    private void write(Connection connection) throws SQLException, InterruptedException {
        while (!isDone()) {
            fillBatch();
            if (!batch.isEmpty()) {
                List<Happening> part = isOneByOne ? batch.subList(0, 1) : batch;
                int size = part.size();
                try {
                    write(connection, part);
                    connection.commit();
                    written += size;
                    part.clear();
                } catch (SQLException e) {
                    if (!isRefused(e)) {
                        throw e;
                    }
                    connection.rollback();
                    giveUp(part, e);
                }
                isOneByOne &= !batch.isEmpty();
                wait = FIRST_WAIT.toMillis();
                tellOfDrops();
            }
        }
    }

    /** Whether the row cannot be written, whatever is tried. */
    private static boolean isRefused(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith(DATA_EXCEPTION) || state.startsWith(CONSTRAINT_VIOLATION));
    }

    /** What cannot be written does not hold up the rest: a batch is tried again piece by piece, a piece is dropped. */
    private void giveUp(List<Happening> part, SQLException e) {
        if (part.size() > 1) {
            isOneByOne = true;
            return;
        }
        refusal = reason(e);
        part.clear();
        dropped.increment();
    }

    /** In a line, and without the statement, which is long. */
    private static String reason(Exception e) {
        Throwable cause =
                e instanceof SQLException first && first.getNextException() != null ? first.getNextException() : e;
        if (cause instanceof PSQLException server && server.getServerErrorMessage() != null) {
            return server.getServerErrorMessage().getMessage();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    /** Takes what waits, unless there is a batch that was not confirmed. */
    private void fillBatch() throws InterruptedException {
        if (batch.isEmpty()) {
            Happening first = buffer.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                batch.add(first);
                buffer.drainTo(batch, MOST_IN_BATCH - 1);
            }
        }
    }

    private void write(Connection connection, List<Happening> part) throws SQLException {
        for (Table table : OF_VISITS) {
            execute(
                    connection,
                    Schema.insert(table),
                    part.stream()
                            .filter(each -> each.visit() != null)
                            .flatMap(each -> rows.of(table, Stream.of(each.visit()), each.at())));
        }
        for (Table table : List.of(Table.ORDERS, Table.ORDER_ITEMS)) {
            execute(
                    connection,
                    Schema.update(table),
                    part.stream()
                            .filter(each -> each.visit() == null)
                            .map(each -> Rows.progress(each.order(), each.at())));
        }
    }

    private static void execute(Connection connection, String sql, Stream<Object[]> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int waiting = 0;
            for (Iterator<Object[]> each = rows.iterator(); each.hasNext(); ) {
                Object[] row = each.next();
                for (int i = 0; i < row.length; i++) {
                    set(statement, i + 1, row[i]);
                }
                statement.addBatch();
                if (++waiting == MOST_IN_BATCH) {
                    statement.executeBatch();
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                statement.executeBatch();
            }
        }
    }

    private static void set(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof Money amount) {
            statement.setBigDecimal(index, amount.toBigDecimal());
        } else if (value instanceof Instant time) {
            statement.setObject(index, time.atOffset(ZoneOffset.UTC));
        } else if (value == null) {
            // Only times may be missing.
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(index, value);
        }
    }

    private void tellOfDrops() {
        long now = System.nanoTime();
        long drops = dropped.sum();
        if (drops > droppedTold && now - toldAt > BETWEEN_WARNINGS.toNanos()) {
            LOG.warnf(
                    "%d visits and changes did not reach %s: %s",
                    drops - droppedTold,
                    database.shown(),
                    refusal.isEmpty() ? "more waited than PERSIST_BUFFER allows" : refusal);
            droppedTold = drops;
            refusal = "";
            toldAt = now;
        }
    }

    /** Visits and changes that happened. */
    long offered() {
        return offered.sum();
    }

    /** Those that are in the database. */
    long written() {
        return written;
    }

    /** Those that were given up, because too many waited. */
    long dropped() {
        return dropped.sum();
    }

    /** Those that are still to be written. */
    long waiting() {
        return offered() - written - dropped();
    }

    /** Connections lost or refused, and batches that failed. */
    long failures() {
        return failures.sum();
    }

    boolean isConnected() {
        return isConnected;
    }
}
