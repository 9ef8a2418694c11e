package io.thelook.dashboard.window;

import io.thelook.model.Record;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** What records can be told apart by. */
public enum Property {
    COUNTRY("country", Record::country),
    TRAFFIC_SOURCE("traffic_source", Record::trafficSource),
    CATEGORY("category", Record::category),
    ITEM_STATUS("item_status", Record::itemStatus),
    GENDER("gender", Record::gender);

    private final String field;
    private final Function<Record, String> reader;

    Property(String field, Function<Record, String> reader) {
        this.field = field;
        this.reader = reader;
    }

    /** The record's field that holds it: {@code traffic_source}. */
    public String field() {
        return field;
    }

    /** What the record has. */
    public String of(Record record) {
        return reader.apply(record);
    }

    /** The property in that field. */
    public static Optional<Property> in(String field) {
        return Arrays.stream(values())
                .filter(property -> property.field.equals(field))
                .findFirst();
    }
}
