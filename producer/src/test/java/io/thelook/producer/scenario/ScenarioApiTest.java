package io.thelook.producer.scenario;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.thelook.model.FeedMessage;
import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.FeedProtocol;
import io.thelook.model.FeedReader;
import io.thelook.model.FrameException;
import io.thelook.model.Record;
import io.thelook.service.fanout.Listener;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scenarios over the API, and in the feed. */
@QuarkusTest
@TestProfile(ScenarioApiTest.ManyVisits.class)
@Tag("slow")
class ScenarioApiTest {

    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    private static final int WORKER_THREADS = 16;
    private static final String TOKEN = "open sesame";

    public static class ManyVisits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "producer.rate",
                    "20",
                    "producer.backfill",
                    "false",
                    "producer.admin-token",
                    TOKEN,
                    "quarkus.thread-pool.max-threads",
                    Integer.toString(WORKER_THREADS));
        }
    }

    @TestHTTPResource("/ws")
    URI http;

    @AfterEach
    void stop() {
        post("{\"name\":\"none\"}", 200);
    }

    @Test
    void clientsThatDoNotSendTheirBody_delayNoOther() throws IOException {
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * WORKER_THREADS; i++) {
                Socket client = new Socket(http.getHost(), http.getPort());
                clients.add(client);
                client.getOutputStream().write("""
                        POST /scenario HTTP/1.1\r
                        Host: localhost\r
                        Authorization: Bearer open sesame\r
                        Content-Type: application/json\r
                        Content-Length: 1000\r
                        \r
                        {""".getBytes(StandardCharsets.US_ASCII));
            }

            assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
                await().until(() -> activeRequests() > 2 * WORKER_THREADS);
                post("{\"name\":\"day\"}", 200);
                get("/q/health/live").then().statusCode(200);
            });
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    @Test
    void whatThereIs_isListed() {
        get("/scenario")
                .then()
                .statusCode(200)
                .body("scenario", equalTo("none"))
                .body(
                        "available.name",
                        hasItems(
                                "steady",
                                "day",
                                "flash-sale",
                                "fraud-burst",
                                "payment-failure",
                                "outage",
                                "black-friday"));
    }

    @Test
    void startedScenario_isToldWithItsEnd() {
        post("{\"name\":\"flash-sale\",\"seconds\":30,\"category\":\"Socks\",\"rate\":3}", 200);

        get("/scenario")
                .then()
                .body("scenario", equalTo("flash-sale"))
                .body("category", equalTo("Socks"))
                .body("rate", equalTo(3f));
    }

    @Test
    void flashSale_isInTheFeedWithinTwoSeconds() {
        try (Listener client = listen()) {
            post("{\"name\":\"flash-sale\",\"category\":\"Jeans\"}", 200);

            await().atMost(TWO_SECONDS)
                    .until(() -> count(client, record -> record.category().equals("Jeans")) > 20);
        }
    }

    @Test
    void fraudBurst_isInTheFeedWithinTwoSeconds() {
        post("{\"name\":\"fraud-burst\",\"rate\":0.1}", 200);
        try (Listener client = listen()) {
            await().atMost(Duration.ofSeconds(5)).until(() -> records(client).stream()
                    .anyMatch(record -> records(client).stream()
                                    .filter(other -> other.orderId().equals(record.orderId()))
                                    .count()
                            >= 6));
        }
    }

    @Test
    void paymentFailure_isInTheFeedWithinSeconds() {
        try (Listener client = listen()) {
            post("{\"name\":\"payment-failure\"}", 200);
            long askedAt = System.currentTimeMillis();

            // Usually, at most 15 of 100 orders are cancelled, and some of them later.
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                long orders = count(client, record -> record.createdAt() > askedAt);
                assertThat(orders).isGreaterThan(50);
                assertThat(count(
                                client,
                                record -> record.createdAt() > askedAt
                                        && record.itemStatus().equals("Cancelled")))
                        .isGreaterThan(orders / 4);
            });
        }
    }

    @Test
    void outage_isInTheFeedWithinTwoSeconds() {
        try (Listener client = listen()) {
            await().atMost(TWO_SECONDS).until(() -> !records(client).isEmpty());
            post("{\"name\":\"outage\"}", 200);
            long askedAt = System.currentTimeMillis();

            await().atMost(Duration.ofSeconds(5)).until(() -> newest(client).now() >= askedAt + TWO_SECONDS.toMillis());
            assertThat(records(client)).noneMatch(record -> record.createdAt() > askedAt + 500);
        }
    }

    @Test
    void blackFriday_isInTheFeedWithinTwoSeconds() {
        try (Listener client = listen()) {
            post("{\"name\":\"black-friday\",\"seconds\":60}", 200);
            long askedAt = System.currentTimeMillis();

            // 36 records a second are usual.
            await().atMost(TWO_SECONDS).until(() -> count(client, record -> record.createdAt() > askedAt) > 2 * 36 * 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"steady", "day"})
    void rateOfAScenario_isInTheFeedWithinTwoSeconds(String name) {
        try (Listener client = listen()) {
            post("{\"name\":\"" + name + "\",\"rate\":300,\"date\":\"2026-11-27T12:00\"}", 200);
            long askedAt = System.currentTimeMillis();

            // 36 records a second are usual.
            await().atMost(TWO_SECONDS).until(() -> count(client, record -> record.createdAt() > askedAt) > 2 * 36 * 2);
            get("/scenario").then().body("scenario", equalTo(name));
        }
    }

    @Test
    void badRequests_areRefusedByValue() {
        assertThat(post("{\"name\":\"blackfriday\"}", 400)).contains("name \\\"blackfriday\\\": expected");
        assertThat(post("{\"name\":\"day\",\"rate\":0}", 400)).contains("rate 0: expected");
        assertThat(post("{\"name\"", 400)).contains("the body cannot be read as JSON");
        assertThat(post("", 400)).contains("expected one JSON object");
        get("/scenario").then().body("scenario", equalTo("none"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    {"name":7}                         | name 7: expected steady, day, flash-sale
                    {"name":["day"]}                   | name ["day"]: expected steady
                    {"name":"day","seconds":1.5}       | seconds 1.5: expected a whole number from 1 to 86400
                    {"name":"day","seconds":"60"}      | seconds "60": expected a whole number from 1 to 86400
                    {"name":"day","seconds":3000000000} | seconds 3000000000: expected a whole number from 1 to 86400
                    {"name":"day","rate":"10"}         | rate "10": expected a number of visits per second
                    {"name":"day","rate":[1,{"a":2}]}  | rate [1,{"a":2}]: expected a number of visits per second
                    {"name":"day","scale":true}        | scale true: expected a number of simulated seconds in a second
                    {"name":"day","date":20261127}     | date 20261127: expected a day such as 2026-11-27
                    {"name":"day","category":{}}       | category {}: expected one of [Accessories,
                    {"name":"day","speed":7}           | field speed: expected one of [category, date, name, rate, scale, seconds]
                    ["day"]                            | the body ["day"]: expected one JSON object
                    "day"                              | the body "day": expected one JSON object
                    null                               | the body missing: expected one JSON object
                    {"name":null}                      | name missing: expected steady
                    {"name":"day","name":"outage"}     | the body cannot be read as JSON: Duplicate field 'name'
                    {"name":"day"                      | the body cannot be read as JSON: Unexpected end-of-input
                    {"name":"day","rate":0}            | rate 0: expected a number of visits per second
                    """)
    void wrongBodies_areRefusedByFieldAndValue(String body, String error) {
        assertThat(JsonPath.from(post(body, 400)).getString("error")).startsWith(error);
        get("/scenario").then().body("scenario", equalTo("none"));
    }

    @Test
    void deeplyNestedBody_isRefused() {
        assertThat(post("{\"name\":" + "[".repeat(15_000) + "}", 400)).contains("name …: expected steady");
        assertThat(post("[".repeat(15_000), 400)).contains("the body …: expected one JSON object");
    }

    @Test
    void brokenCharacters_areRefused() {
        given().contentType("application/json")
                .header("Authorization", "Bearer " + TOKEN)
                .body(new byte[] {0, 0, 0, '{', 0x7f, 0x7f, 0x7f, 0x7f, 0, 0, 0, '}'})
                .post("/scenario")
                .then()
                .statusCode(400)
                .body("error", startsWith("the body cannot be read as JSON: "));
    }

    @Test
    void nullOfAnOptionalField_countsAsAbsent() {
        post("{\"name\":\"day\",\"seconds\":null,\"rate\":null,\"scale\":null,\"date\":null,\"category\":null}", 200);

        get("/scenario").then().body("scenario", equalTo("day")).body("rate", nullValue());
    }

    @Test
    void otherContentTypes_areRefused() {
        given().contentType("text/plain")
                .header("Authorization", "Bearer " + TOKEN)
                .body("{\"name\":\"outage\"}")
                .post("/scenario")
                .then()
                .statusCode(415)
                .contentType("application/json")
                .body("error", startsWith("Content-Type text/plain"))
                .body("error", endsWith(": expected application/json"));
        get("/scenario").then().body("scenario", equalTo("none"));
    }

    /** The order of the checks: content type, access, body. */
    @Test
    void firstFault_isTold() {
        given().contentType("text/plain").body("x").post("/scenario").then().statusCode(415);
        given().contentType("application/json")
                .body("x")
                .post("/scenario")
                .then()
                .statusCode(401);
        post("x", 400);
    }

    private static double activeRequests() {
        return get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("http_server_active_requests{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static String post(String body, int status) {
        return given().contentType("application/json")
                .header("Authorization", "Bearer " + TOKEN)
                .body(body)
                .post("/scenario")
                .then()
                .statusCode(status)
                .extract()
                .asString();
    }

    private Listener listen() {
        return Listener.to(http, FeedProtocol.NAME);
    }

    private static long count(Listener client, Predicate<Record> what) {
        return records(client).stream().filter(what).count();
    }

    /** The records that are new or changed since the client connected. */
    private static List<Record> records(Listener client) {
        List<Record> records = new ArrayList<>();
        for (String text : client.messages) {
            FeedMessage message = read(text);
            if (message.kind() == Kind.UPSERT) {
                records.addAll(message.frame().records());
            }
        }
        return records;
    }

    private static FeedMessage newest(Listener client) {
        return read(client.messages.get(client.messages.size() - 1));
    }

    private static FeedMessage read(String text) {
        try {
            return new FeedReader().read(text);
        } catch (FrameException e) {
            throw new AssertionError(e);
        }
    }
}
