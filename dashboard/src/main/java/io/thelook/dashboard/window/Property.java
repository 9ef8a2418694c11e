package io.thelook.dashboard.window;

import io.thelook.model.Record;
import java.util.Arrays;
import java.util.Optional;

/**
 * A property that distinguishes records. Ages are grouped into the bands that are usual in the trade. The product comes
 * last, because {@link Columns} treat it differently from the others.
 */
public enum Property {
    COUNTRY("country"),
    TRAFFIC_SOURCE("traffic_source"),
    CATEGORY("category"),
    ITEM_STATUS("item_status"),
    AGE("age"),
    GENDER("gender"),
    PRODUCT("product");

    private static final int[] BAND_ENDS = {18, 25, 35, 45, 55, 65};
    private static final String[] BANDS = {"under 18", "18-24", "25-34", "35-44", "45-54", "55-64", "65 and over"};
    private static final String[] BAND_OF_AGE = bandsByAge();

    private final String field;

    Property(String field) {
        this.field = field;
    }

    /** The record's field that holds it, such as {@code traffic_source}. */
    public String field() {
        return field;
    }

    /** The record's value of this property. */
    public String of(Record record) {
        return switch (this) {
            case COUNTRY -> record.country();
            case TRAFFIC_SOURCE -> record.trafficSource();
            case CATEGORY -> record.category();
            case ITEM_STATUS -> record.itemStatus();
            case AGE -> record.age() == null ? Record.UNKNOWN : band(record.age());
            case GENDER -> record.gender();
            case PRODUCT -> record.product() == null ? Record.UNKNOWN : record.product();
        };
    }

    /** The band of an age in years. */
    public static String band(int age) {
        return BAND_OF_AGE[Math.max(0, Math.min(age, BAND_OF_AGE.length - 1))];
    }

    /** The band of each age below the last end, and one more for all higher ages. */
    private static String[] bandsByAge() {
        String[] bands = new String[BAND_ENDS[BAND_ENDS.length - 1] + 1];
        int band = 0;
        for (int age = 0; age < bands.length; age++) {
            if (band < BAND_ENDS.length && age == BAND_ENDS[band]) {
                band++;
            }
            bands[age] = BANDS[band];
        }
        return bands;
    }

    /** The bit of this property in a {@link Filter}'s mask. */
    int bit() {
        return 1 << ordinal();
    }

    /** The property that the field holds; empty if there is none. */
    public static Optional<Property> in(String field) {
        return Arrays.stream(values())
                .filter(property -> property.field.equals(field))
                .findFirst();
    }
}
