package io.thelook.dashboard.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thelook.dashboard.source.Gzip;
import io.thelook.dashboard.source.GzipException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Random records, in the plain form and in every other form that the dashboard accepts. */
final class Shapes {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MEGABYTE = 1_000_000;
    private static final List<String> TEXTS =
            List.of("France", "Women's Jeans", "日本", "👍🏽", "a \"quoted\" name", "x,y", "<b>", "\\", "Unknown", "0");
    private static final Map<String, List<String>> STATUSES = Map.of(
            "Processing", List.of("processing", "PENDING", "in_progress", "paid"),
            "Shipped", List.of("SHIPPED", "fulfilled", "in-transit"),
            "Complete", List.of("complete", "Completed", "delivered"),
            "Cancelled", List.of("canceled", "CANCELLED", "voided"),
            "Returned", List.of("refunded", "returned"));

    private final Random random;
    private final long now;

    /** @param now the time of the newest record, in milliseconds since the epoch */
    Shapes(Random random, long now) {
        this.random = random;
        this.now = now;
    }

    /** A record in the plain form: the fields of the protocol, numbers as numbers, times in milliseconds. */
    ObjectNode plain() {
        ObjectNode record = JSON.createObjectNode();
        record.put("order_id", "order-" + random.nextInt(40));
        boolean isRefund = random.nextInt(8) == 0;
        record.put("item_id", (isRefund ? "refund:" : "") + random.nextInt(100_000));
        record.put("sale_price", isRefund ? amount().negate() : amount());
        record.put("created_at", now - random.nextInt(240_000));
        maybe(() -> record.put("user_id", Integer.toString(random.nextInt(1_000))));
        maybe(() -> record.put("age", random.nextInt(151)));
        maybe(() -> record.put("gender", pick(List.of("F", "M"))));
        maybe(() -> record.put("country", pick(TEXTS)));
        maybe(() -> record.put("traffic_source", pick(TEXTS)));
        maybe(() -> record.put("category", pick(TEXTS)));
        maybe(() -> record.put("cost", amount()));
        maybe(() -> record.put("item_status", pick(List.copyOf(STATUSES.keySet()))));
        maybe(() -> record.put("quantity", 2 + random.nextInt(9)));
        maybe(() -> record.put("product", pick(TEXTS)));
        maybe(() -> record.put("updated_at", now - random.nextInt(240_000)));
        return record;
    }

    private void maybe(Runnable task) {
        if (random.nextBoolean()) {
            task.run();
        }
    }

