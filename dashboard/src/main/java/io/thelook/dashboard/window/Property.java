package io.thelook.dashboard.window;

import io.thelook.model.Record;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** What records can be told apart by. Ages are taken together in the bands that are usual in the trade. */
public enum Property {
    COUNTRY("country", Record::country),
    TRAFFIC_SOURCE("traffic_source", Record::trafficSource),
    CATEGORY("category", Record::category),
    ITEM_STATUS("item_status", Record::itemStatus),
    AGE("age", record -> band(record.age())),
    GENDER("gender", Record::gender);

    private static final int[] BAND_ENDS = {18, 25, 35, 45, 55, 65};
    private static final String[] BANDS = {"under 18", "18-24", "25-34", "35-44", "45-54", "55-64", "65 and over"};

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

    private static String band(int age) {
        int band = 0;
        while (band < BAND_ENDS.length && age >= BAND_ENDS[band]) {
            band++;
        }
        return BANDS[band];
    }

    /** Its bit in a {@link Filter}'s mask. */
    int bit() {
        return 1 << ordinal();
    }

    /** The property in that field. */
    public static Optional<Property> in(String field) {
        return Arrays.stream(values())
                .filter(property -> property.field.equals(field))
                .findFirst();
    }
}
