package io.thelook.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * Reads JSON as trees that keep every decimal as it is written. Feeds of plain records need no trees and do not load
 * this class. Stateless and thread-safe.
 */
final class JsonTrees {

    private static final int MOST_DIGITS = 1_000;

    private static final ObjectMapper MAPPER = JsonMapper.builder(
                    RecordCodec.json(StreamReadConstraints.DEFAULT_MAX_STRING_LEN, MOST_DIGITS))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonTrees() {}

    /** Makes parsers for {@link #read(JsonParser)}, which limit the digits of a number. */
    static JsonFactory factory() {
        return MAPPER.getFactory();
    }

    static JsonNode read(byte[] text) throws IOException {
        return checked(() -> MAPPER.readTree(text));
    }

    /** Reads the value at the parser's position, to its end. */
    static JsonNode read(JsonParser json) throws IOException {
        return checked(() -> MAPPER.readTree(json));
    }

    /**
     * Reports a number as malformed if its exponent does not fit: Jackson does not catch the exception of BigDecimal.
     */
    private static JsonNode checked(Reading reading) throws IOException {
        try {
            return reading.read();
        } catch (NumberFormatException e) {
            throw new JsonParseException(null, "a number is out of range");
        }
    }

    private interface Reading {

        JsonNode read() throws IOException;
    }
}
