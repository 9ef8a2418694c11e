package io.thelook.dashboard.view;

import io.thelook.dashboard.window.Breakdown.Ranking;
import io.thelook.dashboard.window.Property;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The bar charts of a view, and the number of their bars. */
final class Bars {

    static final Map<Property, String> MAIN = new EnumMap<>(Map.of(
            Property.COUNTRY, "revenue_by_country",
            Property.TRAFFIC_SOURCE, "revenue_by_traffic_source"));
    static final Map<Property, String> OTHERS = new EnumMap<>(Map.of(
            Property.CATEGORY, "revenue_by_category",
            Property.ITEM_STATUS, "revenue_by_item_status",
            Property.AGE, "revenue_by_age",
            Property.GENDER, "revenue_by_gender"));

    /** Limit on the countries without a bar. The world has fewer countries. */
    static final int MOST_FURTHER = 300;

    private static final int MOST_CATEGORIES = 10;

    private Bars() {}

    /**
     * Makes some of the charts.
     *
     * @param ranking of a property, with at most so many names
     */
    static Map<String, Object> of(
            Map<Property, String> charts, int maxBars, BiFunction<Property, Integer, Ranking> ranking) {
        Map<String, Object> parts = new LinkedHashMap<>();
        charts.forEach((property, name) -> {
            int most = property == Property.CATEGORY ? Math.min(MOST_CATEGORIES, maxBars) : maxBars;
            parts.put(name, View.Chart.of(ranking.apply(property, most)));
        });
        return parts;
    }

    /** The countries without a bar, which the map shows; {@code null} if every country has a bar. */
    static List<View.Bar> further(Ranking countries, int maxBars) {
        List<View.Bar> further =
                View.Bar.of(countries.shares()).stream().skip(maxBars).toList();
        return further.isEmpty() ? null : further;
    }
}
