package io.thelook.dashboard.history;

import io.thelook.dashboard.window.Breakdown.Ranking;
import io.thelook.dashboard.window.Breakdown.Share;
import io.thelook.dashboard.window.Filter;
import io.thelook.dashboard.window.Property;
import io.thelook.model.Money;
import io.thelook.model.Record;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads revenue by product. There may be very many products in a long span, so the database ranks them. Not
 * thread-safe.
 */
final class ProductReader {

    /** Ranks exact sums by revenue, then by name, and adds up those after the first ones. */
    private static final String RANKING = """
            SELECT first_name, sum(dollars), sum(fraction), sum(items), count(*) FROM (
              SELECT CASE WHEN place <= %d THEN name END AS first_name, place, dollars, fraction, items FROM (
                SELECT name, dollars, fraction, items, row_number() OVER (ORDER BY
                  dollars + fraction // %d DESC, fraction %% %d DESC, name) AS place FROM (
                    SELECT %s AS name, sum(price_dollars) AS dollars, sum(price_fraction) AS fraction,
                      sum(CASE WHEN refund THEN 0 ELSE quantity END) AS items
                      FROM record WHERE %s GROUP BY 1)))
            GROUP BY 1 ORDER BY min(place)""";

    private final Reader reader;

    ProductReader(Reader reader) {
        this.reader = reader;
    }

    /**
     * The products that sell best, and the sums of the others. Ignores the filter on products.
     *
     * @return without any names if no record has a product
     */
    Ranking ranking(TimeSpan span, Filter filter, int most) throws SQLException {
        Where where = new Where(span, filter, Property.PRODUCT);
        return hasProducts(where) ? ranked(where, most) : new Ranking(List.of(), 0, Money.ZERO, 0);
    }

    /** Takes next to no time if there are none: the file has a note of it for each block of rows. */
    private boolean hasProducts(Where where) throws SQLException {
        try (PreparedStatement statement =
                reader.prepare("SELECT 1 FROM record WHERE product IS NOT NULL AND product <> '" + Record.UNKNOWN
                        + "' AND " + where.sql() + " LIMIT 1")) {
            where.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private Ranking ranked(Where where, int most) throws SQLException {
        long unit = Money.FRACTIONS_PER_DOLLAR;
        String sql = String.format(RANKING, most, unit, unit, Where.column(Property.PRODUCT), where.sql());
        List<Share> shares = new ArrayList<>();
        int otherNames = 0;
        Money otherRevenue = Money.ZERO;
        int otherItems = 0;
        try (PreparedStatement statement = reader.prepare(sql)) {
            where.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String name = rows.getString(1);
                    int items = (int) Math.min(Integer.MAX_VALUE, rows.getLong(4));
                    if (name == null) {
                        otherNames = rows.getInt(5);
                        otherRevenue = Reader.money(rows, 2);
                        otherItems = items;
                    } else {
                        shares.add(new Share(name, Reader.money(rows, 2), items));
                    }
                }
            }
        }
        return new Ranking(shares, otherNames, otherRevenue, otherItems);
    }
}
