package io.thelook.service.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.thelook.service.http.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sends requests and compares each response with an OpenAPI document: its status, headers, content type and body.
 * Remembers the responses it has seen. Not thread-safe.
 */
public final class HttpContract {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The statuses after which the server may close the connection, which the client would use again. */
    private static final Set<Integer> CLOSING = Set.of(400, 408, 413, 414, 431);

    private HttpClient client = newClient();
    private final ApiDocument document;
    private final URI server;
    private final Set<String> seen = new TreeSet<>();

    /**
     * @param document of the service
     * @param server any address of it
     */
    public HttpContract(ApiDocument document, URI server) {
        this.document = document;
        this.server = server;
    }

    private static HttpClient newClient() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    /** A response. The value of a header is null if there is none. */
    public record Answer(int status, UnaryOperator<String> headers, String body) {}

    /**
     * Sends a request and checks the response.
     *
     * @param headers names and values in turn
     */
    public Answer send(String method, String address, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(address))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Answer answer = new Answer(
                    response.statusCode(),
                    name -> response.headers().firstValue(name).orElse(null),
                    response.body());
            check(method, request.build().uri().getPath(), answer);
            if (CLOSING.contains(answer.status())) {
                client = newClient();
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Reads the answer to what a client has sent. */
    public static Answer answer(RawClient client) throws IOException {
        RawClient.Head head = client.head();
        return new Answer(head.status(), name -> head.headers().get(name.toLowerCase(Locale.ROOT)), client.body(head));
    }

    /** Sends a request with a text and checks the response. */
    public Answer send(String method, String address, String body, String... headers) {
        return send(method, address, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Sends a request without a body and checks the response. */
    public Answer send(String method, String address) {
        return send(method, address, "");
    }

    /** Checks the response to a request. */
    public void check(String method, String path, Answer answer) {
        String template = template(path).orElseThrow(() -> new AssertionError(path + " is not documented"));
        JsonNode operation = document.root().at("/paths").path(template).path(method.toLowerCase(Locale.ROOT));
        if (operation.isMissingNode()) {
            assertThat(answer.status())
                    .as(method + " " + path + ", which is not documented")
                    .isEqualTo(405);
            return;
        }
        String key = method + " " + template + " " + answer.status();
        JsonNode response = operation.path("responses").path(Integer.toString(answer.status()));
        assertThat(response.isObject())
                .as(key + " is documented: " + answer.body())
                .isTrue();
        checkHeaders(key, document.resolve(response).path("headers"), answer);
        checkContent(key, document.resolve(response).path("content"), answer, method.equals("HEAD"));
        seen.add(key);
    }

    private Optional<String> template(String path) {
        return names(document.root().get("paths"))
                .filter(template -> path.matches(Stream.of(template.split("\\{[a-z]+}", -1))
                        .map(Pattern::quote)
                        .reduce((start, end) -> start + "[^/.]+" + end)
                        .orElseThrow()))
                .findFirst();
    }

    private void checkHeaders(String key, JsonNode headers, Answer answer) {
        names(headers).forEach(name -> {
            JsonNode header = document.resolve(headers.get(name));
            String value = answer.headers().apply(name);
            assertThat(value != null || !header.path("required").asBoolean())
                    .as(key + " has " + name)
                    .isTrue();
            if (value != null) {
                assertThat(document.faults(header.get("schema"), TextNode.valueOf(value)))
                        .as(key + " " + name + ": " + value)
                        .isEmpty();
            }
        });
    }

    private void checkContent(String key, JsonNode content, Answer answer, boolean isHead) {
        if (isHead || content.isMissingNode()) {
            assertThat(answer.body()).as(key).isEmpty();
            return;
        }
        String type = answer.headers().apply("Content-Type");
        assertThat(type).as(key).isNotNull();
        JsonNode media = content.path(type.split(";")[0]);
        assertThat(media.isObject()).as(key + " as " + type + " is documented").isTrue();
        values(type, answer.body()).forEach(value -> assertThat(document.faults(media.get("schema"), value))
                .as(key + ": " + value)
                .isEmpty());
    }

    private static Stream<JsonNode> values(String type, String body) {
        if (type.startsWith("application/json")) {
            return Stream.of(json(body));
        }
        return type.startsWith("application/x-ndjson")
                ? body.lines().map(HttpContract::json)
                : Stream.of(TextNode.valueOf(body));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** The documented responses of a path that no request has received, as {@code POST /ingest 408}. */
    public List<String> unseen(String template) {
        JsonNode operations = document.root().at("/paths").path(template);
        return names(operations)
                .flatMap(method -> names(operations.get(method).path("responses"))
                        .map(status -> method.toUpperCase(Locale.ROOT) + " " + template + " " + status))
                .filter(key -> !seen.contains(key))
                .toList();
    }

    /** Checks that the document is sound, and that the service serves it and the AsyncAPI document. */
    public void checkDocuments() {
        assertThat(document.faultsOfItsOwn()).isEmpty();
        checkServed("/q/openapi", document);
        checkServed("/asyncapi.yaml", ApiDocument.resource("META-INF/asyncapi.yaml"));
    }

    private void checkServed(String path, ApiDocument expected) {
        assertThat(ApiDocument.parse(send("GET", path).body()).root()).isEqualTo(expected.root());
        Answer head = send("HEAD", path);
        assertThat(head.headers().apply("Content-Type")).isEqualTo("application/yaml");
        assertThat(Integer.parseInt(head.headers().apply("Content-Length"))).isGreaterThan(1_000);
        assertThat(send("DELETE", path).headers().apply("Allow")).isEqualTo("GET, HEAD");
        assertThat(unseen(path)).isEmpty();
    }

    private static Stream<String> names(JsonNode object) {
        Stream.Builder<String> names = Stream.builder();
        for (Iterator<String> each = object.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names.build();
    }
}
