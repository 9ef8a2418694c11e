package io.thelook.dashboard.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thelook.model.MappingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** JSON in tests, with exact numbers. */
final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    static JsonNode of(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An example payload, fresh. */
    static ObjectNode example(String name) {
        return (ObjectNode) file(name + ".json");
    }

    /** The records that an example gives. */
    static List<JsonNode> golden(String name) {
        List<JsonNode> records = new ArrayList<>();
        file(name + ".records.json").forEach(records::add);
        return records;
    }

    private static JsonNode file(String name) {
        try (InputStream file = Json.class.getResourceAsStream(name)) {
            return MAPPER.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> records(String preset, JsonNode value) {
        try {
            return Mapping.of(preset).map(value);
        } catch (MappingException e) {
            throw new AssertionError(e);
        }
    }

    static BigDecimal sum(List<JsonNode> records) {
        return records.stream()
                .map(record -> record.get("sale_price").decimalValue())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    static boolean isRefund(JsonNode record) {
        return record.get("item_id").asText().startsWith("refund:");
    }

    /** The identity of a record. */
    static String identity(JsonNode record) {
        return record.get("order_id").asText() + " " + record.get("item_id").asText();
    }
}
