package io.thelook.dashboard.endpoint;

import io.thelook.dashboard.view.QueryText;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Selection;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The parameters of a download of records.
 *
 * @param selection period and filter
 * @param at the last time of the window, by the feed's clock, in milliseconds since the epoch; empty for the present
 * @param spreadsheet the time zone of a file for a spreadsheet; empty for a file that programs read
 */
record ExportRequest(Selection selection, OptionalLong at, Optional<ZoneId> spreadsheet) {

    private static final String SPREADSHEET = "spreadsheet";

    /**
     * Reads the query of an address: {@code format}, {@code tz}, {@code at}, and those of {@link QueryText}.
     *
     * @throws IllegalArgumentException if it is invalid; the message says what is wrong and what was expected
     */
    static ExportRequest parse(String text) {
        List<String> others = new ArrayList<>();
        boolean isSpreadsheet = false;
        ZoneId zone = ZoneOffset.UTC;
        OptionalLong at = OptionalLong.empty();
        for (String part : text.split("&")) {
            int equals = part.indexOf('=');
            String value = equals < 0 ? "" : part.substring(equals + 1);
            switch (equals < 0 ? part : part.substring(0, equals)) {
                case "format" -> isSpreadsheet = isSpreadsheet(QueryText.decode(value));
                case "tz" -> zone = zone(QueryText.decode(value));
                case "at" -> at = OptionalLong.of(time(QueryText.decode(value)));
                default -> others.add(part);
            }
        }
        return new ExportRequest(
                QueryText.selection(String.join("&", others)),
                at,
                isSpreadsheet ? Optional.of(zone) : Optional.empty());
    }

    /**
     * The query of the live window.
     *
     * @throws IllegalArgumentException if a period of the history is selected
     */
    Query query() {
        if (selection instanceof Query query) {
            return query;
        }
        throw new IllegalArgumentException(
                "a period beyond the live window: expected window=1, 5 or 15 here, or /history.csv for other periods");
    }

    /** The form of the file. */
    RecordsFile file() {
        return spreadsheet.<RecordsFile>map(SpreadsheetCsv::new).orElseGet(RecordsCsv::new);
    }

    private static boolean isSpreadsheet(String format) {
        if (!format.equals(SPREADSHEET)) {
            throw new IllegalArgumentException(
                    "format=" + QueryText.shown(format) + ": expected " + SPREADSHEET + ", or no format");
        }
        return true;
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "tz=" + QueryText.shown(name) + ": expected a time zone such as Europe/Berlin or UTC", e);
        }
    }

    private static long time(String millis) {
        try {
            return Long.parseLong(millis);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "at=" + QueryText.shown(millis) + ": expected milliseconds since the epoch", e);
        }
    }
}
