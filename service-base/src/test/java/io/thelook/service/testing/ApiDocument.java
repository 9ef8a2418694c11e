package io.thelook.service.testing;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** An OpenAPI 3.1 or AsyncAPI 3.0 document. Validates values with its schemas. Thread-safe. */
public final class ApiDocument {

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION));

    private final JsonNode root;
    private final JsonMetaSchema dialect;
    private final JsonSchemaFactory schemas;
    private final Map<JsonNode, JsonSchema> compiled = new ConcurrentHashMap<>();

    private ApiDocument(JsonNode root) {
        this.root = root;
        boolean isAsync = root.has("asyncapi");
        JsonMetaSchema usual = isAsync ? JsonMetaSchema.getV7() : JsonMetaSchema.getV202012();
        this.dialect = JsonMetaSchema.builder(usual)
                .keyword(new NonValidationKeyword("components"))
                .build();
        this.schemas = JsonSchemaFactory.builder(
                        JsonSchemaFactory.getInstance(isAsync ? VersionFlag.V7 : VersionFlag.V202012))
                .metaSchema(dialect)
                .build();
    }

    /** Reads a document. */
    public static ApiDocument parse(String yaml) {
        try {
            return new ApiDocument(YAML.readTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a document on the class path. */
    public static ApiDocument resource(String name) {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
            return new ApiDocument(YAML.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of a record's fields in its JSON, to be compared with those of a schema. */
    public static List<String> fields(Class<? extends Record> type) {
        return Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    /** The whole document. */
    public JsonNode root() {
        return root;
    }

    /** The schema with that name among the components. */
    public JsonNode schema(String name) {
        JsonNode schema = root.at("/components/schemas").path(name);
        if (schema.isMissingNode()) {
            throw new IllegalArgumentException(name + ": no such schema");
        }
        return schema;
    }

    /** The node, or the one to which it refers. */
    public JsonNode resolve(JsonNode node) {
        JsonNode found = node;
        while (found.has("$ref")) {
            String reference = found.get("$ref").asText();
            found = root.at(reference.substring(1));
            if (!reference.startsWith("#/") || found.isMissingNode()) {
                throw new IllegalArgumentException(reference + ": refers to nothing");
            }
        }
        return found;
    }

    /** The faults of a value by a schema of the document; empty if the value is valid. */
    public List<String> faults(JsonNode schema, JsonNode value) {
        return messages(compiled.computeIfAbsent(schema, this::compile), value);
    }

    private JsonSchema compile(JsonNode schema) {
        ObjectNode whole = YAML.createObjectNode();
        whole.put("$schema", dialect.getIri());
        whole.set("components", root.get("components"));
        whole.putArray("allOf").add(schema);
        return schemas.getSchema(
                whole,
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    }

    /** The faults of the schemas among the components, and the references to nothing; empty if there are none. */
    public List<String> faultsOfItsOwn() {
        JsonSchema meta = schemas.getSchema(SchemaLocation.of(dialect.getIri()));
        List<String> faults = new ArrayList<>();
        root.at("/components/schemas").properties().forEach(schema -> messages(meta, schema.getValue())
                .forEach(fault -> faults.add(schema.getKey() + ": " + fault)));
        root.findValues("$ref").forEach(reference -> {
            if (root.at(reference.asText().substring(1)).isMissingNode()) {
                faults.add(reference + ": refers to nothing");
            }
        });
        return faults;
    }

    private static List<String> messages(JsonSchema schema, JsonNode value) {
        return schema.validate(value).stream()
                .map(ValidationMessage::getMessage)
                .sorted()
                .toList();
    }
}
