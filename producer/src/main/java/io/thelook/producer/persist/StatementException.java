package io.thelook.producer.persist;

import io.thelook.producer.tables.Table;
import java.sql.SQLException;
import java.util.Optional;

/** A statement on the schema or on one of its tables failed. Has the SQLSTATE of its cause. */
final class StatementException extends SQLException {

    private static final long serialVersionUID = 1L;

    private final Table table;
    private final boolean isCreating;

    /**
     * @param table {@code null} for the schema
     * @param isCreating whether the statement creates the schema or the table
     */
    StatementException(Table table, boolean isCreating, SQLException cause) {
        super(cause.getMessage(), cause.getSQLState(), cause);
        this.table = table;
        this.isCreating = isCreating;
    }

    /** The table; empty for the schema. */
    Optional<Table> table() {
        return Optional.ofNullable(table);
    }

    /** Whether the statement creates the schema or the table. */
    boolean isCreating() {
        return isCreating;
    }
}
