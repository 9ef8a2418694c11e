package io.thelook.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The expected content of the page for a frame, computed from the frame alone and with none of the product's code. */
record Recomputation(
        long orders,
        long items,
        long sales,
        BigDecimal averageOrderValue,
        BigDecimal grossMargin,
        Map<String, Map<String, BigDecimal>> revenue) {

    private static final List<String> PROPERTIES =
            List.of("country", "traffic_source", "category", "item_status", "age", "gender");

    private static final ObjectMapper JSON = new ObjectMapper();

    static Recomputation of(String frame) {
        return of(frame, record -> true);
    }

    static Recomputation of(String frame, Predicate<JsonNode> filter) {
        Set<String> orders = new HashSet<>();
        Set<String> items = new HashSet<>();
        BigDecimal sales = BigDecimal.ZERO;
        BigDecimal cost = BigDecimal.ZERO;
        Map<String, Map<String, BigDecimal>> revenue = new TreeMap<>();
        PROPERTIES.forEach(property -> revenue.put(property, new TreeMap<>()));
        for (JsonNode record : array(frame)) {
            if (!filter.test(record)) {
                continue;
            }
            BigDecimal price = new BigDecimal(record.get("sale_price").asText());
            orders.add(record.get("order_id").asText());
            items.add(record.get("item_id").asText());
            sales = sales.add(price);
            cost = cost.add(new BigDecimal(record.get("cost").asText()));
            for (String property : PROPERTIES) {
                revenue.get(property).merge(value(record, property), price, BigDecimal::add);
            }
        }
        return new Recomputation(
                orders.size(),
                items.size(),
                whole(sales),
                orders.isEmpty()
                        ? BigDecimal.ZERO
                        : sales.divide(BigDecimal.valueOf(orders.size()), 2, RoundingMode.HALF_UP),
                sales.signum() == 0 ? null : sales.subtract(cost).divide(sales, 3, RoundingMode.HALF_UP),
                revenue);
    }

    /** The value of a record's property; ages by the usual bands. */
    static String value(JsonNode record, String property) {
        if (!property.equals("age")) {
            return record.get(property).asText();
        }
        int age = record.get("age").asInt();
        return age < 18 ? "under 18" : age < 25 ? "18-24" : age >= 65 ? "65 and over" : band(age);
    }

    private static String band(int age) {
        int from = (age - 5) / 10 * 10 + 5;
        return from + "-" + (from + 9);
    }

    private static JsonNode array(String frame) {
        try {
            JsonNode json = JSON.readTree(frame);
            return json.isTextual() ? JSON.readTree(json.asText()) : json;
        } catch (JsonProcessingException e) {
            throw new AssertionError("no frame: " + frame, e);
        }
    }

    /** A number as the page writes it. */
    static String number(long value) {
        return String.format(Locale.US, "%,d", value);
    }

    static long whole(BigDecimal dollars) {
        return dollars.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    /** Names by falling revenue, ties by name: a stable sort over names in order. */
    static List<String> ranked(Map<String, BigDecimal> revenue) {
        List<String> names = new ArrayList<>(revenue.keySet());
        names.sort((a, b) -> revenue.get(b).compareTo(revenue.get(a)));
        return names;
    }
}
