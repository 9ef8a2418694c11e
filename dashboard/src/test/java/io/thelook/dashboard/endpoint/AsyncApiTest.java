package io.thelook.dashboard.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thelook.model.RecordField;
import io.thelook.service.testing.ApiDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The AsyncAPI document is sound, agrees with docs/feed.md and docs/views.md, and refuses everything that is not in the
 * protocol.
 */
class AsyncApiTest {

    private static final ApiDocument DOCUMENT = ApiDocument.resource("META-INF/asyncapi.yaml");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The schemas of the examples in these documents, by type. */
    private static final Map<String, List<String>> SCHEMAS = Map.ofEntries(
            Map.entry("", List.of("Window")),
            Map.entry("snapshot", List.of("Snapshot")),
            Map.entry("upsert", List.of("Upsert")),
            Map.entry("heartbeat", List.of("FeedHeartbeat", "ViewHeartbeat")),
            Map.entry("resync", List.of("Resync")),
            Map.entry("view", List.of("View")),
            Map.entry("update", List.of("Update")),
            Map.entry("subscribe", List.of("Subscribe")),
            Map.entry("replay", List.of("Replay", "Replayed")),
            Map.entry("day", List.of("DayRequest", "Day")),
            Map.entry("ping", List.of("Ping")),
            Map.entry("pong", List.of("Pong")));

    record Example(String message, JsonNode schema, JsonNode payload) {

        @Override
        public String toString() {
            return message;
        }
    }

    static Stream<Example> examples() {
        List<Example> examples = new ArrayList<>();
        DOCUMENT.root().at("/components/messages").properties().forEach(message -> message.getValue()
                .path("examples")
                .forEach(example -> examples.add(new Example(
                        message.getKey() + " " + example.path("name").asText(),
                        message.getValue().get("payload"),
                        example.get("payload")))));
        return examples.stream();
    }

    static Stream<Example> examplesOfOurMessages() {
        return examples()
                .filter(example -> example.payload.isObject())
                .filter(example -> DOCUMENT.resolve(example.schema).has("additionalProperties"));
    }

    @Test
    void document_isSound() {
        assertThat(DOCUMENT.root().path("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(DOCUMENT.faultsOfItsOwn()).isEmpty();
        DOCUMENT.root().get("channels").forEach(channel -> {
            channel.get("servers")
                    .forEach(server ->
                            assertThat(DOCUMENT.resolve(server).has("host")).isTrue());
            channel.get("messages").forEach(message -> assertThat(
                            DOCUMENT.resolve(message).at("/examples/0/payload").isMissingNode())
                    .isFalse());
        });
    }

    @Test
    void operations_haveEachMessageOfTheirChannelsAndNoOther() {
        TreeSet<String> ofOperations = new TreeSet<>();
        DOCUMENT.root().get("operations").forEach(operation -> {
            String channel = operation.at("/channel/$ref").asText();
            Stream.of(operation.path("messages"), operation.at("/reply/messages"))
                    .flatMap(messages -> StreamSupport.stream(messages.spliterator(), false))
                    .map(message -> message.get("$ref").asText())
                    .forEach(message -> {
                        assertThat(message).startsWith(channel + "/messages/");
                        ofOperations.add(message);
                    });
        });
        TreeSet<String> ofChannels = new TreeSet<>();
        DOCUMENT.root().get("channels").properties().forEach(channel -> channel.getValue()
                .get("messages")
                .fieldNames()
                .forEachRemaining(
                        message -> ofChannels.add("#/channels/" + channel.getKey() + "/messages/" + message)));

        assertThat(ofOperations).isEqualTo(ofChannels);
    }

    @Test
    void record_hasTheFieldsOfTheWire() {
        List<String> fields = new ArrayList<>();
        DOCUMENT.schema("Record").get("properties").fieldNames().forEachRemaining(fields::add);

        assertThat(fields)
                .containsExactlyElementsOf(
                        RecordField.ALL.stream().map(RecordField::label).toList());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void example_isValid(Example example) {
        assertThat(DOCUMENT.faults(example.schema, example.payload)).isEmpty();
    }

    @Test
    void examplesOfTheDocuments_areValid() throws IOException {
        List<String> blocks = Pattern.compile("```json\n(.*?)```|`(\\{\"type\".*?})`", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/feed.md")) + Files.readString(Path.of("../docs/views.md")))
                .results()
                .map(block -> block.group(1) == null ? block.group(2) : block.group(1))
                .filter(block -> !block.contains("…"))
                .toList();
        assertThat(blocks).hasSizeGreaterThan(8);
        for (String block : blocks) {
            JsonNode message = JSON.readTree(block);
            String type = message.path("type").asText();
            List<String> schemas = SCHEMAS.get(type);
            assertThat(schemas).as(block).anyMatch(schema -> DOCUMENT.faults(DOCUMENT.schema(schema), message)
                    .isEmpty());
        }
    }

    /** At every place of a message: a field too many, a value of another type, or no required field. */
    @ParameterizedTest
    @MethodSource("examplesOfOurMessages")
    void message_thatIsNotOfTheProtocol_isRefused(Example example) {
        int mutants = 0;
        for (JsonNode mutant : mutants(example.payload, DOCUMENT.resolve(example.schema))) {
            assertThat(DOCUMENT.faults(example.schema, mutant))
                    .as(mutant.toString())
                    .isNotEmpty();
            mutants++;
        }
        assertThat(mutants).isGreaterThanOrEqualTo(2 * example.payload.size());
    }

    private static List<JsonNode> mutants(JsonNode value, JsonNode schema) {
        List<JsonNode> mutants = new ArrayList<>();
        if (value instanceof ObjectNode object) {
            mutants.add(object.deepCopy().put("colour", "red"));
            schema.path("required")
                    .forEach(field -> mutants.add(object.deepCopy().without(field.asText())));
            object.properties().forEach(field -> {
                JsonNode of = DOCUMENT.resolve(schema.path("properties").path(field.getKey()));
                JsonNode other = field.getValue().isObject() ? JSON.createArrayNode() : JSON.createObjectNode();
                mutants.add(object.deepCopy().set(field.getKey(), other));
                mutants(field.getValue(), of)
                        .forEach(each -> mutants.add(object.deepCopy().set(field.getKey(), each)));
            });
        } else if (value instanceof ArrayNode array) {
            mutants.add(array.deepCopy().add(true));
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                mutants(array.get(i), DOCUMENT.resolve(schema.path("items"))).forEach(each -> {
                    ArrayNode copy = array.deepCopy();
                    copy.set(index, each);
                    mutants.add(copy);
                });
            }
        } else {
            mutants.add(JSON.getNodeFactory().booleanNode(true));
        }
        return mutants;
    }
}
