package io.thelook.service.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Binds the JSON bodies of requests to records. Each value must have the type of its field: {@code "1"} and 1.0 are no
 * whole numbers, and 1 is no text. Duplicate fields are errors, and so are unknown ones, unless the record ignores
 * them. {@code null} counts as absent. What follows the value is not read.
 */
public final class StrictJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder(new OpenParsers())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual, texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private StrictJson() {}

    /** The mapper that binds bodies. Do not change its configuration. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** The name of the field that does not fit; empty if the body as a whole does not. */
    public static Optional<String> field(IOException failure) {
        return failure instanceof JsonMappingException mapping
                ? mapping.getPath().stream().findFirst().map(JsonMappingException.Reference::getFieldName)
                : Optional.empty();
    }

    /**
     * The value that has a wrong type, as JSON; {@code …} if it is not JSON to its end, {@code missing} if the body
     * is empty. Call it only once: it reads the value.
     */
    public static String value(JsonMappingException failure) {
        try {
            TreeNode value = ((JsonParser) failure.getProcessor()).readValueAsTree();
            return value == null ? "missing" : value.toString();
        } catch (IOException e) {
            return "…";
        }
    }

    /** Creates parsers that stay open after a failure, because a closed one no longer has the value. */
    private static final class OpenParsers extends JsonFactory {

        private static final long serialVersionUID = 1;

        @Override
        public JsonParser createParser(InputStream body) throws IOException {
            return open(super.createParser(body));
        }

        @Override
        public JsonParser createParser(byte[] body) throws IOException {
            return open(super.createParser(body));
        }

        @Override
        public JsonParser createParser(String body) throws IOException {
            return open(super.createParser(body));
        }

        private static JsonParser open(JsonParser parser) {
            return new JsonParserDelegate(parser) {
                @Override
                public void close() {
                    // Bodies are in memory: there is nothing to close.
                }
            };
        }
    }
}
