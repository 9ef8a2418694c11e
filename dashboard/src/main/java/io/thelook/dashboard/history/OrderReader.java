package io.thelook.dashboard.history;

import io.thelook.dashboard.window.Filter;
import io.thelook.dashboard.window.OrderLine;
import io.thelook.model.Record;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the orders of a span. Not thread-safe. */
final class OrderReader {

    private static final int ROWS_FOR_ORDERS = 64;
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    private final Reader reader;
    private final RecordTable table = new RecordTable();

    OrderReader(Reader reader) {
        this.reader = reader;
    }

    /** The newest orders, newest first. */
    List<OrderLine> newest(TimeSpan span, Filter filter, int most) throws SQLException {
        // The last hour mostly has enough of them, and sorting all of a week would take long.
        TimeSpan end = new TimeSpan(Math.max(span.from(), span.to() - HOUR_MILLIS), span.to());
        Set<String> orders = newestIds(end, filter, most);
        if (orders.size() < most && !end.equals(span)) {
            orders = newestIds(span, filter, most);
        }
        return orders.isEmpty() ? List.of() : lines(span, filter, orders);
    }

    private Set<String> newestIds(TimeSpan span, Filter filter, int most) throws SQLException {
        Where where = new Where(span, filter, null);
        Set<String> orders = new LinkedHashSet<>();
        int rows = 0;
        for (int enough = ROWS_FOR_ORDERS;
                orders.size() < most && rows != Integer.MAX_VALUE;
                enough *= ROWS_FOR_ORDERS) {
            orders.clear();
            rows = 0;
            try (PreparedStatement statement = reader.prepare("SELECT order_id FROM record WHERE " + where.sql()
                    + " AND NOT refund ORDER BY created_at DESC, order_id LIMIT " + enough)) {
                where.bind(statement);
                try (ResultSet found = statement.executeQuery()) {
                    while (found.next()) {
                        rows++;
                        if (orders.size() < most) {
                            orders.add(found.getString(1));
                        }
                    }
                }
            }
            rows = rows < enough ? Integer.MAX_VALUE : rows;
        }
        return orders;
    }

    private List<OrderLine> lines(TimeSpan span, Filter filter, Set<String> orders) throws SQLException {
        Where where = new Where(span, filter, null);
        String keys =
                orders.stream().map(id -> Long.toString(table.orderKey(id))).collect(Collectors.joining(", "));
        Map<String, List<Record>> items = new HashMap<>();
        // Finding the rows first takes a tenth of the time: the wide columns of all others are not read.
        try (PreparedStatement statement = reader.prepare("SELECT " + RecordTable.COLUMNS
                + " FROM record WHERE rowid IN (SELECT rowid FROM record WHERE " + where.sql()
                + " AND NOT refund AND order_key IN (" + keys + "))")) {
            where.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Record record = RecordTable.read(rows);
                    items.computeIfAbsent(record.orderId(), unseen -> new ArrayList<>())
                            .add(record);
                }
            }
        }
        return orders.stream()
                .filter(items::containsKey)
                .map(id -> OrderLine.of(items.get(id)))
                .sorted(OrderLine.NEWEST_FIRST)
                .toList();
    }
}
