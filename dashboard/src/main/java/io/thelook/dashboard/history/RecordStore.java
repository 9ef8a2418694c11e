package io.thelook.dashboard.history;

import io.thelook.model.Record;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
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
 * <p>A new row is appended. Where an older version may be, it is looked for and deleted first: at its time, if the live
 * window knew it, and otherwise in the days in which {@link KnownKeys} does not exclude it. There is no index, which
 * would take more memory than all else. A batch is one transaction. Not thread-safe.
 */
final class RecordStore implements AutoCloseable {

    private static final int IDS_AT_A_TIME = 1_000;

    private final DuckDBConnection connection;
    private final RecordTable table = new RecordTable();
    private KnownKeys known = new KnownKeys();

    /** @param connection of its own, which this store closes */
    RecordStore(DuckDBConnection connection) throws SQLException {
        this.connection = connection;
        execute("CREATE TEMP TABLE IF NOT EXISTS probe (day BIGINT, item_key BIGINT)");
        learnKeys();
    }

    private void learnKeys() throws SQLException {
        known = new KnownKeys();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT created_at, item_key FROM record")) {
            while (rows.next()) {
                known.add(rows.getLong(1), rows.getLong(2));
            }
        }
    }

    /** The identity of a record. */
    private record ItemId(String orderId, String itemId) {

        static ItemId of(Record record) {
            return new ItemId(record.orderId(), record.itemId());
        }
    }

    /** What becomes of an item in a batch. */
    private static final class Outcome {

        private final long key;

        /** The newest version; {@code null} if the item is removed. */
        private Record newest;

        /** Whether it replaces whatever version the store has: after a removal, or a record without a version. */
        private boolean replacesAny;

        /** The days in which older versions may be, each with the span of their times. */
        private final Map<Long, TimeSpan> whereabouts = new TreeMap<>();

        private Outcome(long key) {
            this.key = key;
        }

        private void put(Record record) {
            if (record.updatedAt() == 0) {
                replacesAny = true;
            } else if (newest != null && record.updatedAt() < newest.updatedAt()) {
                return;
            }
            newest = record;
        }

        private void remove() {
            newest = null;
            replacesAny = true;
        }

        private boolean isOlderThan(long version) {
            return newest != null && !replacesAny && newest.updatedAt() < version;
        }

        private void mayBeIn(long day, long from, long to) {
            whereabouts.merge(
                    day,
                    new TimeSpan(from, to),
                    (one, other) -> new TimeSpan(Math.min(one.from(), other.from()), Math.max(one.to(), other.to())));
        }
    }

    /**
     * Writes a batch, and what else belongs to it.
     *
     * @param coverage what is kept after it
     * @param feed the feed's own window after it; {@code null} if it has none
     * @throws SQLException if nothing was written
     */
    void write(List<Change> changes, Coverage coverage, TimeSpan feed) throws SQLException {
        Map<ItemId, Outcome> outcomes = new LinkedHashMap<>();
        Set<String> removedOrders = new HashSet<>();
        for (Change change : changes) {
            if (change instanceof Change.Put put) {
                outcome(outcomes, put.record(), put.previous()).put(put.record());
            } else if (change instanceof Change.RemoveItem removal) {
                outcome(outcomes, removal.record(), removal.record()).remove();
            } else if (change instanceof Change.RemoveOrder removal) {
                removedOrders.add(removal.orderId());
                outcomes.keySet().removeIf(item -> item.orderId().equals(removal.orderId()));
            }
        }
        List<Outcome> appended = new ArrayList<>();
        boolean isDone = false;
        execute("BEGIN TRANSACTION");
        try {
            for (String orderId : removedOrders) {
                delete(orderId);
            }
            Set<ItemId> stale = deleteOlder(outcomes);
            outcomes.forEach((item, outcome) -> {
                if (outcome.newest != null && !stale.contains(item)) {
                    appended.add(outcome);
                }
            });
            append(appended);
            save(coverage, feed);
            execute("COMMIT");
            isDone = true;
        } finally {
            if (!isDone) {
                rollBack();
            }
        }
        appended.forEach(outcome -> known.add(outcome.newest.createdAt(), outcome.key));
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

    /** Deletes the older versions of items; returns the items of which the store has a newer one. */
    private Set<ItemId> deleteOlder(Map<ItemId, Outcome> outcomes) throws SQLException {
        Map<Long, TimeSpan> days = new TreeMap<>();
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
        for (int from = 0; from < rows.size(); from += IDS_AT_A_TIME) {
            List<Long> some = rows.subList(from, Math.min(rows.size(), from + IDS_AT_A_TIME));
            execute("DELETE FROM record WHERE rowid IN ("
                    + some.stream().map(String::valueOf).collect(Collectors.joining(",")) + ")");
        }
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

    private void delete(String orderId) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM record WHERE order_key = ? AND order_id = ?")) {
            statement.setLong(1, table.orderKey(orderId));
            statement.setString(2, orderId);
            statement.executeUpdate();
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

    /** What was kept when the last batch was written. */
    Coverage coverage() throws SQLException {
        Coverage coverage = Coverage.NONE;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT from_at, to_at FROM coverage")) {
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
        List<Record> records = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + RecordTable.COLUMNS
                + " FROM record WHERE created_at >= ? ORDER BY created_at, order_id, item_id")) {
            statement.setLong(1, time);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    records.add(RecordTable.read(rows));
                }
            }
        }
        return records;
    }

    /** Deletes the records before a time, and gives their room in the file free. */
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
        execute("CHECKPOINT");
    }

    /** Deletes the records of a span. */
    void delete(TimeSpan span) throws SQLException {
        execute("DELETE FROM record WHERE created_at >= " + span.from() + " AND created_at < " + span.to());
    }

    /** The time of the oldest record; {@link Long#MAX_VALUE} if there is none. */
    long oldest() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT min(created_at) FROM record")) {
            row.next();
            long oldest = row.getLong(1);
            return row.wasNull() ? Long.MAX_VALUE : oldest;
        }
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
            // The transaction has ended with the fault that is on its way to the caller.
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
