package io.thelook.dashboard.history;

import io.thelook.dashboard.window.Breakdown.Ranking;
import io.thelook.dashboard.window.Breakdown.Share;
import io.thelook.dashboard.window.Filter;
import io.thelook.dashboard.window.OrderLine;
import io.thelook.dashboard.window.Property;
import io.thelook.dashboard.window.Sums;
import io.thelook.dashboard.window.Trend;
import io.thelook.model.Money;
import io.thelook.model.MoneySum;
import io.thelook.model.Record;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/**
 * Reads the figures of any span of the records. What they mean is the same as in the live window: see
 * {@link io.thelook.dashboard.window.Totals}. In a trend, an order counts in the step of its first item. Not
 * thread-safe.
 */
final class Reader implements AutoCloseable {

    private static final BigInteger FRACTIONS = BigInteger.valueOf(Money.FRACTIONS_PER_DOLLAR);
    private static final int ROWS_FOR_ORDERS = 64;
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    /** The columns of {@link #sums}. */
    private static final String SUMS = """
            sum(CASE WHEN refund THEN 0 ELSE quantity END),
            sum(price_dollars), sum(price_fraction),
            sum(price_dollars) FILTER (refund), sum(price_fraction) FILTER (refund),
            sum(price_dollars) FILTER (cost_dollars IS NOT NULL),
            sum(price_fraction) FILTER (cost_dollars IS NOT NULL),
            sum(cost_dollars), sum(cost_fraction)""";

    private final DuckDBConnection connection;
    private final RecordTable table = new RecordTable();
    private final int limitSeconds;

    /**
     * @param connection of its own, which this reader closes
     * @param limit the time after which a statement is ended
     */
    Reader(DuckDBConnection connection, Duration limit) {
        this.connection = connection;
        this.limitSeconds = (int) Math.max(1, limit.toSeconds());
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(limitSeconds);
        return statement;
    }

    /** The sums of the records that count, in a span. */
    Sums sums(TimeSpan span, Filter filter) throws SQLException {
        Where where = new Where(span, filter, null);
        try (PreparedStatement statement = prepare("SELECT " + SUMS
                + ", count(DISTINCT CASE WHEN refund THEN NULL ELSE order_key END) FROM record WHERE " + where.sql())) {
            where.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return sums(row, 1, row.getLong(10));
            }
        }
    }

    private static Sums sums(ResultSet row, int at, long orders) throws SQLException {
        return new Sums(
                orders,
                row.getLong(at),
                money(row, at + 1),
                money(row, at + 3),
                money(row, at + 5),
                money(row, at + 7));
    }

    private static Money money(ResultSet row, int at) throws SQLException {
        Object dollars = row.getObject(at);
        if (dollars == null) {
            return Money.ZERO;
        }
        BigInteger[] carried = new BigInteger(row.getObject(at + 1).toString()).divideAndRemainder(FRACTIONS);
        MoneySum sum = new MoneySum();
        sum.accumulate(
                new BigInteger(dollars.toString()).add(carried[0]).longValueExact(), carried[1].longValueExact());
        return sum.get();
    }

    /** Sales over time. Records of the span count, in the steps that have their times. */
    Trend.Line trend(TimeSpan span, Filter filter, Steps steps) throws SQLException {
        Where where = new Where(span, filter, null);
        Map<Long, Long> orders = new HashMap<>();
        try (PreparedStatement statement = prepare("SELECT " + steps.sql("first") + ", count(*) FROM (SELECT"
                + " min(created_at) AS first FROM record WHERE " + where.sql()
                + " AND NOT refund GROUP BY order_key) GROUP BY 1")) {
            where.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    orders.put(rows.getLong(1), rows.getLong(2));
                }
            }
        }
        Sums[] points = new Sums[steps.count()];
        Arrays.fill(points, Sums.ZERO);
        try (PreparedStatement statement = prepare("SELECT " + steps.sql("created_at") + ", " + SUMS
                + " FROM record WHERE " + where.sql() + " GROUP BY 1")) {
            where.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    long step = rows.getLong(1);
                    points[(int) step] = sums(rows, 2, orders.getOrDefault(step, 0L));
                }
            }
        }
        return new Trend.Line(steps.start(), steps.millis(), points);
    }

    /**
     * Revenue by each property. A breakdown ignores the filter on its own property.
     *
     * @param most names of each
     */
    Map<Property, Ranking> rankings(TimeSpan span, Filter filter, int most) throws SQLException {
        Set<Property> filtered = new HashSet<>(filter.only().keySet());
        filtered.addAll(filter.except().keySet());
        Map<Property, Map<String, Share>> shares = new EnumMap<>(Property.class);
        for (Property property : Property.values()) {
            shares.put(property, new LinkedHashMap<>());
        }
        List<Property> others = Arrays.stream(Property.values())
                .filter(property -> !filtered.contains(property))
                .toList();
        if (!others.isEmpty()) {
            collect(shares, others, new Where(span, filter, null));
        }
        for (Property property : filtered) {
            collect(shares, List.of(property), new Where(span, filter, property));
        }
        Map<Property, Ranking> rankings = new EnumMap<>(Property.class);
        shares.forEach((property, names) -> rankings.put(property, Ranking.of(names.values(), most)));
        return rankings;
    }

    private void collect(Map<Property, Map<String, Share>> shares, List<Property> properties, Where where)
            throws SQLException {
        String fields = properties.stream().map(Property::field).collect(Collectors.joining(", "));
        String sets = properties.stream().map(each -> "(" + each.field() + ")").collect(Collectors.joining(", "));
        try (PreparedStatement statement = prepare("SELECT grouping(" + fields + "), sum(price_dollars),"
                + " sum(price_fraction), sum(CASE WHEN refund THEN 0 ELSE quantity END), " + fields
                + " FROM record WHERE " + where.sql() + " GROUP BY GROUPING SETS (" + sets + ")")) {
            where.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    // The bit of the property of this set is the only one that is not set, the first one highest.
                    long bits = rows.getLong(1);
                    int index = 0;
                    while ((bits >> properties.size() - 1 - index & 1) != 0) {
                        index++;
                    }
                    Property property = properties.get(index);
                    String name = name(property, rows.getString(5 + index));
                    Share share = new Share(name, money(rows, 2), (int) Math.min(Integer.MAX_VALUE, rows.getLong(4)));
                    shares.get(property).merge(name, share, Reader::together);
                }
            }
        }
    }

    private static String name(Property property, String value) {
        if (property != Property.AGE) {
            return value;
        }
        return value == null ? Record.UNKNOWN : Property.band(Integer.parseInt(value));
    }

    /** Adds up two shares of one name. */
    private static Share together(Share one, Share other) {
        MoneySum revenue = new MoneySum();
        revenue.accumulate(one.revenue());
        revenue.accumulate(other.revenue());
        return new Share(one.name(), revenue.get(), one.items() + other.items());
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
            try (PreparedStatement statement = prepare("SELECT order_id FROM record WHERE " + where.sql()
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
        try (PreparedStatement statement = prepare("SELECT " + RecordTable.COLUMNS + " FROM record WHERE " + where.sql()
                + " AND NOT refund AND order_key IN (" + keys + ")")) {
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

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
