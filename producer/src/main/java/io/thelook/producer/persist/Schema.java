package io.thelook.producer.persist;

import io.thelook.producer.tables.Table;
import io.thelook.producer.tables.Table.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The reference's schema in words of SQL. */
final class Schema {

    /** Where the tables are. */
    static final String NAME = "ecommerce";

    private Schema() {}

    /** Makes what is not there yet. */
    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + NAME);
            for (Table table : Table.values()) {
                statement.execute(table(table));
            }
            statement.execute(
                    "CREATE INDEX IF NOT EXISTS order_items_created_at ON " + NAME + ".order_items (created_at)");
            statement.execute("CREATE INDEX IF NOT EXISTS order_items_order_id ON " + NAME + ".order_items (order_id)");
        }
    }

    private static String table(Table table) {
        String columns =
                table.columns().stream().map(column -> column(table, column)).collect(Collectors.joining(", "));
        return "CREATE TABLE IF NOT EXISTS " + name(table) + " (" + columns + ")";
    }

    private static String column(Table table, Column column) {
        String type =
                switch (column.type()) {
                    case TEXT -> "text";
                    case INTEGER -> "integer";
                    case DECIMAL -> "double precision";
                    case MONEY -> "numeric";
                    case TIME -> "timestamptz";
                };
        String references =
                column.references().map(other -> " REFERENCES " + name(other)).orElse("");
        return column.name() + " " + type + (column.mayBeNull() ? "" : " NOT NULL")
                + (column.equals(table.key()) ? " PRIMARY KEY" : "") + references;
    }

    static String name(Table table) {
        return NAME + "." + (table == Table.DISTRIBUTION_CENTERS ? "dist_centers" : table.label());
    }

    /** Adds a row, unless it is there already. */
    static String insert(Table table) {
        List<String> names = table.columns().stream().map(Column::name).toList();
        return "INSERT INTO " + name(table) + " (" + String.join(", ", names) + ") VALUES ("
                + String.join(", ", Collections.nCopies(names.size(), "?")) + ") ON CONFLICT ("
                + table.key().name() + ") DO NOTHING";
    }

    /** Adds a row, or makes the one that is there equal to it. */
    static String upsert(Table table) {
        String changes = table.columns().stream()
                .skip(1)
                .map(column -> column.name() + " = EXCLUDED." + column.name())
                .collect(Collectors.joining(", "));
        return insert(table).replace("DO NOTHING", "DO UPDATE SET " + changes);
    }

    /** Sets how far an order has come: status, the three times, and the order. */
    static String update(Table table) {
        return "UPDATE " + name(table)
                + " SET status = ?, shipped_at = ?, delivered_at = ?, returned_at = ? WHERE order_id = ?";
    }
}
