package io.thelook.dashboard.window;

import io.thelook.model.Record;
import java.util.Map;
import java.util.Set;

/**
 * Selects records: a record counts if it has one of the values of each property in {@code only}, and none of the values
 * of each property in {@code except}. Immutable.
 *
 * @param only the values that count, by property; a property without an entry is not checked
 * @param except the values that do not count, by property
 */
public record Filter(Map<Property, Set<String>> only, Map<Property, Set<String>> except) {

    /** The filter with which every record counts. */
    public static final Filter NONE = new Filter(Map.of(), Map.of());

    /** Copies the maps. */
    public Filter {
        only = Map.copyOf(only);
        except = Map.copyOf(except);
    }

    /** Whether every record counts. */
    public boolean isEmpty() {
        return only.isEmpty() && except.isEmpty();
    }

    /** Whether the record counts. */
    public boolean matches(Record record) {
        return mask(record) == 0;
    }

    /** The {@link Property#bit} of each property that excludes the record; 0 if it counts. */
    int mask(Record record) {
        int mask = 0;
        for (Map.Entry<Property, Set<String>> wanted : only.entrySet()) {
            if (!wanted.getValue().contains(wanted.getKey().of(record))) {
                mask |= wanted.getKey().bit();
            }
        }
        for (Map.Entry<Property, Set<String>> unwanted : except.entrySet()) {
            if (unwanted.getValue().contains(unwanted.getKey().of(record))) {
                mask |= unwanted.getKey().bit();
            }
        }
        return mask;
    }
}
