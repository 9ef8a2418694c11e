package io.thelook.dashboard.alert;

import io.thelook.dashboard.window.Property;
import io.thelook.dashboard.window.Query;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The words of messages. Not thread-safe.
 *
 * @param shop the name of the shop
 * @param currency the ISO 4217 code of amounts
 * @param page the address of the page; empty for messages without a link
 */
record Wording(String shop, String currency, Optional<URI> page) {

    private static final int PERCENT = 2;
    private static final DecimalFormatSymbols SYMBOLS = DecimalFormatSymbols.getInstance(Locale.ROOT);

    /** The labels of properties whose values are not self-explanatory. */
    private static final Map<Property, String> LABELS = Map.of(Property.AGE, "Age ", Property.GENDER, "Gender ");

    /** The state and the name of the rule. */
    String title(Notice notice) {
        String state =
                switch (notice.kind()) {
                    case FIRING -> "Alert";
                    case STILL_FIRING -> "Still firing";
                    case RECOVERED -> "Recovered";
                };
        return state + ": " + notice.rule().name();
    }

    /** The event, in one or two sentences. */
    String detail(Notice notice) {
        Condition condition = notice.rule().condition();
        String lasted = duration(Duration.between(notice.since(), notice.at()));
        if (condition.isAboutSilence()) {
            String age = duration(Duration.ofSeconds(notice.value().longValue()));
            return switch (notice.kind()) {
                case FIRING, STILL_FIRING -> "No data from the feed for " + age + ".";
                case RECOVERED -> "Data arrives again. The alert lasted " + lasted + ".";
            };
        }
        String is = condition.figure().words() + ": " + amount(condition.figure(), notice.value());
        String limit = condition.side().label() + " " + amount(condition.figure(), condition.limit());
        return switch (notice.kind()) {
            case FIRING -> is + ", " + limit + holding(notice.rule().hold()) + ".";
            case STILL_FIRING -> is + ". The limit is “" + limit + "”. The alert has lasted " + lasted + ".";
            case RECOVERED -> is + ", no longer " + limit + ". The alert lasted " + lasted + ".";
        };
    }

    private static String holding(Duration hold) {
        return hold.isZero() ? "" : " for " + duration(hold);
    }

    /** The shop, and the period and the filters of the figure, in the page's words. */
    String scope(Notice notice) {
        if (notice.rule().condition().isAboutSilence()) {
            return shop;
        }
        List<String> words = new ArrayList<>();
        words.add(shop);
        Query query = notice.rule().query();
        period(query, notice.minutes()).ifPresent(words::add);
        new TreeMap<>(query.filter().only()).forEach((property, values) -> words.add(label(property) + joined(values)));
        new TreeMap<>(query.filter().except())
                .forEach((property, values) -> words.add("not " + label(property) + joined(values)));
        return String.join(" · ", words);
    }

    private static Optional<String> period(Query query, Long minutes) {
        Long length = query.isFeedsOwn() ? minutes : Long.valueOf(query.minutes());
        return Optional.ofNullable(length).map(each -> each == 1 ? "Last minute" : "Last " + each + " minutes");
    }

    private static String label(Property property) {
        return LABELS.getOrDefault(property, "");
    }

    private static String joined(Set<String> values) {
        return String.join(" or ", values.stream().sorted().toList());
    }

    /** The address of the page with the rule's window and filters; empty if there is none. */
    Optional<String> link(Notice notice) {
        return page.map(address -> {
            String query = query(notice.rule().query());
            return address.toASCIIString() + (query.isEmpty() ? "" : "?" + query);
        });
    }

    private static String query(Query query) {
        List<String> parts = new ArrayList<>();
        if (!query.isFeedsOwn()) {
            parts.add("window=" + query.minutes());
        }
        add(parts, "", query.filter().only());
        add(parts, "not.", query.filter().except());
        return String.join("&", parts);
    }

    private static void add(List<String> parts, String prefix, Map<Property, Set<String>> values) {
        new TreeMap<>(values).forEach((property, each) -> each.stream()
                .sorted()
                .forEach(value ->
                        parts.add(prefix + property.field() + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8))));
    }

    private String amount(Figure figure, BigDecimal value) {
        return switch (figure.unit()) {
            case COUNT -> number(value);
            case MONEY -> currency.equals("USD") ? dollars(value) : currency + " " + number(value);
            case SHARE -> number(value.movePointRight(PERCENT)) + " %";
        };
    }

    private static String dollars(BigDecimal value) {
        return (value.signum() < 0 ? "-$" : "$") + number(value.abs());
    }

    private static String number(BigDecimal value) {
        return new DecimalFormat("#,##0.######", SYMBOLS).format(value);
    }

    private static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return minutes + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
        }
        return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
    }
}
