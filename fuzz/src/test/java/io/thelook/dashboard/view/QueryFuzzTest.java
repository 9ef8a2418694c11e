package io.thelook.dashboard.view;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thelook.dashboard.history.HistoryQuery;
import io.thelook.dashboard.history.Period;
import io.thelook.dashboard.window.Filter;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Selection;
import io.thelook.fuzz.Expect;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Queries in addresses and in messages of viewers. */
@Timeout(10)
@Tag("slow")
class QueryFuzzTest {

    /** The character that Java decodes invalid bytes to, percent-encoded. */
    private static final String REPLACEMENT = "%EF%BF%BD";

    @FuzzTest
    void queries(byte[] input) {
        String text = Expect.text(input);
        Selection selection;
        try {
            selection = QueryText.selection(text);
        } catch (IllegalArgumentException e) {
            Expect.refusal(e.getMessage(), 400);
            return;
        }
        String written = written(selection);
        Expect.that(!written.contains(REPLACEMENT) || isReplacementGiven(text), "read what is not UTF-8: " + text);
        if (written.length() <= QueryText.LONGEST) {
            Expect.equal(QueryText.selection(written), selection);
        }
    }

    private static boolean isReplacementGiven(String text) {
        return text.indexOf('\uFFFD') >= 0 || text.toUpperCase(Locale.ROOT).contains(REPLACEMENT);
    }

    /** A query in its usual form. */
    private static String written(Selection selection) {
        List<String> parts = new ArrayList<>();
        if (selection instanceof Query query) {
            if (!query.isFeedsOwn()) {
                parts.add("window=" + query.minutes());
            }
            add(parts, query.filter());
        } else {
            HistoryQuery query = (HistoryQuery) selection;
            if (query.period().kind() == Period.Kind.RANGE) {
                parts.add("from=" + query.period().range().from());
                parts.add("to=" + query.period().range().to());
            } else {
                parts.add("window=" + query.period().kind().label());
            }
            add(parts, query.filter());
        }
        return String.join("&", parts);
    }

    private static void add(List<String> parts, Filter filter) {
        filter.only()
                .forEach((property, values) ->
                        values.forEach(value -> parts.add(property.field() + "=" + encoded(value))));
        filter.except()
                .forEach((property, values) ->
                        values.forEach(value -> parts.add("not." + property.field() + "=" + encoded(value))));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