    private BigDecimal amount() {
        return BigDecimal.valueOf(1 + random.nextInt(100_000), random.nextInt(4));
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** Messages that say the same in other forms, in the same order. */
    List<String> messages(List<ObjectNode> records) {
        List<String> messages = new ArrayList<>();
        for (int from = 0; from < records.size(); ) {
            int end = Math.min(records.size(), from + 1 + random.nextInt(6));
            messages.add(message(records.subList(from, end)));
            from = end;
        }
        return messages;
    }

    /** One message that says the same in another form. */
    String message(List<ObjectNode> records) {
        String text = container(records.stream().map(this::disguised).toList());
        if (random.nextInt(3) == 0) {
            text = write(text);
        }
        return random.nextInt(3) == 0 ? inflated(compressed(text)) : text;
    }

    private String container(List<ObjectNode> records) {
        List<String> texts = records.stream().map(Shapes::write).toList();
        String array = "[" + String.join(random.nextBoolean() ? "," : " ,\n ", texts) + "]";
        return switch (random.nextInt(4)) {
            case 0 -> array;
            case 1 -> "{\"type\":\"orders\",\"page\":{\"data\":[1]},\"data\":" + array + ",\"more\":null}";
            case 2 -> String.join(pick(List.of("\n", "\r\n", "\n\n", " \n ")), texts) + pick(List.of("", "\n", "\n\n"));
            default -> records.size() == 1 ? "  " + texts.get(0) : "\n" + array + "\n";
        };
    }

    /** The same record in another form. */
    private ObjectNode disguised(ObjectNode record) {
        boolean isCamel = random.nextBoolean();
        boolean isByUnit = random.nextInt(4) == 0;
        List<String> fields = new ArrayList<>();
        record.fieldNames().forEachRemaining(fields::add);
        Collections.shuffle(fields, random);
        ObjectNode other = JSON.createObjectNode();
        maybe(() -> other.putObject("extra").putArray("order_id").add(1).addNull());
        for (String field : fields) {
            JsonNode value = record.get(field);
            String name = isCamel ? camel(field) : field;
            if (field.equals("sale_price") && isByUnit) {
                byUnit(
                        other,
                        isCamel,
                        value.decimalValue(),
                        record.path("quantity").asInt(1));
            } else {
                other.set(name, disguised(field, value));
            }
        }
        maybe(() -> other.put("currency", pick(List.of("USD", "usd"))));
        for (String absent : List.of("age", "cost", "category", "updated_at")) {
            if (!record.has(absent) && random.nextBoolean()) {
                other.putNull(isCamel ? camel(absent) : absent);
            }
        }
        return other;
    }

    private void byUnit(ObjectNode record, boolean isCamel, BigDecimal total, int quantity) {
        BigDecimal unit = amount();
        BigDecimal discount = unit.multiply(BigDecimal.valueOf(quantity)).subtract(total);
        record.set(isCamel ? "unitPrice" : "unit_price", number(unit));
        record.set("discount", number(discount));
    }

    private JsonNode disguised(String field, JsonNode value) {
        return switch (field) {
            case "created_at", "updated_at" -> time(value.asLong());
            case "sale_price", "cost" -> number(value.decimalValue());
            case "age", "quantity" -> number(BigDecimal.valueOf(value.asInt()));
            case "item_status" ->
                random.nextBoolean() ? value : JSON.getNodeFactory().textNode(pick(STATUSES.get(value.asText())));
            case "user_id", "item_id" -> id(value);
            default -> value;
        };
    }

    private JsonNode id(JsonNode value) {
        return random.nextBoolean() && value.asText().matches("0|[1-9]\\d*")
                ? JSON.getNodeFactory().numberNode(value.asLong())
                : value;
    }

    private JsonNode number(BigDecimal value) {
        return switch (random.nextInt(5)) {
            case 0 -> JSON.getNodeFactory().textNode(value.toPlainString());
            case 1 -> JSON.getNodeFactory().textNode(" " + value.setScale(value.scale() + 2) + " ");
            case 2 -> JSON.getNodeFactory().textNode(value.movePointLeft(1).toPlainString() + "e1");
            default -> JSON.getNodeFactory().numberNode(value);
        };
    }

    private JsonNode time(long millis) {
        BigDecimal number = BigDecimal.valueOf(millis);
        return switch (random.nextInt(9)) {
            case 0 -> JSON.getNodeFactory().numberNode(number.movePointLeft(3));
            case 1 -> JSON.getNodeFactory().numberNode(millis * 1_000 + random.nextInt(1_000));
            case 2 -> JSON.getNodeFactory().numberNode(millis * 1_000_000 + random.nextInt(1_000_000));
            case 3 -> JSON.getNodeFactory().textNode(Long.toString(millis));
            case 4 -> JSON.getNodeFactory().textNode(number.movePointLeft(3).toPlainString());
            case 5 ->
                JSON.getNodeFactory().textNode(Instant.ofEpochMilli(millis).toString());
            case 6 -> JSON.getNodeFactory().textNode(zoned(millis).toString());
            case 7 -> JSON.getNodeFactory().textNode(zoned(millis).toString().replace('T', ' '));
            default -> JSON.getNodeFactory().numberNode(millis);
        };
    }

    private OffsetDateTime zoned(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.ofTotalSeconds(900 * (random.nextInt(100) - 48)));
    }

    private static String camel(String field) {
        StringBuilder name = new StringBuilder();
        for (String word : field.split("_")) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }

    /** The plain form of a message: an array. */
    static String plainMessage(List<ObjectNode> records) {
        ArrayNode array = JSON.createArrayNode();
        return array.addAll(records).toString();
    }

    static byte[] compressed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String inflated(byte[] bytes) {
        try {
            return new String(Gzip.inflate(bytes, bytes.length, MEGABYTE), UTF_8);
        } catch (GzipException e) {
            throw new AssertionError(e);
        }
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
