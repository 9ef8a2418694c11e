package io.thelook.dashboard.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.thelook.dashboard.DataFolder;
import io.thelook.model.Rejection;
import io.thelook.service.http.RawClient;
import io.thelook.service.signature.Signature;
import io.thelook.service.testing.ApiDocument;
import io.thelook.service.testing.HttpContract;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** {@code /q/openapi} matches the service: each documented response occurs, and no other one. */
@QuarkusTest
@TestProfile(OpenApiTest.Receiver.class)
class OpenApiTest {

    private static final String TOKEN = "a token of the test";
    private static final String ADMIN_TOKEN = "another token of the test";
    private static final String SECRET = "a secret of the test";
    private static final String[] RIGHT = {"Authorization", "Bearer " + TOKEN, "Content-Type", "application/json"};
    private static final String[] WRONG = {"Authorization", "Bearer wrong", "Content-Type", "application/json"};

    /** A dashboard that receives deliveries with a token or any signature. */
    public static class Receiver implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "dashboard.ingest",
                    "true",
                    "dashboard.ingest-token",
                    TOKEN,
                    "dashboard.admin-token",
                    ADMIN_TOKEN,
                    "dashboard.shopify-secret",
                    SECRET,
                    "dashboard.woocommerce-secret",
                    SECRET,
                    "dashboard.currency",
                    "EUR",
                    "dashboard.max-ingest-mb",
                    "1",
                    "dashboard.max-body-seconds",
                    "5",
                    "dashboard.data-dir",
                    DataFolder.create("openapi"));
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
        contract.send("GET", "/q/health");
        contract.send("GET", "/q/metrics");
        contract.send("GET", "/q/metrics", "", "Accept", "text/plain");
        contract.send("GET", "/q/metrics", "", "Accept", "application/yaml");
        assertThat(contract.unseen("/q/metrics")).isEmpty();
    }

    @Test
    void status_givesEachDocumentedResponse() {
        HttpContract contract = contract();

        assertThat(contract.send("GET", "/status").headers().apply("Content-Type"))
                .startsWith("text/html");
        contract.send("GET", "/status", "", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        contract.send("GET", "/status.json");
        assertThat(contract.send("GET", "/status", "", "Accept", "application/json")
                        .body())
                .contains("\"service\":\"dashboard\"");
        contract.send("GET", "/status", "", "Accept", "application/yaml");
        assertThat(contract.unseen("/status")).isEmpty();
        assertThat(contract.unseen("/status.json")).isEmpty();
    }

    @Test
    void reasons_areThoseOfRejections() {
        JsonNode reasons = document.schema("Receipt").at("/properties/rejected/items/properties/reason/enum");

        assertThat(StreamSupport.stream(reasons.spliterator(), false).map(JsonNode::asText))
                .containsExactlyElementsOf(
                        Arrays.stream(Rejection.values()).map(Rejection::label).toList());
    }

    @Test
    void ingest_givesEachDocumentedResponse() throws IOException {
        HttpContract contract = contract();
        String request = "POST /ingest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + TOKEN + "\r\nContent-Length: ";
        try (RawClient slow = RawClient.to(server.getPort()).send(request + "9\r\n\r\n[")) {
            documentedBodies().forEach(body -> assertThat(
                            contract.send("POST", "/ingest", body, RIGHT).body())
                    .contains("\"accepted\":1"));
            contract.send("POST", "/ingest", "[7,{},{\"order_id\":[]},{\"order_id\":1,\"item_id\":2}]", RIGHT);
            Signature shopify = Signature.shopify(SECRET);
            byte[] rubbish = "{".getBytes(UTF_8);
            contract.send(
                    "POST",
                    "/ingest",
                    rubbish,
                    "Content-Type",
                    "application/json",
                    shopify.scheme().header(),
                    shopify.sign(rubbish));
            contract.send("POST", "/ingest", "webhook_id=7", "Content-Type", "application/x-www-form-urlencoded");
            for (String body : List.of("", "{", "7", "\"", "[", "\u0000", "[{\"order_id\":\"")) {
                contract.send("POST", "/ingest", body, RIGHT);
            }
            contract.send("POST", "/ingest", "[]", "Origin", "https://elsewhere.example");
            tooLarge(contract, request);
            tooMany(contract, request);
            badRequests(contract);
            HttpContract.Answer late = HttpContract.answer(slow);
            contract.check("POST", "/ingest", late);
            assertThat(late.body()).contains("within 5 s (MAX_BODY_SECONDS)");
        }

        assertThat(contract.unseen("/ingest")).containsExactly("POST /ingest 404");
    }

    private List<String> documentedBodies() {
        JsonNode examples = document.root().at("/paths/~1ingest/post/requestBody/content/application~1json/examples");
        List<String> bodies = new ArrayList<>();
        examples.forEach(example -> {
            assertThat(document.faults(document.schema("Delivery"), example.get("value")))
                    .isEmpty();
            bodies.add(example.get("value").toString());
        });
        assertThat(bodies).hasSize(3);
        return bodies;
    }

    private void tooLarge(HttpContract contract, String request) throws IOException {
        try (RawClient large = RawClient.to(server.getPort()).send(request + "1000001\r\n\r\n")) {
            contract.check("POST", "/ingest", HttpContract.answer(large));
        }
    }

    /** Four bodies of the largest size, which do not end, take all the room. */
    private void tooMany(HttpContract contract, String request) throws IOException {
        List<RawClient> open = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                open.add(RawClient.to(server.getPort()).send(request + "1000000\r\n\r\n" + " ".repeat(999_999)));
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> contract.send("POST", "/ingest", " ".repeat(100), RIGHT)
                                    .status()
                            == 503);
        } finally {
            for (RawClient client : open) {
                client.close();
            }
        }
    }

    /** Those with a wrong token come last: after ten, the right one is refused, too. */
    private static void badRequests(HttpContract contract) {
        for (String[] headers : List.of(RIGHT, WRONG)) {
            for (String method : List.of("POST", "GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")) {
                assertThat(contract.send(method, "/ingest", "[]", headers).status() == 405)
                        .isEqualTo(!method.equals("POST"));
            }
            for (String type : List.of("text/plain", "application/xml", "multipart/form-data", "json", ";", "*/*")) {
                contract.send("POST", "/ingest", "[]", headers[0], headers[1], "Content-Type", type);
            }
            for (String encoding : List.of("gzip", "br", "identity", "GZIP", "deflate, gzip")) {
                contract.send(
                        "POST",
                        "/ingest",
                        "[]",
                        headers[0],
                        headers[1],
                        headers[2],
                        headers[3],
                        "Content-Encoding",
                        encoding);
            }
            for (String name : List.of("X-Shopify-Hmac-Sha256", "X-WC-Webhook-Signature", "Stripe-Signature")) {
                contract.send("POST", "/ingest", "[]", headers[0], headers[1], headers[2], headers[3], name, "wrong");
            }
        }
        for (int i = 0; i < 10; i++) {
            contract.send("POST", "/ingest", "[]", WRONG);
        }
    }

    @Test
    void malformedRequests_areRefusedWithoutContent() throws IOException {
        String longest = "x".repeat(40_000);
        assertThat(refusal("GET /window.csv?country=%zz HTTP/1.1\r\nHost: x\r\n\r\n"))
                .isEqualTo(400);
        assertThat(refusal("GET /window.csv?country=" + longest + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .isEqualTo(414);
        assertThat(refusal("GET /window.csv HTTP/1.1\r\nHost: x\r\nX-Long: " + longest + "\r\n\r\n"))
                .isEqualTo(431);
    }

    private int refusal(String request) throws IOException {
        try (RawClient client = RawClient.to(server.getPort()).send(request)) {
            RawClient.Head head = client.head();
            assertThat(client.body(head)).isEmpty();
            return head.status();
        }
    }
}
