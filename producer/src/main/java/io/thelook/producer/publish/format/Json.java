package io.thelook.producer.publish.format;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** A JSON object that is being composed, with its fields in the order in which they were set. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, Object> fields = new LinkedHashMap<>();

    private Json() {}

    static Json object() {
        return new Json();
    }

    /** @param value may be {@code null}, another object, or a list */
    Json with(String name, Object value) {
        fields.put(name, value);
        return this;
    }

    @JsonValue
    Map<String, Object> fields() {
        return fields;
    }

    /** The object in UTF-8. */
    byte[] toBytes() {
        try {
            return MAPPER.writeValueAsBytes(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a document", e);
        }
    }
}
