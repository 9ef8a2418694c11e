package io.thelook.dashboard.history;

import io.thelook.dashboard.window.Filter;
import io.thelook.dashboard.window.Property;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The condition of a query in SQL: a span of time, and a filter. */
final class Where {

    private final StringBuilder sql = new StringBuilder("created_at >= ? AND created_at < ?");
    private final List<Object> values = new ArrayList<>();

    /** @param ignored a property whose part of the filter does not count; {@code null} for none */
    Where(TimeSpan span, Filter filter, Property ignored) {
        values.add(span.from());
        values.add(span.to());
        filter.only().forEach((property, names) -> {
            if (property != ignored) {
                sql.append(" AND ").append(in(property, names));
            }
        });
        filter.except().forEach((property, names) -> {
            if (property != ignored) {
                sql.append(" AND NOT ").append(in(property, names));
            }
        });
    }

    private String in(Property property, Set<String> names) {
        if (property == Property.AGE) {
            return inBands(names);
        }
        values.addAll(names);
        return column(property) + " IN (" + "?, ".repeat(names.size() - 1) + "?)";
    }

    /** The value of a property but the age, as a record has it. */
    static String column(Property property) {
        return property == Property.PRODUCT ? "coalesce(product, '" + Record.UNKNOWN + "')" : property.field();
    }

    /** Ages in bands. None of the names may be a band. */
    private static String inBands(Set<String> bands) {
        String ages = IntStream.rangeClosed(0, RecordCodec.MAX_AGE)
                .filter(age -> bands.contains(Property.band(age)))
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", "));
        String known = ages.isEmpty() ? "false" : "coalesce(age IN (" + ages + "), false)";
        return bands.contains(Record.UNKNOWN) ? "(age IS NULL OR " + known + ")" : known;
    }

    /** The condition, with a {@code ?} for each value. */
    String sql() {
        return sql.toString();
    }

    /** Sets the values, from the first parameter of the statement on; returns the number of the next one. */
    int bind(PreparedStatement statement) throws SQLException {
        int next = 1;
        for (Object value : values) {
            statement.setObject(next++, value);
        }
        return next;
    }
}
