package io.thelook.dashboard.history;

import io.thelook.model.Record;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Writes the records: each item has one row, its newest version.
 *
 * <p>A new row is appended. An older version is first found and deleted: at its time, if the live window knew it, and
 * otherwise in the days for which {@link KnownKeys} does not exclude it. There is no index, because it would take more
 * memory than everything else. A batch is one transaction. Not thread-safe.
 *
 * <p>Longer than 300 lines because all uses of the writing connection are in one place.
 */
final class RecordStore implements AutoCloseable {

    private static final int IDS_AT_A_TIME = 1_000;

    /** Records that are read at a time, if they are spread evenly over time. */
    private static final long RECORDS_AT_A_TIME = 100_000;

    /** Number of rows whose keys are read at a time. */
    private static final long ROWS_AT_A_TIME = 1_000_000;

    private final DuckDBConnection connection;
    private final RecordTable table = new RecordTable();
    private final KnownKeys known = new KnownKeys();

    private RecordStore(DuckDBConnection connection) {
        this.connection = connection;
    }

    /**
     * A writable store.
     *
     * @param connection for this store alone, which closes it
     */
    static RecordStore writable(DuckDBConnection connection) throws SQLException {
        RecordStore store = new RecordStore(connection);
        boolean isReady = false;
        try {
            store.execute("CREATE TEMP TABLE probe (day BIGINT, item_key BIGINT)");
            store.execute("CREATE TEMP TABLE gone (order_key BIGINT)");
            store.learnKeys();
            isReady = true;
            return store;
        } finally {
            if (!isReady) {
                connection.close();
            }
        }
    }

    /**
     * A read-only store.
     *
     * @param connection for this store alone, which closes it
     */
    static RecordStore readOnly(DuckDBConnection connection) {
        return new RecordStore(connection);
    }

