package io.thelook.producer.persist;

import io.thelook.model.Money;
import io.thelook.producer.store.Visit;
import io.thelook.producer.tables.Rows;
import io.thelook.producer.tables.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Writes rows to the tables, many per statement. Does not commit. Immutable and thread-safe. */
final class Batches {

    private static final int MOST_ROWS = 1_000;

    /** The tables that are written once per connection. */
    static final List<Table> OF_CATALOGUE = List.of(Table.DISTRIBUTION_CENTERS, Table.PRODUCTS);

    /** The tables that a visit adds rows to. Each comes after the tables that it references. */
    static final List<Table> OF_VISITS =
            List.of(Table.USERS, Table.ORDERS, Table.INVENTORY_ITEMS, Table.ORDER_ITEMS, Table.EVENTS);

    /** The tables whose rows change with an order's status. */
    static final List<Table> OF_CHANGES = List.of(Table.ORDERS, Table.ORDER_ITEMS);

    /** The SQL types of the values that {@link Rows#progress} returns. */
    private static final List<String> CHANGE = List.of("text", "timestamptz", "timestamptz", "timestamptz", "text");

    private final Rows rows;

    Batches(Rows rows) {
        this.rows = rows;
    }

    /**
     * Writes the rows that do not change while the shop is open: distribution centres and products. Overwrites existing
     * rows.
     */
    void writeCatalogue(Connection connection) throws SQLException {
        for (Table table : OF_CATALOGUE) {
            execute(connection, table, Schema.upsert(table), types(table), rows.of(table, Stream.empty(), 0));
        }
    }

    /** Inserts the rows of the visits, except those that already exist, then applies the changes. */
    void write(Connection connection, List<Happening> batch) throws SQLException {
        for (Table table : OF_VISITS) {
            Stream<Object[]> added =
                    batch.stream().filter(each -> each.visit() != null).flatMap(each -> rows(table, each.visit()));
            execute(connection, table, Schema.insert(table), types(table), added);
        }
        // A statement updates each order once, so only the last change of each order is applied.
        Map<UUID, Object[]> changed = new LinkedHashMap<>();
        for (Happening each : batch) {
            if (each.visit() == null) {
                changed.put(each.order().id(), Rows.progress(each.order(), each.at()));
            }
        }
        for (Table table : OF_CHANGES) {
            execute(connection, table, Schema.update(table), CHANGE, changed.values().stream());
        }
    }

    private Stream<Object[]> rows(Table table, Visit visit) {
        return rows.of(table, Stream.of(visit), visit.at());
    }

    /**
     * Asks the server for the plan of each statement. This fails for the same reasons as the statement, and changes
     * nothing.
     */
    static void check(Connection connection) throws StatementException {
        for (Table table : OF_CATALOGUE) {
            explain(connection, table, Schema.upsert(table), types(table));
        }
        for (Table table : OF_VISITS) {
            explain(connection, table, Schema.insert(table), types(table));
        }
        for (Table table : OF_CHANGES) {
            explain(connection, table, Schema.update(table), CHANGE);
        }
    }

    private static List<String> types(Table table) {
        return table.columns().stream().map(Schema::type).toList();
    }

    private static void explain(Connection connection, Table table, String sql, List<String> types)
            throws StatementException {
        try (PreparedStatement statement = connection.prepareStatement("EXPLAIN " + sql)) {
            set(statement, types, List.of());
            statement.executeQuery().close();
        } catch (SQLException e) {
            throw new StatementException(table, false, e);
        }
    }

    private static void execute(
            Connection connection, Table table, String sql, List<String> types, Stream<Object[]> rows)
            throws StatementException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            List<Object[]> some = new ArrayList<>();
            for (Iterator<Object[]> each = rows.iterator(); each.hasNext(); ) {
                some.add(each.next());
                if (some.size() == MOST_ROWS || !each.hasNext()) {
                    set(statement, types, some);
                    statement.executeUpdate();
                    some.clear();
                }
            }
        } catch (SQLException e) {
            throw new StatementException(table, false, e);
        }
    }

    /** Sets each parameter to an array of the values in one column. */
    private static void set(PreparedStatement statement, List<String> types, List<Object[]> rows) throws SQLException {
        for (int i = 0; i < types.size(); i++) {
            int column = i;
            Object[] values = rows.stream().map(row -> inSql(row[column])).toArray();
            statement.setArray(i + 1, statement.getConnection().createArrayOf(types.get(i), values));
        }
    }

    private static Object inSql(Object value) {
        if (value instanceof Money amount) {
            return amount.toBigDecimal();
        }
        return value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value;
    }
}
