package io.thelook.dashboard.history;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Replaces a damaged file by a usable one with all readable records. Keeps the damaged file under another name.
 *
 * <p>A damaged log is cut off before the damage: the part before it contains only whole transactions. From a damaged
 * file, the records are copied to a new one in pieces, without the pieces that cannot be read. The times of these are
 * then not covered, and a log is read again.
 */
final class Mending {

    private static final Logger LOG = Logger.getLogger(Mending.class);

    /** Rows of a row group: DuckDB's unit of storage. */
    private static final long PIECE = 122_880;

    /** Rows of the smaller pieces into which a piece with damage is divided. */
    private static final long SMALL_PIECE = PIECE / 20;

    private final HistorySettings settings;
    private final List<TimeSpan> lost = new ArrayList<>();
    private boolean isTimeUnknown;

    private Mending(HistorySettings settings) {
        this.settings = settings;
    }

    /**
     * Mends the file, which must not be open.
     *
     * @throws HistoryException if that fails
     */
    static Database of(HistorySettings settings, SQLException damage) throws HistoryException {
        try {
            return new Mending(settings).mend(damage);
        } catch (SQLException | IOException e) {
            throw new HistoryException(Faults.words(e), e);
        }
    }

    private Database mend(SQLException damage) throws SQLException, IOException {
        String stamp = ".damaged-" + Instant.now().toString().replace(':', '-').replaceAll("\\..*", "");
        SQLException fault = damage;
        Path file = Database.file(settings);
        Path log = Path.of(file + ".wal");
        if (Faults.isOfLog(damage) && Files.exists(log)) {
            Path aside = Files.copy(log, log.resolveSibling(log.getFileName() + stamp));
            LOG.errorf("the log of the history is damaged; it was copied to %s", aside);
            try {
                return withoutDamage(log, damage);
            } catch (SQLException e) {
                if (!Faults.isDamage(e)) {
                    throw e;
                }
                fault = e;
            }
        }
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + stamp + "-whole"));
        }
        Path aside = Files.move(file, file.resolveSibling(file.getFileName() + stamp));
        LOG.errorf(
                "the history is damaged; it is now %s, and a new one begins with the records that can be read: %s",
                aside, Faults.firstLine(fault));
        return copied(aside);
    }

    private Database withoutDamage(Path log, SQLException damage) throws SQLException, IOException {
        var whole = Faults.wholeBytesOfLog(damage);
        if (whole.isPresent()) {
            try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                channel.truncate(whole.getAsLong());
            }
            try {
                return Database.writable(settings);
            } catch (SQLException e) {
                if (!Faults.isOfLog(e) || !Faults.isDamage(e)) {
                    throw e;
                }
            }
        }
        Files.delete(log);
        return Database.writable(settings);
    }

    private Database copied(Path from) throws SQLException {
        Database database = Database.writable(settings);
        boolean isReady = false;
        try (Connection connection = database.connect()) {
            try {
                execute(connection, "ATTACH '" + from.toString().replace("'", "''") + "' AS damaged (READ_ONLY)");
                long end = number(connection, "SELECT max(rowid) + 1 FROM damaged.record");
                for (long row = 0; row < end; row += PIECE) {
                    copy(connection, row, row + PIECE);
                }
                copyCoverage(connection);
                execute(connection, "DETACH damaged");
            } catch (SQLException e) {
                if (!isUnreadable(e)) {
                    throw e;
                }
                LOG.errorf("the rest of the damaged history cannot be read: %s", Faults.firstLine(e));
            }
            LOG.errorf(
                    "%d records of the damaged history could be read",
                    number(connection, "SELECT count(*) FROM record"));
            isReady = true;
            return database;
        } finally {
            if (!isReady) {
                database.close();
            }
        }
    }

    /** Whether a read fault is caused by the content, and not, for example, by a full disk. */
    private static boolean isUnreadable(SQLException fault) {
        String message = fault.getMessage();
        return Faults.isDamage(fault) || message.startsWith("Catalog Error") || message.startsWith("INTERNAL Error");
    }

    /** Executes the SQL in a separate statement, because a failure closes the statement. */
    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void copy(Connection connection, long from, long to) throws SQLException {
        String rows = " FROM damaged.record WHERE rowid >= " + from + " AND rowid < " + to;
        try {
            execute(connection, "INSERT INTO record SELECT *" + rows);
        } catch (SQLException e) {
            if (!isUnreadable(e)) {
                throw e;
            }
            if (to - from > SMALL_PIECE) {
                for (long row = from; row < to; row += SMALL_PIECE) {
                    copy(connection, row, row + SMALL_PIECE);
                }
            } else {
                lose(connection, rows);
            }
        }
    }

    /** Records the times of unreadable rows; the times themselves may be readable. */
    private void lose(Connection connection, String rows) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet times = statement.executeQuery("SELECT min(created_at), max(created_at) + 1" + rows)) {
            times.next();
            long from = times.getLong(1);
            if (!times.wasNull()) {
                lost.add(new TimeSpan(from, times.getLong(2)));
            }
        } catch (SQLException e) {
            if (!isUnreadable(e)) {
                throw e;
            }
            isTimeUnknown = true;
        }
    }

    private void copyCoverage(Connection connection) throws SQLException {
        if (isTimeUnknown) {
            // Any day may lack records.
            return;
        }
        execute(connection, "INSERT INTO feed SELECT * FROM damaged.feed");
        Coverage coverage = RecordStore.coverage(connection, "damaged.coverage");
        for (TimeSpan span : lost) {
            coverage = coverage.without(span);
        }
        for (TimeSpan span : coverage.spans()) {
            execute(connection, "INSERT INTO coverage VALUES (" + span.from() + ", " + span.to() + ")");
        }
    }
}
