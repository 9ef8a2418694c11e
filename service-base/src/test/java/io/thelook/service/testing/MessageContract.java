package io.thelook.service.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares messages with the schemas of an AsyncAPI document. Remembers the fields it has seen. Not thread-safe. */
public final class MessageContract {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiDocument document;
    private final Set<String> seen = new TreeSet<>();

    public MessageContract(ApiDocument document) {
        this.document = document;
    }

    /**
     * Checks messages.
     *
     * @param schemas the schema of each type of message
     */
    public void check(List<String> messages, Map<String, String> schemas) {
        messages.forEach(message -> {
            String type = json(message).path("type").asText();
            assertThat(schemas).as(message).containsKey(type);
            check(schemas.get(type), message);
        });
    }

    /** Checks a message. */
    public void check(String schema, String message) {
        JsonNode value = json(message);
        assertThat(document.faults(document.schema(schema), value))
                .as(schema + ": " + message)
                .isEmpty();
        remember(schema, document.schema(schema), value);
    }

    private void remember(String name, JsonNode schema, JsonNode value) {
        if (schema.has("$ref")) {
            String reference = schema.get("$ref").asText();
            remember(reference.substring(reference.lastIndexOf('/') + 1), document.resolve(schema), value);
        } else if (schema.has("oneOf") && !value.isNull()) {
            remember(name, schema.at("/oneOf/0"), value);
        } else if (value.isArray()) {
            value.forEach(element -> remember(name, schema.path("items"), element));
        } else if (value.isObject()) {
            value.properties().forEach(field -> {
                seen.add(name + "." + field.getKey());
                remember(name, schema.path("properties").path(field.getKey()), field.getValue());
            });
        }
    }

    /** The fields of the schema that no message had, as {@code Record.product}. */
    public List<String> unseen(String schema) {
        TreeSet<String> fields = new TreeSet<>();
        document.schema(schema)
                .path("properties")
                .fieldNames()
                .forEachRemaining(field -> fields.add(schema + "." + field));
        fields.removeAll(seen);
        return List.copyOf(fields);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
