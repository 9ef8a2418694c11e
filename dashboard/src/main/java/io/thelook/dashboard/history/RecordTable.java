package io.thelook.dashboard.history;

import io.thelook.model.Money;
import io.thelook.model.MoneySum;
import io.thelook.model.Record;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;

/**
 * The form of a record in the table {@code record}: one row for each item, its newest version.
 *
 * <p>An amount takes two columns, whole dollars and units of 10<sup>-18</sup>, as {@link Money} does. Both are summed
 * up exactly, in 128 bits. Not thread-safe.
 */
final class RecordTable {

    static final String CREATE = """
            CREATE TABLE record (
              created_at BIGINT NOT NULL,
              updated_at BIGINT NOT NULL,
              item_key BIGINT NOT NULL,
              order_key BIGINT NOT NULL,
              order_id VARCHAR NOT NULL,
              item_id VARCHAR NOT NULL,
              user_id VARCHAR NOT NULL,
              age SMALLINT,
              gender VARCHAR NOT NULL,
              country VARCHAR NOT NULL,
              traffic_source VARCHAR NOT NULL,
              category VARCHAR NOT NULL,
              item_status VARCHAR NOT NULL,
              product VARCHAR,
              quantity INTEGER NOT NULL,
              refund BOOLEAN NOT NULL,
              cost_dollars BIGINT,
              cost_fraction BIGINT,
              price_dollars BIGINT NOT NULL,
              price_fraction BIGINT NOT NULL)""";

    /** The columns that {@link #read} reads. */
    static final String COLUMNS = "created_at, updated_at, order_id, item_id, user_id, age, gender, country,"
            + " traffic_source, category, item_status, product, quantity, cost_dollars, cost_fraction, price_dollars,"
            + " price_fraction";

    private final KeyHash keys = new KeyHash();

    /** The key of an item of an order. */
    long itemKey(String orderId, String itemId) {
        return keys.item(orderId, itemId);
    }

    /** The key of an order. */
    long orderKey(String orderId) {
        return keys.order(orderId);
    }

    /**
     * Appends a row.
     *
     * @param itemKey the {@linkplain #itemKey key} of the record's item
     */
    void append(DuckDBAppender to, Record record, long itemKey) throws SQLException {
        to.beginRow();
        to.append(record.createdAt());
        to.append(record.updatedAt());
        to.append(itemKey);
        to.append(orderKey(record.orderId()));
        to.append(record.orderId());
        to.append(record.itemId());
        to.append(record.userId());
        if (record.age() == null) {
            to.appendNull();
        } else {
            to.append(record.age().shortValue());
        }
        to.append(record.gender());
        to.append(record.country());
        to.append(record.trafficSource());
        to.append(record.category());
        to.append(record.itemStatus());
        if (record.product() == null) {
            to.appendNull();
        } else {
            to.append(record.product());
        }
        to.append(record.quantity());
        to.append(record.isRefund());
        if (record.cost() == null) {
            to.appendNull();
            to.appendNull();
        } else {
            to.append(record.cost().dollars());
            to.append(record.cost().fraction());
        }
        to.append(record.salePrice().dollars());
        to.append(record.salePrice().fraction());
        to.endRow();
    }

    /** Reads a row of {@link #COLUMNS}. */
    static Record read(ResultSet row) throws SQLException {
        Record.Builder record = Record.builder()
                .createdAt(row.getLong(1))
                .updatedAt(row.getLong(2))
                .orderId(row.getString(3))
                .itemId(row.getString(4))
                .userId(row.getString(5))
                .gender(row.getString(7).intern())
                .country(row.getString(8).intern())
                .trafficSource(row.getString(9).intern())
                .category(row.getString(10).intern())
                .itemStatus(row.getString(11).intern())
                .product(row.getString(12))
                .quantity(row.getInt(13))
                .salePrice(money(row.getLong(16), row.getLong(17)));
        int age = row.getInt(6);
        record.age(row.wasNull() ? null : age);
        long cost = row.getLong(14);
        record.cost(row.wasNull() ? null : money(cost, row.getLong(15)));
        return record.build();
    }

    private static Money money(long dollars, long fraction) {
        MoneySum sum = new MoneySum();
        sum.accumulate(dollars, fraction);
        return sum.get();
    }
}
