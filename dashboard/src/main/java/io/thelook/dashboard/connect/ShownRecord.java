package io.thelook.dashboard.connect;

import io.thelook.model.Record;
import io.thelook.model.RecordField;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records as text, for people: amounts exactly as they are, times in ISO 8601. */
final class ShownRecord {

    private ShownRecord() {}

    /** The fields that the record has, by their names, in wire order; without those that are unknown. */
    static Map<String, String> of(Record record) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (RecordField field : RecordField.ALL) {
            Object value = field.of(record);
            if (value != null && !value.equals(Record.UNKNOWN)) {
                boolean isTime = field.kind() == RecordField.Kind.TIME;
                fields.put(
                        field.label(),
                        isTime ? Instant.ofEpochMilli((Long) value).toString() : value.toString());
            }
        }
        return fields;
    }

    static List<Map<String, String>> of(List<Record> records) {
        return records.stream().map(ShownRecord::of).toList();
    }
}
