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
    static final Schema CURRENT = new Schema(List.of(List.of(
            RecordTable.CREATE,
            "CREATE TABLE coverage (from_at BIGINT NOT NULL, to_at BIGINT NOT NULL)",
            "CREATE TABLE feed (from_at BIGINT NOT NULL, now_at BIGINT NOT NULL)")));

    /** Brings a file to this version, each step in a transaction. */
    void migrate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
            int version = version(statement);
            if (version > steps.size()) {
                throw new SQLException("the history was written by a newer version of the dashboard (schema " + version
                        + ", this one knows " + steps.size() + ")");
            }
            for (int step = version; step < steps.size(); step++) {
                statement.execute("BEGIN TRANSACTION");
                try {
                    for (String sql : steps.get(step)) {
                        statement.execute(sql);
                    }
                    statement.execute("DELETE FROM schema_version");
                    statement.execute("INSERT INTO schema_version VALUES (" + (step + 1) + ")");
                    statement.execute("COMMIT");
                } catch (SQLException e) {
                    statement.execute("ROLLBACK");
                    throw e;
                }
            }
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT max(version) FROM schema_version")) {
            row.next();
            return row.getInt(1);
        }
    }
}
