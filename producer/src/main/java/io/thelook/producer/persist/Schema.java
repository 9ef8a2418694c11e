package io.thelook.producer.persist;

import io.thelook.producer.tables.Table;
import io.thelook.producer.tables.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The SQL statements for the reference's schema. */
final class Schema {

    /** The name of the schema that contains the tables. */
    static final String NAME = "ecommerce";

    private Schema() {}

    static String createSchema() {
        return "CREATE SCHEMA IF NOT EXISTS " + NAME;
    }

    /** Returns the statements that create a table and the indexes for queries of it. */
    static List<String> create(Table table) {
        String columns =
                table.columns().stream().map(column -> column(table, column)).collect(Collectors.joining(", "));
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE IF NOT EXISTS " + name(table) + " (" + columns + ")");
        if (table == Table.ORDER_ITEMS) {
            for (String column : List.of("created_at", "order_id")) {
                statements.add("CREATE INDEX IF NOT EXISTS order_items_" + column + " ON " + name(table) + " (" + column
                        + ")");
            }
        }
        return statements;
    }

    /**
     * Returns the statement that lets new connections find the tables without the schema's name. Tables of the same
     * name in the schema {@code public} come first, so that other users of the database still find theirs.
     *
     * @param ofDatabase whether to set it for all users of the current database, which only its owner may do; otherwise
     *     it is set for the current user
     */
    static String setSearchPath(boolean ofDatabase) {
        String whose = ofDatabase ? "DATABASE %I" : "ROLE CURRENT_USER IN DATABASE %I";
        return "DO $$ BEGIN EXECUTE format('ALTER " + whose + " SET search_path TO \"$user\", public, " + NAME
                + "', current_database()); END $$";
    }

    /** Returns the SQL type of a column. */
    static String type(Column column) {
        return switch (column.type()) {
            case TEXT -> "text";
            case INTEGER -> "int4";
            case DECIMAL -> "float8";
            case MONEY -> "numeric";
            case TIME -> "timestamptz";
        };
    }

    private static String column(Table table, Column column) {
        String references =
                column.references().map(other -> " REFERENCES " + name(other)).orElse("");
        return column.name() + " " + type(column) + (column.mayBeNull() ? "" : " NOT NULL")
                + (column.equals(table.key()) ? " PRIMARY KEY" : "") + references;
    }

    static String name(Table table) {
        return NAME + "." + unqualified(table);
    }

    /** Returns the table's name within the schema. */
    static String unqualified(Table table) {
        return table == Table.DISTRIBUTION_CENTERS ? "dist_centers" : table.label();
    }

    /**
     * Returns the statement that adds rows and skips those that already exist. Each parameter is an array with one
     * column of all rows, so the statement is the same for any number of rows and the server parses it once.
     */
    static String insert(Table table) {
        String names = table.columns().stream().map(Column::name).collect(Collectors.joining(", "));
        String arrays = table.columns().stream()
                .map(column -> "?::" + type(column) + "[]")
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + name(table) + " (" + names + ") SELECT * FROM unnest(" + arrays + ") ON CONFLICT ("
                + table.key().name() + ") DO NOTHING";
    }

    /** Returns the statement that adds rows and overwrites those that already exist. */
    static String upsert(Table table) {
        String changes = table.columns().stream()
                .skip(1)
                .map(column -> column.name() + " = EXCLUDED." + column.name())
                .collect(Collectors.joining(", "));
        return insert(table).replace("DO NOTHING", "DO UPDATE SET " + changes);
    }

    /**
     * Returns the statement that updates the status of orders. Each parameter is an array: status, the three times, and
     * the orders' ids.
     */
    static String update(Table table) {
        return "UPDATE " + name(table) + " AS t SET status = v.status, shipped_at = v.shipped_at,"
                + " delivered_at = v.delivered_at, returned_at = v.returned_at"
                + " FROM unnest(?::text[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::text[])"
                + " AS v (status, shipped_at, delivered_at, returned_at, order_id) WHERE t.order_id = v.order_id";
    }
}
