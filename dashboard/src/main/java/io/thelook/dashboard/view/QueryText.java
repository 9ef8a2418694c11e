package io.thelook.dashboard.view;

import io.thelook.dashboard.history.HistoryQuery;
import io.thelook.dashboard.history.Period;
import io.thelook.dashboard.history.TimeSpan;
import io.thelook.dashboard.window.Filter;
import io.thelook.dashboard.window.Property;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Selection;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads a query in the form that addresses use:
 * {@code window=15&country=France&country=Spain&not.item_status=Cancelled}.
 */
public final class QueryText {

    /**
     * Limit on the bytes of a query, percent-encoded. It fits into a request line and into a message of a viewer: see
     * {@code application.properties}. Most proxies accept request lines of 8 KB.
     */
    public static final int LONGEST = 4_000;

    private static final int BYTES_OF_AN_ENCODED_BYTE = 3;
    /** The start of the year 2100, after which no record is. */
    private static final long LATEST = 4_102_444_800_000L;

    private static final List<String> MINUTES =
            Query.LENGTHS.stream().map(String::valueOf).toList();
    private static final String EXCEPT = "not.";
    private static final String FIELDS =
            Arrays.stream(Property.values()).map(Property::field).collect(Collectors.joining(", "));

    /** The character that Java decodes invalid UTF-8 to; a value may also contain it. */
    private static final Pattern REPLACEMENT = Pattern.compile("\uFFFD");

    private static final Pattern ENCODED_REPLACEMENT = Pattern.compile("%EF%BF%BD", Pattern.CASE_INSENSITIVE);

    private QueryText() {}

    /**
     * Reads a query. An empty text is the default query.
     *
     * @throws IllegalArgumentException if the query is invalid; the message says what is wrong and what was expected
     */
    public static Query parse(String text) {
        int length = encodedLength(text);
        if (length > LONGEST) {
            throw new IllegalArgumentException(
                    "a query of " + length + " bytes: expected at most " + LONGEST + ", percent-encoded");
        }
        int minutes = 0;
        Map<Property, Set<String>> only = new EnumMap<>(Property.class);
        Map<Property, Set<String>> except = new EnumMap<>(Property.class);
        for (String part : text.split("&")) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            String value = equals < 0 ? "" : decode(part.substring(equals + 1));
            if (name.equals("window")) {
                minutes = minutes(value);
                continue;
            }
            boolean not = name.startsWith(EXCEPT);
            Property property = Property.in(not ? name.substring(EXCEPT.length()) : name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            shown(name) + ": expected window, " + FIELDS + ", or one of the latter after not."));
            if (value.isEmpty()) {
                throw new IllegalArgumentException(shown(name) + "=: expected a value");
            }
            (not ? except : only)
                    .computeIfAbsent(property, unseen -> new TreeSet<>())
                    .add(value);
        }
        return new Query(minutes, new Filter(only, except));
    }

    /**
     * Reads a selection: a query of the live window, or one of the history, with {@code window=1h}, {@code 24h},
     * {@code 7d}, {@code today} or {@code yesterday}, or with {@code from} and {@code to}.
     *
     * @throws IllegalArgumentException if it is invalid; the message says what is wrong and what was expected
     */
    public static Selection selection(String text) {
        List<String> others = new ArrayList<>();
        Optional<Period> period = Optional.empty();
        Map<String, Long> range = new HashMap<>();
        for (String part : text.split("&")) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            String value = equals < 0 ? "" : part.substring(equals + 1);
            Optional<Period> named = name.equals("window") ? Period.of(decode(value)) : Optional.empty();
            if (name.equals("window") && named.isEmpty() && !MINUTES.contains(decode(value))) {
                throw new IllegalArgumentException("window=" + shown(decode(value)) + ": expected "
                        + String.join(", ", MINUTES) + ", " + Period.labels());
            }
            if (named.isPresent()) {
                period = named;
            } else if (name.equals("from") || name.equals("to")) {
                range.put(name, time(name, decode(value)));
            } else {
                others.add(part);
            }
        }
        Query query = parse(String.join("&", others));
        if (range.isEmpty()) {
            return period.<Selection>map(of -> new HistoryQuery(of, query.filter()))
                    .orElse(query);
        }
        if (range.size() < 2) {
            throw new IllegalArgumentException((range.containsKey("from") ? "from" : "to") + "=: expected from and to");
        }
        if (period.isPresent() || !query.isFeedsOwn()) {
            throw new IllegalArgumentException("window= with from= and to=: expected one or the other");
        }
        if (range.get("from") >= range.get("to")) {
            throw new IllegalArgumentException(
                    "from=" + range.get("from") + "&to=" + range.get("to") + ": expected a start before the end");
        }
        return new HistoryQuery(Period.range(new TimeSpan(range.get("from"), range.get("to"))), query.filter());
    }

    private static long time(String name, String value) {
        try {
            long time = Long.parseLong(value);
            if (time >= 0 && time <= LATEST) {
                return time;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw new IllegalArgumentException(name + "=" + shown(value) + ": expected milliseconds since the epoch");
    }

    /** The length in an address, which encodes each byte of a non-ASCII character as three. */
    private static int encodedLength(String text) {
        int length = 0;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            length += each < 0 ? BYTES_OF_AN_ENCODED_BYTE : 1;
        }
        return length;
    }

    private static int minutes(String value) {
        if (!MINUTES.contains(value)) {
            throw new IllegalArgumentException("window=" + shown(value) + ": expected 1, 5 or 15");
        }
        return Integer.parseInt(value);
    }

    /**
     * Decodes a value of a query.
     *
     * @throws IllegalArgumentException if it is not percent-encoded UTF-8; the message says so
     */
    public static String decode(String value) {
        String decoded;
        try {
            decoded = URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(shown(value) + ": expected percent-encoded UTF-8", e);
        }
        // Java replaces bytes that are not UTF-8. A client that sent them would get the records of another value: none.
        if (count(REPLACEMENT, decoded) > count(REPLACEMENT, value) + count(ENCODED_REPLACEMENT, value)) {
            throw new IllegalArgumentException(shown(value) + ": expected percent-encoded UTF-8");
        }
        return decoded;
    }

    private static long count(Pattern pattern, String text) {
        return pattern.matcher(text).results().count();
    }

    /** A value as a message about it shows it, which is short. */
    public static String shown(String value) {
        return value.length() <= 40 ? value : value.substring(0, 40) + "…";
    }
}
