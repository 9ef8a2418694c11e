package io.thelook.dashboard.endpoint;

import io.thelook.model.Record;
import io.thelook.model.RecordField;
import io.thelook.service.export.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes records as CSV for programs, which read times in milliseconds and ids as they are. */
final class RecordsCsv {

    /** Spreadsheets read a value that starts with one of these characters as a formula. */
    private static final String FORMULA = "=+-@\t\r";

    private RecordsCsv() {}

    static void write(List<Record> records, OutputStream out) throws IOException {
        CsvWriter csv = new CsvWriter(out);
        List<RecordField> fields = fields(records);
        csv.row(fields.stream().map(RecordField::label).toArray());
        for (Record record : records) {
            csv.row(fields.stream().map(field -> harmless(field.of(record))).toArray());
        }
        csv.flush();
    }

    /** The twelve fields of theLook, and those of the others that a record has. */
    static List<RecordField> fields(List<Record> records) {
        return RecordField.ALL.stream()
                .filter(field -> field.compareTo(RecordField.CREATED_AT) <= 0
                        || records.stream().anyMatch(record -> field.of(record) != null))
                .toList();
    }

    private static Object harmless(Object value) {
        return value instanceof String text && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0
                ? "'" + text
                : value;
    }
}
