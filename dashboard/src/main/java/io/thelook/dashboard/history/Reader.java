package io.thelook.dashboard.history;

import io.thelook.dashboard.window.Breakdown.Ranking;
import io.thelook.dashboard.window.Breakdown.Share;
import io.thelook.dashboard.window.Filter;
import io.thelook.dashboard.window.Property;
import io.thelook.dashboard.window.RunningSums;
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
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;

/**
 * Reads the figures of any span of the records. They have the same meaning as in the live window: see
 * {@link io.thelook.dashboard.window.Totals}. In a trend, an order counts in the step of its first item. Not
 * thread-safe.
 */
final class Reader implements AutoCloseable {

    private static final BigInteger FRACTIONS = BigInteger.valueOf(Money.FRACTIONS_PER_DOLLAR);

    /**
     * The columns of {@link #sums}, for each kind of row: refunds or not, with a known cost or not. Conditional sums
     * over all rows, in one row, take longer.
     */
    private static final String SUMS = """
            refund, cost_dollars IS NOT NULL AS costed, sum(quantity), sum(price_dollars), sum(price_fraction),
            sum(cost_dollars), sum(cost_fraction)""";

    private final DuckDBConnection connection;
    private final int limitSeconds;

    /**
     * @param connection for this reader alone, which closes it
     * @param limit the time limit on a statement
     */
    Reader(DuckDBConnection connection, Duration limit) {
        this.connection = connection;
        this.limitSeconds = (int) Math.max(1, limit.toSeconds());
    }

    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(limitSeconds);
        return statement;
    }

    /** The sums of the records that count, in a span. */
    Sums sums(TimeSpan span, Filter filter) throws SQLException {
        return sumsWithoutOrders(span, filter).withOrders(orders(span, filter));
    }

    /** Like {@link #sums}, but without the number of orders, which takes most of the time: it is 0. */
    Sums sumsWithoutOrders(TimeSpan span, Filter filter) throws SQLException {
        Where where = new Where(span, filter, null);
        RunningSums sums = new RunningSums();
        try (PreparedStatement statement =
                prepare("SELECT " + SUMS + " FROM record WHERE " + where.sql() + " GROUP BY ALL")) {
            where.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sums.add(sums(rows, 1));
                }
            }
        }
        return sums.get();
    }

    /** The number of orders of the records that count, in a span. */
    long orders(TimeSpan span, Filter filter) throws SQLException {
        Where where = new Where(span, filter, null);
        try (PreparedStatement statement =
                prepare("SELECT count(DISTINCT order_key) FROM record WHERE " + where.sql() + " AND NOT refund")) {
            where.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** The sums of a kind of row, without orders. */
    private static Sums sums(ResultSet row, int at) throws SQLException {
        boolean isRefund = row.getBoolean(at);
        boolean isCosted = row.getBoolean(at + 1);
        Money sales = money(row, at + 3);
        return new Sums(
                0,
                isRefund ? 0 : row.getLong(at + 2),
                sales,
                isRefund ? sales : Money.ZERO,
                isCosted ? sales : Money.ZERO,
                money(row, at + 5));
    }

    /** An amount of two columns, whole dollars and fractions, which may be sums. */
    static Money money(ResultSet row, int at) throws SQLException {
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

    /** The sums over time. Records of the span count, in the steps that have their times. */
    Trend.Line trend(TimeSpan span, Filter filter, Steps steps) throws SQLException {
        RunningSums[] points = points(span, filter, steps);
        Where where = new Where(span, filter, null);
        try (PreparedStatement statement = prepare("SELECT " + steps.sql("first") + ", count(*) FROM (SELECT"
                + " min(created_at) AS first FROM record WHERE " + where.sql()
                + " AND NOT refund GROUP BY order_key) GROUP BY 1")) {
            where.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    points[rows.getInt(1)].addOrders(rows.getLong(2));
                }
            }
        }
        return line(steps, points);
    }

    /** Like {@link #trend}, but without the numbers of orders, which take most of the time: they are 0. */
    Trend.Line trendWithoutOrders(TimeSpan span, Filter filter, Steps steps) throws SQLException {
        return line(steps, points(span, filter, steps));
    }

    private RunningSums[] points(TimeSpan span, Filter filter, Steps steps) throws SQLException {
        RunningSums[] points =
                Stream.generate(RunningSums::new).limit(steps.count()).toArray(RunningSums[]::new);
        Where where = new Where(span, filter, null);
        try (PreparedStatement statement = prepare("SELECT " + steps.sql("created_at") + ", " + SUMS
                + " FROM record WHERE " + where.sql() + " GROUP BY ALL")) {
            where.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    points[rows.getInt(1)].add(sums(rows, 2));
                }
            }
        }
        return points;
    }

    private static Trend.Line line(Steps steps, RunningSums[] points) {
        return new Trend.Line(
                steps.start(),
                steps.millis(),
                Arrays.stream(points).map(RunningSums::get).toArray(Sums[]::new));
    }

    /**
     * Revenue by each property. A breakdown ignores the filter on its own property.
     *
     * @param most names of each
     */
    Map<Property, Ranking> rankings(TimeSpan span, Filter filter, int most) throws SQLException {
        Set<Property> filtered = new HashSet<>(filter.only().keySet());
        filtered.addAll(filter.except().keySet());
        filtered.remove(Property.PRODUCT);
        Map<Property, Map<String, Share>> shares = new EnumMap<>(Property.class);
        for (Property property : EnumSet.complementOf(EnumSet.of(Property.PRODUCT))) {
            shares.put(property, new LinkedHashMap<>());
        }
        List<Property> others = shares.keySet().stream()
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
        rankings.put(Property.PRODUCT, new ProductReader(this).ranking(span, filter, most));
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
                    // In the mask of a grouping set, only the bit of its property is 0; the first property has the
                    // highest bit.
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

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
