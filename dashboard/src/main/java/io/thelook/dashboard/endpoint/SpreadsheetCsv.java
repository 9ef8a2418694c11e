package io.thelook.dashboard.endpoint;

import io.thelook.model.Record;
import io.thelook.model.RecordField;
import io.thelook.service.export.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Writes records as CSV for people who open the file in a spreadsheet, such as Excel or LibreOffice Calc.
 *
 * <p>The file begins with a byte order mark, because Excel does not read UTF-8 without one. Times are in a zone, in the
 * form that spreadsheets recognise in every language; the offset from UTC has a column of its own. Each id has an
 * apostrophe before it; otherwise, a spreadsheet would read {@code 00042} as 42, and {@code 3-4} as a date. The usual
 * alternative, {@code ="00042"}, is a formula, which LibreOffice does not compute by default. All other texts that a
 * spreadsheet might read as a formula get an apostrophe, too.
 */
final class SpreadsheetCsv implements RecordsFile {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final String OFFSET = "utc_offset";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter OFFSET_OF_TIME = DateTimeFormatter.ofPattern("'UTC'xxx", Locale.ROOT);

    /**
     * The places before which a formula might begin: at the start, even after spaces, and after each character at which
     * some spreadsheet begins another cell. Full-width signs count as signs in East Asian versions.
     */
    private static final Pattern FORMULA =
            Pattern.compile("(^|[;\t\r\n])(?=[\\s\u00a0\u3000\ufeff]*[=+\\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20])");

    private final ZoneId zone;

    /** @param zone the zone of all times */
    SpreadsheetCsv(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public void write(List<RecordField> fields, Records records, OutputStream out) throws IOException {
        out.write(BYTE_ORDER_MARK);
        CsvWriter csv = new CsvWriter(out);
        List<Object> row = new ArrayList<>();
        fields.forEach(field -> addHeading(field, row));
        csv.row(row.toArray());
        records.forEach(record -> {
            row.clear();
            fields.forEach(field -> addValue(field, record, row));
            csv.row(row.toArray());
        });
        csv.flush();
    }

    private void addHeading(RecordField field, List<Object> row) {
        if (field.kind() != RecordField.Kind.TIME) {
            row.add(field.label());
            return;
        }
        row.add(field.label() + " (" + zone.getId() + ")");
        if (field == RecordField.CREATED_AT) {
            row.add(OFFSET);
        }
    }

    private void addValue(RecordField field, Record record, List<Object> row) {
        Object value = field.of(record);
        switch (field.kind()) {
            case ID, TEXT -> row.add(value instanceof String text && !text.isEmpty() ? "'" + guarded(text) : value);
            case NAME, STATUS -> row.add(value instanceof String text ? guarded(text) : value);
            case TIME -> {
                row.add(time(TIME, value));
                if (field == RecordField.CREATED_AT) {
                    row.add(time(OFFSET_OF_TIME, value));
                }
            }
            case AGE, QUANTITY, AMOUNT -> row.add(value);
        }
    }

    private String time(DateTimeFormatter format, Object millis) {
        return millis instanceof Long known
                ? format.format(Instant.ofEpochMilli(known).atZone(zone))
                : null;
    }

    /** The text with an apostrophe before each place where a formula might begin. */
    static String guarded(String text) {
        return FORMULA.matcher(text).replaceAll("$1'");
    }
}
