package io.thelook.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.thelook.producer.scenario.Scenario;
import io.thelook.producer.scenario.ScenarioRequest;
import io.thelook.producer.tables.Table;
import io.thelook.service.fanout.Listener;
import io.thelook.service.http.RawClient;
import io.thelook.service.testing.ApiDocument;
import io.thelook.service.testing.HttpContract;
import io.thelook.service.testing.HttpContract.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** {@code /q/openapi} matches the service: each documented response occurs, and no other one. */
@QuarkusTest
@TestProfile(OpenApiTest.OneClient.class)
class OpenApiTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String TOKEN = "a token of the test";
    private static final String[] RIGHT = {"Authorization", "Bearer " + TOKEN, "Content-Type", "application/json"};
    private static final String[] WRONG = {"Authorization", "Bearer wrong", "Content-Type", "application/json"};

    /** A feed with room for one client, on connections that are not quiet for long. */
    public static class OneClient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "producer.admin-token", TOKEN, "producer.max-clients", "1", "producer.max-quiet-seconds", "2");
        }
    }

    @TestHTTPResource("/")
    URI server;

    private final ApiDocument document = ApiDocument.resource("META-INF/openapi.yaml");

    private HttpContract contract() {
        return new HttpContract(document, server);
    }

    @Test
    void document_isSoundAndServed() {
        HttpContract contract = contract();

        contract.checkDocuments();
        contract.send("GET", "/");
        contract.send("GET", "/q/metrics");
        contract.send("GET", "/q/metrics", "", "Accept", "application/yaml");
        contract.send("GET", "/q/health");
        try (Listener client = Listener.to(server.resolve("/ws"))) {
            await().atMost(SOON).until(() -> contract.send("GET", "/q/health").status() == 503);
            assertThat(client.closeCode).isNotDone();
        }
        for (String path : List.of("/", "/q/metrics", "/q/health")) {
            assertThat(contract.unseen(path)).isEmpty();
        }
    }

    @Test
    void bodyThatDoesNotArrive_endsItsConnection() throws IOException {
        try (RawClient client = RawClient.to(server.getPort()).send(head("Bearer " + TOKEN, 9) + "{")) {
            assertThat(client.take(1)).as("bytes before the end").isZero();
        }
    }

    @Test
    void requestWithoutPermission_isRefusedBeforeItsBody() throws IOException {
        String body = "{\"name\":\"none\"}";
        String head = head("Bearer wrong", body.length());
        try (RawClient client = RawClient.to(server.getPort()).send(head)) {
            assertThat(HttpContract.answer(client).status()).isEqualTo(401);

            client.send(body + head);
            assertThat(HttpContract.answer(client).status())
                    .as("of the next request on the connection")
                    .isEqualTo(401);
        }
    }

    private static String head(String authorization, int length) {
        return "POST /scenario HTTP/1.1\r\nHost: x\r\nAuthorization: " + authorization
                + "\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n";
    }

    @Test
    void status_givesEachDocumentedResponse() {
        HttpContract contract = contract();

        assertThat(contract.send("GET", "/status").headers().apply("Content-Type"))
                .startsWith("text/html");
        contract.send("GET", "/status.json");
        assertThat(contract.send("GET", "/status", "", "Accept", "application/json")
                        .body())
                .contains("\"service\":\"producer\"");
        contract.send("GET", "/status", "", "Accept", "application/yaml");
        assertThat(contract.unseen("/status")).isEmpty();
        assertThat(contract.unseen("/status.json")).isEmpty();
    }

    @Test
    void names_areThoseOfTheShop() {
        assertThat(texts(document.schema("ScenarioName").get("enum")))
                .containsExactlyElementsOf(
                        Arrays.stream(Scenario.values()).map(Scenario::label).toList());
        assertThat(texts(document.root().at("/components/parameters/table/schema/enum")))
                .containsExactlyElementsOf(
                        Arrays.stream(Table.values()).map(Table::label).toList());
    }

    @Test
    void fieldsOfARequest_areThoseOfItsRecord() {
        assertThat(document.schema("ScenarioRequest").get("properties").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(ApiDocument.fields(ScenarioRequest.class));
    }

    private static Stream<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
    }

    @Test
    void requests_withTheToken_giveEachDocumentedResponse() throws IOException {
        HttpContract contract = contract();

        contract.send("GET", "/scenario");
        for (Scenario scenario : Scenario.values()) {
            start(contract, "{\"name\":\"" + scenario.label() + "\"}", 200);
        }
        start(
                contract,
                "{\"name\":\"flash-sale\",\"seconds\":60,\"rate\":2.5,\"scale\":10,\"date\":\"2026-11-27\"}",
                200);
        start(
                contract,
                "{\"name\":\"day\",\"seconds\":null,\"rate\":null,\"scale\":null,\"date\":null,\"category\":null}",
                200);
        start(contract, "{\"name\":\"none\"}", 200);
        for (String body : List.of(
                "",
                "x",
                "7",
                "[]",
                "{}",
                "{\"name\":\"none\",\"colour\":1}",
                "{\"name\":7}",
                "{\"name\":null}",
                "{\"name\":\"outage\",\"seconds\":0}",
                "{\"name\":\"outage\",\"rate\":\"2\"}",
                "{\"name\":\"outage\",\"scale\":0.5}",
                "{\"name\":\"flash-sale\",\"category\":7}")) {
            start(contract, body, 400);
        }
        try (RawClient large = RawClient.to(server.getPort())
                .send("POST /scenario HTTP/1.1\r\nHost: x\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 20000\r\n\r\n")) {
            Answer answer = HttpContract.answer(large);
            assertThat(answer.status()).isEqualTo(413);
            contract.check("POST", "/scenario", answer);
        }
        String[] withoutJson = Stream.concat(Stream.of(RIGHT), Stream.of("Accept", "text/plain"))
                .toArray(String[]::new);
        contract.send("GET", "/scenario", "", withoutJson);
        contract.send("POST", "/scenario", "{\"name\":\"outage\"}", withoutJson);
        assertThat(contract.send("GET", "/scenario").body()).contains("\"scenario\":\"none\"");
        assertThat(contract.send("POST", "/scenario", "{\"name\":\"none\"}", "Authorization", "Bearer " + TOKEN)
                        .status())
                .as("without a content type")
                .isEqualTo(415);
        contract.send("POST", "/scenario", "name=none", "Content-Type", "application/x-www-form-urlencoded");
        contract.send("POST", "/scenario", "{\"name\":\"none\"}", "Content-Type", "application/json");
        List.of("PUT", "PATCH", "DELETE").forEach(method -> contract.send(method, "/scenario", "{}", RIGHT));

        Answer signedIn = contract.send("POST", "/signin", "", RIGHT);
        String cookie = signedIn.headers().apply("Set-Cookie").split(";")[0];
        for (String origin : List.of(server.toString().replaceFirst("/$", ""), "https://elsewhere.example")) {
            contract.send(
                    "POST",
                    "/scenario",
                    "{\"name\":\"none\"}",
                    "Content-Type",
                    "application/json",
                    "Cookie",
                    cookie,
                    "Origin",
                    origin);
        }
        contract.send("GET", "/signin?token=" + TOKEN.replace(' ', '+'));
        contract.send("GET", "/signin");
        contract.send("POST", "/signin");
        contract.send("POST", "/signin", "", "Origin", "https://elsewhere.example");
        contract.send("PUT", "/signin");
        // After ten wrong tokens, the right one is refused, too.
        for (int i = 0; i < 12; i++) {
            contract.send("GET", "/signin?token=wrong");
            contract.send("POST", "/signin", "", WRONG);
            contract.send("POST", "/scenario", "{\"name\":\"none\"}", WRONG);
        }

        assertThat(contract.unseen("/scenario")).isEmpty();
        assertThat(contract.unseen("/signin")).isEmpty();
    }

    /** A body that the schema takes gets 200; one that it does not take, 400. */
    private void start(HttpContract contract, String body, int status) {
        assertThat(contract.send("POST", "/scenario", body, RIGHT).status())
                .as(body)
                .isEqualTo(status);
        if (body.startsWith("{")) {
            assertThat(document.faults(
                                    document.schema("ScenarioRequest"),
                                    ApiDocument.parse(body).root())
                            .isEmpty())
                    .as(body)
                    .isEqualTo(status == 200);
        }
    }
}