    private void learnKeys() throws SQLException {
        long end = number("SELECT max(rowid) + 1 FROM record", 0);
        for (long row = 0; row < end; row += ROWS_AT_A_TIME) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT created_at, item_key FROM record WHERE rowid >= "
                            + row + " AND rowid < " + (row + ROWS_AT_A_TIME))) {
                while (rows.next()) {
                    known.add(rows.getLong(1), rows.getLong(2));
                }
            }
        }
    }

    private long number(String sql, long ifNone, long... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setLong(i + 1, values[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                long number = row.getLong(1);
                return row.wasNull() ? ifNone : number;
            }
        }
    }

    /** Like the other, without a log. */
    void write(List<Change> changes, Coverage coverage, TimeSpan feed) throws SQLException {
        write(changes, coverage, feed, "");
    }

    /**
     * Writes a batch with its coverage, window and bookmark.
     *
     * @param coverage the times for which all records are kept after it
     * @param feed the feed's own window after it; {@code null} if it has none
     * @param bookmark of the log that was read for it; empty if the last one still counts
     * @throws SQLException if nothing was written
     */
    void write(List<Change> changes, Coverage coverage, TimeSpan feed, String bookmark) throws SQLException {
        Map<String, Integer> removals = removals(changes);
        Map<ItemId, Outcome> outcomes = new LinkedHashMap<>();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            if (change instanceof Change.Put put && !isRemovedAfter(i, put.record(), removals)) {
                outcome(outcomes, put.record(), put.previous()).put(put.record());
            } else if (change instanceof Change.RemoveItem removal && !isRemovedAfter(i, removal.record(), removals)) {
                outcome(outcomes, removal.record(), removal.record()).remove();
            }
        }
        List<Outcome> appended = new ArrayList<>();
        boolean isDone = false;
        execute("BEGIN TRANSACTION");
        try {
            delete(removals.keySet());
            Set<ItemId> stale = deleteOlder(outcomes);
            outcomes.forEach((item, outcome) -> {
                if (outcome.newest != null && !stale.contains(item)) {
                    appended.add(outcome);
                }
            });
            append(appended);
            save(coverage, feed);
            save(bookmark);
            // Before the commit, which may fail after everything was written: a superfluous key costs only a lookup in
            // the store.
            appended.forEach(outcome -> known.add(outcome.newest.createdAt(), outcome.key));
            execute("COMMIT");
            isDone = true;
        } finally {
            if (!isDone) {
                rollBack();
            }
        }
    }

    /** The removed orders, each with the place of its last removal. */
    private static Map<String, Integer> removals(List<Change> changes) {
        Map<String, Integer> removals = new HashMap<>();
        for (int i = 0; i < changes.size(); i++) {
            if (changes.get(i) instanceof Change.RemoveOrder removal) {
                removals.put(removal.orderId(), i);
            }
        }
        return removals;
    }

    private static boolean isRemovedAfter(int place, Record record, Map<String, Integer> removals) {
        return !removals.isEmpty() && place < removals.getOrDefault(record.orderId(), -1);
    }

    private Outcome outcome(Map<ItemId, Outcome> outcomes, Record record, Record previous) {
        Outcome outcome = outcomes.get(ItemId.of(record));
        boolean isFirst = outcome == null;
        if (isFirst) {
            outcome = new Outcome(table.itemKey(record.orderId(), record.itemId()));
            outcomes.put(ItemId.of(record), outcome);
        }
        if (previous != null) {
            outcome.mayBeIn(KnownKeys.day(previous.createdAt()), previous.createdAt(), previous.createdAt() + 1);
        } else if (isFirst) {
            for (long day : known.daysOf(outcome.key)) {
                outcome.mayBeIn(day, day * KnownKeys.DAY_MILLIS, (day + 1) * KnownKeys.DAY_MILLIS);
            }
        }
        return outcome;
    }

    /** Deletes the older versions of items; returns the items for which the store has a newer one. */
    private Set<ItemId> deleteOlder(Map<ItemId, Outcome> outcomes) throws SQLException {
        Map<Long, TimeSpan> days = new TreeMap<>();
        if (outcomes.values().stream().allMatch(outcome -> outcome.whereabouts.isEmpty())) {
            return Set.of();
        }
        execute("DELETE FROM probe");
        try (DuckDBAppender probe = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "probe")) {
            for (Outcome outcome : outcomes.values()) {
                for (var day : outcome.whereabouts.entrySet()) {
                    probe.beginRow();
                    probe.append(day.getKey());
                    probe.append(outcome.key);
                    probe.endRow();
                    days.merge(
                            day.getKey(),
                            day.getValue(),
                            (one, other) ->
                                    new TimeSpan(Math.min(one.from(), other.from()), Math.max(one.to(), other.to())));
                }
            }
        }
        Set<ItemId> stale = new HashSet<>();
        List<Long> rows = new ArrayList<>();
        for (var day : days.entrySet()) {
            find(day.getKey(), day.getValue(), outcomes, rows, stale);
        }
        deleteRows(rows);
        return stale;
    }

    private void find(long day, TimeSpan span, Map<ItemId, Outcome> outcomes, List<Long> rows, Set<ItemId> stale)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT rowid, order_id, item_id, updated_at FROM record WHERE created_at >= ? AND created_at < ?"
                        + " AND item_key IN (SELECT item_key FROM probe WHERE day = ?)")) {
            statement.setLong(1, span.from());
            statement.setLong(2, span.to());
            statement.setLong(3, day);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    ItemId item = new ItemId(found.getString(2), found.getString(3));
                    Outcome outcome = outcomes.get(item);
                    if (outcome == null) {
                        continue;
                    }
                    if (outcome.isOlderThan(found.getLong(4))) {
                        stale.add(item);
                    } else {
                        rows.add(found.getLong(1));
                    }
                }
            }
        }
    }

    private void delete(Set<String> orderIds) throws SQLException {
        if (orderIds.isEmpty()) {
            return;
        }
        execute("DELETE FROM gone");
        try (DuckDBAppender gone = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "gone")) {
            for (String orderId : orderIds) {
                gone.beginRow();
                gone.append(table.orderKey(orderId));
                gone.endRow();
            }
        }
        List<Long> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT rowid, order_id FROM record WHERE order_key IN (SELECT order_key FROM gone)")) {
            while (found.next()) {
                if (orderIds.contains(found.getString(2))) {
                    rows.add(found.getLong(1));
                }
            }
        }
        deleteRows(rows);
    }

    private void deleteRows(List<Long> rows) throws SQLException {
        for (int from = 0; from < rows.size(); from += IDS_AT_A_TIME) {
            List<Long> some = rows.subList(from, Math.min(rows.size(), from + IDS_AT_A_TIME));
            execute("DELETE FROM record WHERE rowid IN ("
                    + some.stream().map(String::valueOf).collect(Collectors.joining(",")) + ")");
        }
    }

    private void append(List<Outcome> outcomes) throws SQLException {
        if (outcomes.isEmpty()) {
            return;
        }
        try (DuckDBAppender appender = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "record")) {
            for (Outcome outcome : outcomes) {
                table.append(appender, outcome.newest, outcome.key);
            }
        }
    }

    private void save(Coverage coverage, TimeSpan feed) throws SQLException {
        execute("DELETE FROM coverage");
        for (TimeSpan span : coverage.spans()) {
            execute("INSERT INTO coverage VALUES (" + span.from() + ", " + span.to() + ")");
        }
        if (feed != null) {
            execute("DELETE FROM feed");
            execute("INSERT INTO feed VALUES (" + feed.from() + ", " + feed.to() + ")");
        }
    }

    private void save(String bookmark) throws SQLException {
        if (bookmark.isEmpty()) {
            return;
        }
        execute("DELETE FROM bookmark");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO bookmark VALUES (?)")) {
            insert.setString(1, bookmark);
            insert.execute();
        }
    }

    /** The bookmark of a log when the last batch was written; empty if there was none. */
    String bookmark() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT text FROM bookmark")) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    /** The coverage when the last batch was written. */
    Coverage coverage() throws SQLException {
        return coverage(connection, "coverage");
    }

    /** The coverage in a table. */
    static Coverage coverage(Connection connection, String table) throws SQLException {
        Coverage coverage = Coverage.NONE;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT from_at, to_at FROM " + table)) {
            while (rows.next()) {
                coverage = coverage.with(new TimeSpan(rows.getLong(1), rows.getLong(2)));
            }
        }
        return coverage;
    }

    /** The feed's own window when the last batch was written; {@code null} if there was none. */
    TimeSpan feed() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT from_at, now_at FROM feed")) {
            return rows.next() ? new TimeSpan(rows.getLong(1), rows.getLong(2)) : null;
        }
    }

    /** The records from a time on, in order of time. */
    List<Record> recordsSince(long time) throws SQLException {
        long from = oldestSince(time);
        if (from == Long.MAX_VALUE) {
            return List.of();
        }
        TimeSpan all = new TimeSpan(from, number("SELECT max(created_at) + 1 FROM record", from + 1));
        List<Record> records = new ArrayList<>();
        for (TimeSpan part : all.parts(count(all) / RECORDS_AT_A_TIME + 1)) {
            read(part, records);
        }
        return records;
    }

    private void read(TimeSpan span, List<Record> to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + RecordTable.COLUMNS
                + " FROM record WHERE created_at >= ? AND created_at < ? ORDER BY created_at, order_id, item_id")) {
            statement.setLong(1, span.from());
            statement.setLong(2, span.to());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    to.add(RecordTable.read(rows));
                }
            }
        }
    }

    /** Deletes the records before a time, and frees their space in the file. */
    void deleteBefore(long time, Coverage coverage) throws SQLException {
        boolean isDone = false;
        execute("BEGIN TRANSACTION");
        try {
            execute("DELETE FROM record WHERE created_at < " + time);
            save(coverage, null);
            execute("COMMIT");
            isDone = true;
        } finally {
            if (!isDone) {
                rollBack();
            }
        }
        known.forgetBefore(time);
        checkpoint();
    }

    /** Frees the space of deleted records in the file, unless a query is reading them. */
    void checkpoint() throws SQLException {
        execute("CHECKPOINT");
    }

    /** Deletes the records of a span. */
    void delete(TimeSpan span) throws SQLException {
        execute("DELETE FROM record WHERE created_at >= " + span.from() + " AND created_at < " + span.to());
    }

    /** The time of the oldest record since a time; {@link Long#MAX_VALUE} if there is none. */
    long oldestSince(long time) throws SQLException {
        return number("SELECT min(created_at) FROM record WHERE created_at >= ?", Long.MAX_VALUE, time);
    }

    /** The number of records of a span. */
    long count(TimeSpan span) throws SQLException {
        return number(
                "SELECT count(*) FROM record WHERE created_at >= ? AND created_at < ?", 0, span.from(), span.to());
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void rollBack() {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // The transaction has already ended with the fault that is being thrown.
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
