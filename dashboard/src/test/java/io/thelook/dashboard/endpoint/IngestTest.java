package io.thelook.dashboard.endpoint;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.thelook.dashboard.DataFolder;
import io.thelook.dashboard.Deliveries;
import io.thelook.dashboard.engine.LastView;
import io.thelook.service.fanout.Listener;
import io.thelook.service.signature.Signature;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deliveries of every kind, from {@code POST /ingest} through the journal to a viewer's socket. */
@QuarkusTest
@TestProfile(IngestTest.Receiver.class)
@Tag("slow")
class IngestTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final String TOKEN = "a token of the test";
    private static final String SECRET = "a secret of the test";

    /** A dashboard whose only source is deliveries. */
    public static class Receiver implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "dashboard.ingest",
                    "true",
                    "dashboard.ingest-token",
                    TOKEN,
                    "dashboard.shopify-secret",
                    SECRET,
                    "dashboard.woocommerce-secret",
                    SECRET,
                    "dashboard.stripe-secret",
                    SECRET,
                    "dashboard.max-ingest-mb",
                    "1",
                    "dashboard.currency",
                    "EUR",
                    "dashboard.data-dir",
                    DataFolder.create("ingest"));
        }
    }

    @Inject
    Deliveries deliveries;

    @TestHTTPResource("/live")
    URI live;

    private Listener viewer;

    @BeforeEach
    void watch() {
        viewer = Listener.to(live);
        awaitView(view -> view.at("/source/state").asText().equals("live"));
    }

    @AfterEach
    void leave() {
        viewer.close();
    }

    @Test
    void shopifysWebhooks_giveTheShopsOwnTotals() {
        JsonNode before = metrics();

        String order = example("shopify-order");
        signed("shopify", order)
                .statusCode(202)
                .body("accepted", equalTo(2), "duplicate", equalTo(0), "rejected", hasSize(0));
        awaitDifference(before, 1, 4, 156);

        signed("shopify", order).statusCode(202).body("accepted", equalTo(0), "duplicate", equalTo(2));
        signed("shopify", example("shopify-refund")).statusCode(202).body("accepted", equalTo(2));
        JsonNode after = awaitDifference(before, 1, 4, 111);
        assertThat(after.at("/refunds").asLong() - before.path("refunds").asLong())
                .isCloseTo(45, within(1L));
    }

    @Test
    void wooCommercesWebhooks_giveTheShopsOwnTotals() {
        JsonNode before = metrics();

        signed("woocommerce", example("woocommerce-order").replace("GBP", "EUR"))
                .body("accepted", equalTo(2));
        awaitDifference(before, 1, 3, 79);

        signed("woocommerce", example("woocommerce-order-refunded").replace("GBP", "EUR"))
                .body("accepted", equalTo(3));
        awaitDifference(before, 1, 3, 60);
    }

    @Test
    void stripesEvents_giveThePayments() {
        JsonNode before = metrics();

        signed("stripe", example("stripe-charge-succeeded")).body("accepted", equalTo(1));
        awaitDifference(before, 1, 1, 46);

        signed("stripe", example("stripe-refund-created")).body("accepted", equalTo(1));
        signed("stripe", "{\"object\":\"event\",\"type\":\"customer.created\",\"data\":{\"object\":{}}}")
                .statusCode(202)
                .body("accepted", equalTo(0), "rejected", hasSize(0));
        awaitDifference(before, 1, 1, 33);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shopify", "woocommerce", "stripe"})
    void wrongSignature_isRefusedAndChangesNothing(String scheme) {
        JsonNode before = metrics();
        Signature signature = signature(scheme);
        byte[] body = record(5).getBytes(UTF_8);
        String header = signature.sign("another body".getBytes(UTF_8));

        given().header(signature.scheme().header(), header)
                .contentType("application/json")
                .body(body)
                .post("/ingest")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .body("error", containsString(signature.scheme().header()));

        posted(record(3)).statusCode(202);
        awaitDifference(before, 1, 1, 3);
    }

    @Test
    void signedDelivery_thatCannotBeUsed_isTakenSoThatTheShopKeepsTheWebhook() {
        signed("shopify", "{\"id\":")
                .statusCode(202)
                .body("accepted", equalTo(0), "rejected[0].reason", equalTo("malformed"));
        signed("woocommerce", example("woocommerce-order"))
                .statusCode(202)
                .body("rejected", hasSize(2), "rejected[0].reason", equalTo("other_currency"));
    }

    @Test
    void wooCommercesPing_isAnsweredAndChangesNothing() {
        given().contentType("application/x-www-form-urlencoded")
                .body("webhook_id=7")
                .post("/ingest")
                .then()
                .statusCode(200)
                .body(equalTo(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"record", "[record]", "{\"data\":[record]}", "\"[quoted]\""})
    void record_ofAnyForm_isShown(String form) {
        JsonNode before = metrics();
        String record = record(7);

        posted(form.replace("record", record).replace("quoted", record.replace("\"", "\\\"")))
                .statusCode(202)
                .body("accepted", equalTo(1));

        awaitDifference(before, 1, 1, 7);
    }

    @Test
    void lines_compressedOrNot_areShownAndABadOneIsNamed() throws IOException {
        JsonNode before = metrics();
        String lines = record(1) + "\n" + record(2) + "\nrubbish\n" + record(4);

        postedGzip("application/x-ndjson", gzip(lines))
                .statusCode(202)
                .body("accepted", equalTo(3), "rejected", hasSize(1))
                .body("rejected[0].index", equalTo(2), "rejected[0].reason", equalTo("malformed"));

        awaitDifference(before, 3, 3, 7);
    }

    @Test
    void fiveHundredLines_ofOneOrder_areOneOrder() {
        JsonNode before = metrics();
        String order = "big-" + NUMBERS.incrementAndGet();

        posted(IntStream.range(0, 500)
                        .mapToObj(i -> record(order, "line-" + i, "0.1"))
                        .collect(Collectors.joining(",", "[", "]")))
                .body("accepted", equalTo(500));

        awaitDifference(before, 1, 500, 50);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}              | 202 | order_id is missing",
                "7               | 400 | starts with",
                "''              | 400 | is empty",
                "[{              | 400 | must be JSON",
                "[7]             | 202 | expected a JSON object"
            })
    void rubbish_isAnsweredWithWhatWasExpected(String body, int status, String words) {
        ValidatableResponse response = posted(body).statusCode(status);
        response.body(status == 400 ? "error" : "rejected[0].detail", containsString(words));
    }

    @Test
    void request_thatIsNoDelivery_isRefusedWithWhatToDo() {
        given().contentType("text/plain")
                .body("x")
                .post("/ingest")
                .then()
                .statusCode(415)
                .body("error", containsString("\"text/plain\": expected application/json"));
        given().contentType("application/json")
                .body("[]")
                .post("/ingest")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .body("error", containsString("Authorization: Bearer <INGEST_TOKEN>"));
        given().contentType("application/json")
                .header("Authorization", "Bearer wrong")
                .body("[]")
                .post("/ingest")
                .then()
                .statusCode(401)
                .body("error", startsWith("wrong token"));
        given().get("/ingest").then().statusCode(405).header("Allow", "POST");
        given().contentType("application/json")
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Encoding", "br")
                .body("[]")
                .post("/ingest")
                .then()
                .statusCode(415)
                .body("error", containsString("gzip"));
        given().contentType("application/json")
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Encoding", "gzip")
                .body("[]")
                .post("/ingest")
                .then()
                .statusCode(400)
                .body("error", containsString("gzip"));
        given().contentType("application/json")
                .header("Authorization", "Bearer " + TOKEN)
                .body(new byte[] {'"', (byte) 0xff, '"'})
                .post("/ingest")
                .then()
                .statusCode(400)
                .body("error", containsString("UTF-8"));
    }

    @Test
    void largeBody_isRefused_declaredOrNot() throws IOException {
        posted("[" + " ".repeat(1_000_001) + "]").statusCode(413).body("error", containsString("MAX_INGEST_MB"));
        try (Socket socket = new Socket(live.getHost(), live.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /ingest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Authorization: Bearer " + TOKEN + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(UTF_8));
            byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(UTF_8);
            InputStream in = socket.getInputStream();
            for (int i = 0; i < 1_000 && in.available() == 0; i++) {
                out.write(chunk);
            }
            assertThat(new String(in.readNBytes(12), UTF_8)).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void inflatedBodies_takeRoomUntilTheyAreRead() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        deliveries.ingest().thread().execute(() -> awaitOpen(gate));
        byte[] body = gzip("[" + " ".repeat(900_000) + "]");

        List<CompletableFuture<Integer>> statuses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            statuses.add(CompletableFuture.supplyAsync(
                    () -> postedGzip("application/json", body).extract().statusCode(),
                    task -> new Thread(task).start()));
        }
        try {
            assertThat(CompletableFuture.anyOf(statuses.toArray(CompletableFuture<?>[]::new)))
                    .succeedsWithin(SOON)
                    .isEqualTo(503);
        } finally {
            gate.countDown();
        }

        assertThat(statuses.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(202, 202, 202, 202, 503);
    }

    private static void awaitOpen(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void retriedDelivery_ofAnOlderState_changesNothing() {
        JsonNode before = metrics();
        String newer = version(20, "2");
        posted(newer).body("accepted", equalTo(1));
        posted(version(10, "1")).body("accepted", equalTo(0), "duplicate", equalTo(1));

        awaitDifference(before, 1, 1, 20);
    }

    @Test
    void responses_areCounted() {
        posted(record(1)).statusCode(202);

        given().get("/q/metrics")
                .then()
                .body(containsString("thelook_ingest_responses_total{status=\"202\"}"))
                .body(containsString("thelook_journal_appended_total"));
    }

    private static String version(int price, String second) {
        return "{\"order_id\":\"versions\",\"item_id\":1,\"sale_price\":" + price
                + ",\"updated_at\":\"2026-03-02T00:00:0" + second + "Z\"}";
    }

    private static String record(int price) {
        return record("order-" + NUMBERS.incrementAndGet(), "1", Integer.toString(price));
    }

    private static String record(String order, String item, String price) {
        return "{\"order_id\":\"" + order + "\",\"item_id\":\"" + item + "\",\"sale_price\":" + price + "}";
    }

    /** An example payload of a shop, whose times are now. */
    private static String example(String name) {
        try (InputStream file =
                IngestTest.class.getResourceAsStream("/io/thelook/dashboard/mapping/" + name + ".json")) {
            Instant now = Instant.now();
            return new String(file.readAllBytes(), UTF_8)
                    .replaceAll("\"2026-03-0[0-9]T[^\"]*\\+01:00\"", "\"" + now + "\"")
                    .replaceAll(
                            "\"2026-03-0[0-9]T[^\"]*\"", "\"" + now.toString().replace("Z", "") + "\"")
                    .replaceAll("\"created\": 17[0-9]{8}", "\"created\": " + now.getEpochSecond());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ValidatableResponse posted(String body) {
        return given().header("Authorization", "Bearer " + TOKEN)
                .contentType("application/json")
                .body(body.getBytes(UTF_8))
                .post("/ingest")
                .then();
    }

    private static ValidatableResponse postedGzip(String type, byte[] body) {
        return given().header("Authorization", "Bearer " + TOKEN)
                .header("Content-Encoding", "gzip")
                .contentType(type)
                .body(body)
                .post("/ingest")
                .then();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return compressed.toByteArray();
    }

    private static ValidatableResponse signed(String scheme, String body) {
        Signature signature = signature(scheme);
        return given().header(signature.scheme().header(), signature.sign(body.getBytes(UTF_8)))
                .contentType("application/json")
                .body(body.getBytes(UTF_8))
                .post("/ingest")
                .then();
    }

    private static Signature signature(String scheme) {
        return switch (scheme) {
            case "shopify" -> Signature.shopify(SECRET);
            case "woocommerce" -> Signature.wooCommerce(SECRET);
            default -> Signature.stripe(SECRET, InstantSource.system());
        };
    }

    /** The figures with everything that was delivered so far: deliveries are applied in their order. */
    private JsonNode metrics() {
        String order = "last-" + NUMBERS.incrementAndGet();
        posted(record(order, "1", "1")).body("accepted", equalTo(1));
        return awaitView(view -> shows(view, order)).get("metrics");
    }

    private static boolean shows(JsonNode view, String order) {
        for (JsonNode latest : view.path("latest")) {
            if (latest.path(0).asText().equals(order)) {
                return true;
            }
        }
        return false;
    }

    private JsonNode awaitDifference(JsonNode before, int orders, int items, int sales) {
        return awaitView(view -> difference(view, before, "num_orders") == orders
                        && difference(view, before, "num_order_items") == items
                        && Math.abs(difference(view, before, "total_sales") - sales) <= 1)
                .get("metrics");
    }

    private static long difference(JsonNode view, JsonNode before, String metric) {
        return view.at("/metrics/" + metric).asLong() - before.get(metric).asLong();
    }

    private JsonNode awaitView(Predicate<JsonNode> expected) {
        return await().atMost(SOON)
                .until(() -> LastView.of(viewer.messages), view -> view != null && expected.test(view));
    }
}
