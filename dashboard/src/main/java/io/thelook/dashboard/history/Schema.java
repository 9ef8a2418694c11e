package io.thelook.dashboard.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of the history, as the steps that lead to them. The number of steps done is the version of a file. A file
 * of a later version is refused, because an older program could damage it.
 *
 * @param steps SQL statements of each step, in order; steps that were released never change
 */
record Schema(List<List<String>> steps) {

    /** The tables of this version of the program. */
    static final Schema CURRENT = new Schema(List.of(
            List.of(
                    RecordTable.CREATE,
                    "CREATE TABLE coverage (from_at BIGINT NOT NULL, to_at BIGINT NOT NULL)",
                    "CREATE TABLE feed (from_at BIGINT NOT NULL, now_at BIGINT NOT NULL)"),
            List.of("CREATE TABLE bookmark (text VARCHAR NOT NULL)")));

    /** Brings a file to this version, each step in a transaction. */
    void migrate(Connection connection) throws SQLException {
        execute(connection, "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
        for (int step = version(connection); step < steps.size(); step++) {
            migrate(connection, step);
        }
    }

    private void migrate(Connection connection, int step) throws SQLException {
        boolean isDone = false;
        execute(connection, "BEGIN TRANSACTION");
        try {
            for (String sql : steps.get(step)) {
                execute(connection, sql);
            }
            execute(connection, "DELETE FROM schema_version");
            execute(connection, "INSERT INTO schema_version VALUES (" + (step + 1) + ")");
            execute(connection, "COMMIT");
            isDone = true;
        } finally {
            if (!isDone) {
                rollBack(connection);
            }
        }
    }

    private static void rollBack(Connection connection) {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            // The transaction has already ended with the fault that is being thrown.
        }
    }

    /** Executes the SQL in a separate statement, because a failure closes the statement. */
    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Checks a read-only file.
     *
     * @throws SQLException if it is not of this version
     */
    void check(Connection connection) throws SQLException {
        int version = version(connection);
        if (version < steps.size()) {
            throw new SQLException("the history was written by an older version of the dashboard (schema " + version
                    + ", this one needs " + steps.size() + "), and it cannot be changed");
        }
    }

    private int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT max(version) FROM schema_version")) {
            row.next();
            int version = row.getInt(1);
            if (version > steps.size()) {
                throw new SQLException("the history was written by a newer version of the dashboard (schema " + version
                        + ", this one knows " + steps.size() + ")");
            }
            return version;
        }
    }
}
