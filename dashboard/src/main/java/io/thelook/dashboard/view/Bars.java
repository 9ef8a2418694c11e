package io.thelook.dashboard.view;

import io.thelook.dashboard.window.Breakdown.Ranking;
import io.thelook.dashboard.window.Property;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
            Property.GENDER, "revenue_by_gender",
            Property.PRODUCT, "revenue_by_product"));

    /** Limit on the countries without a bar. The world has fewer countries. */
    static final int MOST_FURTHER = 300;

    /** Limit on the categories, and on the products. */
    private static final int MOST_OF_RANGE = 10;

    private static final Set<Property> OF_RANGE = EnumSet.of(Property.CATEGORY, Property.PRODUCT);

    private Bars() {}

    /**
     * Makes some of the charts. A chart may be {@code null}.
     *
     * @param ranking of a property, with at most so many names; {@code null} if it has no chart
     */
    static Map<String, Object> of(
            Map<Property, String> charts, int maxBars, BiFunction<Property, Integer, Ranking> ranking) {
        Map<String, Object> parts = new LinkedHashMap<>();
        charts.forEach((property, name) -> {
            int most = OF_RANGE.contains(property) ? Math.min(MOST_OF_RANGE, maxBars) : maxBars;
            Ranking names = ranking.apply(property, most);
            parts.put(name, names == null ? null : View.Chart.of(names));
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
