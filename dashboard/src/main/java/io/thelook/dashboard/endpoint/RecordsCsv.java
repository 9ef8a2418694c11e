package io.thelook.dashboard.endpoint;

import io.thelook.model.RecordField;
import io.thelook.service.export.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes records as CSV for programs, with times in milliseconds and ids unchanged. */
final class RecordsCsv implements RecordsFile {

    /** Spreadsheets read a value that starts with one of these characters as a formula. */
    private static final String FORMULA = "=+-@\t\r";

    @Override
    public void write(List<RecordField> fields, Records records, OutputStream out) throws IOException {
        CsvWriter csv = new CsvWriter(out);
        csv.row(fields.stream().map(RecordField::label).toArray());
        records.forEach(record ->
                csv.row(fields.stream().map(field -> harmless(field.of(record))).toArray()));
        csv.flush();
    }

    private static Object harmless(Object value) {
        return value instanceof String text && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0
                ? "'" + text
                : value;
    }
}
