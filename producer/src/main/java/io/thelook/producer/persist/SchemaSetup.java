package io.thelook.producer.persist;

import io.thelook.producer.tables.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Brings the schema of a database into the state that the writer needs. It creates only what is missing, because a user
 * with the privilege to write rows may lack the privilege to create tables. Then it asks the server for the plan of
 * each of the writer's statements. This fails if a table has another shape or a privilege is missing, and changes
 * nothing. Does not commit.
 */
final class SchemaSetup {

    private static final Logger LOG = Logger.getLogger(SchemaSetup.class);

    /** Selects whether a search path is configured for the database or the user. If so, it is not changed. */
    private static final String HAS_SEARCH_PATH = """
            SELECT EXISTS (
              SELECT FROM pg_catalog.pg_db_role_setting s
              LEFT JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
              LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
              CROSS JOIN unnest(s.setconfig) AS config
              WHERE config LIKE 'search_path=%'
                AND (s.setdatabase = 0 OR d.datname = current_database())
                AND (s.setrole = 0 OR r.rolname = current_user))
            """;

    private static final String OWNS_DATABASE =
            "SELECT pg_has_role(current_user, datdba, 'USAGE') FROM pg_catalog.pg_database"
                    + " WHERE datname = current_database()";

    private final Connection connection;

    SchemaSetup(Connection connection) {
        this.connection = connection;
    }

    /** @throws StatementException if something is missing and cannot be created, or a table does not accept the rows */
    void run() throws SQLException {
        boolean isNew =
                !isTrue("SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = '" + Schema.NAME + "')");
        if (isNew) {
            create(null, Schema.createSchema());
        }
        Set<String> found = tables();
        for (Table table : Table.values()) {
            if (!found.contains(Schema.unqualified(table))) {
                for (String sql : Schema.create(table)) {
                    create(table, sql);
                }
            }
        }
        Batches.check(connection);
        if (isNew) {
            setSearchPath();
        }
    }

    private Set<String> tables() throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT relname FROM pg_catalog.pg_class c"
                        + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = '"
                        + Schema.NAME + "' AND c.relkind <> 'i'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private void create(Table table, String sql) throws StatementException {
        try {
            execute(sql);
        } catch (SQLException e) {
            throw new StatementException(table, true, e);
        }
    }

    /**
     * Lets queries find the tables without the schema's name, as in the reference's database. If a statement fails,
     * logs a warning and leaves the search path unchanged.
     */
    private void setSearchPath() throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            if (!isTrue(HAS_SEARCH_PATH)) {
                execute(Schema.setSearchPath(isTrue(OWNS_DATABASE)));
            }
        } catch (SQLException e) {
            connection.rollback(before);
            LOG.warnf(
                    "cannot set the search path, so queries have to name the schema %s: %s",
                    Schema.NAME, Fault.words(e));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private boolean isTrue(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getBoolean(1);
        }
    }
}
