package io.thelook.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the page must show for a frame, computed from the frame alone and with none of the product's code. */
record Recomputation(
        long orders, long items, long sales, Map<String, BigDecimal> countries, Map<String, BigDecimal> sources) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Recomputation of(String frame) {
        Set<String> orders = new HashSet<>();
        Set<String> items = new HashSet<>();
        BigDecimal sales = BigDecimal.ZERO;
        Map<String, BigDecimal> countries = new TreeMap<>();
        Map<String, BigDecimal> sources = new TreeMap<>();
        for (JsonNode record : array(frame)) {
            BigDecimal price = new BigDecimal(record.get("sale_price").asText());
            orders.add(record.get("order_id").asText());
            items.add(record.get("item_id").asText());
            sales = sales.add(price);
            countries.merge(record.get("country").asText(), price, BigDecimal::add);
            sources.merge(record.get("traffic_source").asText(), price, BigDecimal::add);
        }
        return new Recomputation(orders.size(), items.size(), whole(sales), countries, sources);
    }

    private static JsonNode array(String frame) {
        try {
            JsonNode json = JSON.readTree(frame);
            return json.isTextual() ? JSON.readTree(json.asText()) : json;
        } catch (JsonProcessingException e) {
            throw new AssertionError("no frame: " + frame, e);
        }
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
