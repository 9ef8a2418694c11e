package io.thelook.dashboard.history;

import io.thelook.dashboard.window.Filter;
import io.thelook.model.RecordField;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import org.duckdb.DuckDBConnection;

/** Reads all records of a span, in order of time. Not thread-safe. */
final class Export implements AutoCloseable {

    /** The limit on one statement: slow clients have a separate limit. */
    private static final int LIMIT_SECONDS = 600;

    /** Records that are read at a time, if they are spread evenly over the day. */
    private static final long RECORDS_AT_A_TIME = 100_000;

    /** The fields as in the feed, with times in UTC and exact amounts. */
    private static final String FIELDS = """
            user_id, age, gender, country, traffic_source, order_id, item_id, category,
            cost_dollars::DECIMAL(38, 18) + ('0.' || lpad(cost_fraction::VARCHAR, 18, '0'))::DECIMAL(38, 18) AS cost,
            item_status,
            price_dollars::DECIMAL(38, 18) + ('0.' || lpad(price_fraction::VARCHAR, 18, '0'))::DECIMAL(38, 18)
              AS sale_price,
            make_timestamp(created_at * 1000) AS created_at, quantity, product,
            CASE WHEN updated_at = 0 THEN NULL ELSE make_timestamp(updated_at * 1000) END AS updated_at""";

    private final DuckDBConnection connection;
    private final ShopCalendar calendar;

    /** @param connection for this export alone, which closes it */
    Export(DuckDBConnection connection, ShopCalendar calendar) {
        this.connection = connection;
        this.calendar = calendar;
    }

    /** Passes on each record. Reads them in parts, because sorting more at once would take much memory. */
    void records(TimeSpan span, Filter filter, History.Consumer consumer) throws SQLException, IOException {
        TimeSpan present = present(span, filter);
        long from = present.from();
        while (from < present.to()) {
            TimeSpan day = new TimeSpan(
                    from, Math.min(present.to(), calendar.dayOf(from).to()));
            for (TimeSpan part : day.parts(count(day) / RECORDS_AT_A_TIME + 1)) {
                part(part, filter, consumer);
            }
            from = day.to();
        }
    }

    private long count(TimeSpan span) throws SQLException {
        Where where = new Where(span, Filter.NONE, null);
        try (PreparedStatement statement = prepare("SELECT count(*) FROM record WHERE " + where.sql())) {
            where.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** The part of a span that has records: a span may be of decades. */
    private TimeSpan present(TimeSpan span, Filter filter) throws SQLException {
        Where where = new Where(span, filter, null);
        try (PreparedStatement statement =
                prepare("SELECT min(created_at), max(created_at) FROM record WHERE " + where.sql())) {
            where.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                long first = row.getLong(1);
                return row.wasNull() ? new TimeSpan(span.from(), span.from()) : new TimeSpan(first, row.getLong(2) + 1);
            }
        }
    }

    private void part(TimeSpan span, Filter filter, History.Consumer consumer) throws SQLException, IOException {
        Where where = new Where(span, filter, null);
        try (PreparedStatement statement = prepare("SELECT " + RecordTable.COLUMNS + " FROM record WHERE " + where.sql()
                + " ORDER BY created_at, order_id, item_id")) {
            where.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    consumer.accept(RecordTable.read(rows));
                }
            }
        }
    }

    /** The fields beyond the twelve of theLook that a record has. */
    Set<RecordField> furtherFields(TimeSpan span, Filter filter) throws SQLException {
        Where where = new Where(span, filter, null);
        try (PreparedStatement statement = prepare("SELECT bool_or(quantity <> 1), bool_or(product IS NOT NULL),"
                + " bool_or(updated_at <> 0) FROM record WHERE " + where.sql())) {
            where.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Set<RecordField> fields = EnumSet.noneOf(RecordField.class);
                int at = 1;
                for (RecordField field :
                        new RecordField[] {RecordField.QUANTITY, RecordField.PRODUCT, RecordField.UPDATED_AT}) {
                    if (row.getBoolean(at++)) {
                        fields.add(field);
                    }
                }
                return fields;
            }
        }
    }

    /** Writes a Parquet file. */
    void parquet(TimeSpan span, Filter filter, Path file) throws SQLException {
        Where where = new Where(span, filter, null);
        String path = file.toString().replace("'", "''");
        try (PreparedStatement statement = prepare("COPY (SELECT " + FIELDS + " FROM record WHERE " + where.sql()
                + " ORDER BY record.created_at) TO '" + path + "' (FORMAT parquet, COMPRESSION zstd)")) {
            where.bind(statement);
            statement.execute();
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(LIMIT_SECONDS);
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
