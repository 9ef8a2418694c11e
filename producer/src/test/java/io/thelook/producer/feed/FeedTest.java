package io.thelook.producer.feed;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.thelook.model.FeedMessage;
import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.FeedProtocol;
import io.thelook.model.FeedReader;
import io.thelook.model.Frame;
import io.thelook.model.Frames;
import io.thelook.model.Record;
import io.thelook.service.fanout.Listener;
import io.thelook.service.fanout.RawWebSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The feed over real sockets. */
@QuarkusTest
@TestProfile(FeedTest.EverySecondForThree.class)
@Tag("slow")
class FeedTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    public static class EverySecondForThree implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("producer.refresh-seconds", "1", "producer.max-clients", "3");
        }
    }

    @TestHTTPResource("/ws")
    URI http;

    /** A client that has hung up is gone only when the server has noticed; the next test needs the seats. */
    @AfterEach
    void allHaveLeft() {
        await().atMost(SOON)
                .until(() -> get("/q/metrics").asString().contains("thelook_audience_peers{audience=\"feed\"} 0.0"));
    }

    @Test
    void client_knowingNothing_getsAnArrayOfRecordsWithinASecond() throws Exception {
        try (Listener client = listen()) {
            await().atMost(Duration.ofSeconds(1)).until(() -> !client.messages.isEmpty());

            JsonNode array = new ObjectMapper().readTree(client.messages.get(0));
            assertThat(array.isArray()).isTrue();
            assertThat(array).hasSizeGreaterThan(300);
            Stream<String> names = StreamSupport.stream(
                    java.util.Spliterators.spliteratorUnknownSize(array.get(0).fieldNames(), 0), false);
            assertThat(names)
                    .containsExactly(
                            "user_id",
                            "age",
                            "gender",
                            "country",
                            "traffic_source",
                            "order_id",
                            "item_id",
                            "category",
                            "cost",
                            "item_status",
                            "sale_price",
                            "created_at");
            assertThat(array.get(0).get("sale_price").isNumber()).isTrue();
            assertThat(array.get(0).get("created_at").isIntegralNumber()).isTrue();
        }
    }

    @Test
    void clients_atARefresh_getTheSameFrame() throws Exception {
        try (Listener one = listen();
                Listener other = listen()) {
            await().atMost(SOON).until(() -> one.messages.size() >= 3 && other.messages.size() >= 3);

            List<String> shared =
                    one.messages.stream().filter(other.messages::contains).toList();
            assertThat(shared).hasSizeGreaterThanOrEqualTo(2);
            long now = System.currentTimeMillis();
            Frame frame = Frames.decode(shared.get(1));
            assertThat(frame.rejected()).isEmpty();
            assertThat(frame.records())
                    .allMatch(record -> record.createdAt() <= now)
                    .allMatch(record -> record.createdAt() >= now - 310_000);
        }
    }

    @Test
    void incrementalClient_followingTheMessages_hasWhatASnapshotSays() throws Exception {
        FeedReader reader = new FeedReader();
        Map<String, Record> known = new HashMap<>();
        try (Listener client = Listener.to(http, FeedProtocol.NAME);
                Listener other = listen()) {
            assertThat(client.subprotocol()).isEqualTo(FeedProtocol.NAME);
            assertThat(other.subprotocol()).isEmpty();
            await().atMost(SOON).until(() -> client.messages.size() >= 8);
            int before = client.messages.size();
            client.send(FeedProtocol.RESYNC);
            await().atMost(SOON)
                    .until(() -> client.messages.stream().skip(before).anyMatch(m -> m.contains("\"snapshot\"")));

            long sequence = -1;
            FeedMessage first = reader.read(client.messages.get(0));
            assertThat(first.kind()).isEqualTo(Kind.SNAPSHOT);
            assertThat(first.frame().records()).hasSizeGreaterThan(300);
            for (String text : client.messages) {
                FeedMessage message = reader.read(text);
                assertThat(message.frame().rejected()).isEmpty();
                assertThat(message.now() - message.from()).isEqualTo(300_000);
                Map<String, Record> brought = new HashMap<>();
                message.frame().records().forEach(record -> brought.put(record.itemId(), record));
                switch (message.kind()) {
                    case SNAPSHOT -> {
                        if (sequence >= 0) {
                            known.putAll(brought);
                            known.values().removeIf(record -> record.createdAt() < message.from());
                            assertThat(brought).isEqualTo(known);
                        }
                        known.clear();
                        sequence = message.sequence();
                    }
                    case UPSERT -> assertThat(message.sequence()).isEqualTo(++sequence);
                    default -> assertThat(message.sequence()).isEqualTo(sequence);
                }
                known.putAll(brought);
                known.values().removeIf(record -> record.createdAt() < message.from());
            }
        }
    }

    @Test
    void client_askingForAnUnknownSubprotocol_getsTheSnapshotFeed() {
        try (Listener client = Listener.to(http, "thelook.v99")) {
            await().atMost(SOON).until(() -> !client.messages.isEmpty());

            assertThat(client.subprotocol()).isEmpty();
            assertThat(client.messages.get(0)).startsWith("[{\"user_id\"");
        }
    }

    @Test
    void client_talking_isIgnored() {
        try (Listener client = listen()) {
            client.send("{\"hello\":\"world\"}");
            client.send("x".repeat(4_000));
            int before = client.messages.size();

            await().atMost(SOON).until(() -> client.messages.size() > before + 1);
            assertThat(client.closeCode).isNotDone();
        }
    }

    @Test
    void client_sendingTooMuch_isClosedAndTheOthersAreServed() {
        try (Listener loud = listen();
                Listener quiet = listen()) {
            loud.send("x".repeat(100_000));

            await().atMost(SOON).until(loud.closeCode::isDone);
            int before = quiet.messages.size();
            await().atMost(SOON).until(() -> quiet.messages.size() > before);
        }
    }

    /** As the page of the original on port 3000 opens the feed on port 8000. */
    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:3000", "https://elsewhere.example", "null"})
    void pageOfAnySite_isServed(String origin) {
        try (RawWebSocket client = RawWebSocket.to(http, "/ws", "Origin: " + origin)) {
            assertThat(client.answer()).startsWith("HTTP/1.1 101");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-webkit-deflate-frame", "deflate-frame", "permessage-deflate; server_max_window_bits=9"})
    void client_offeringOtherCompression_isServedWithout(String extension) {
        try (RawWebSocket client = RawWebSocket.to(http, "/ws", "Sec-WebSocket-Extensions: " + extension)) {
            assertThat(client.answer())
                    .startsWith("HTTP/1.1 101")
                    .doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
        }
    }

    /** The limit is on what a message is when decompressed. */
    @Test
    void client_sendingALongMessageInFewBytes_isClosed() throws Exception {
        try (RawWebSocket client = RawWebSocket.to(http, "/ws", "Sec-WebSocket-Extensions: permessage-deflate")) {
            client.sendCompressed(RawWebSocket.deflated(new byte[5_000]));

            client.readToTheEnd();
        }
    }

    @Test
    void client_sendingARubbishCompressedFrame_isClosed() throws Exception {
        try (RawWebSocket client = RawWebSocket.to(http, "/ws", "Sec-WebSocket-Extensions: permessage-deflate")) {
            client.sendCompressed(new byte[] {-1, -1, -1});

            client.readToTheEnd();
        }
    }

    @Test
    void client_oneTooMany_isRefusedWith503AndMayComeBackLater() {
        try (Listener a = listen();
                Listener b = listen();
                Listener c = listen()) {
            await().atMost(SOON).until(() -> !c.messages.isEmpty());

            upgrade().statusCode(503).header("Retry-After", "5");
            given().get("/q/health/ready").then().statusCode(503);
            assertThat(a.closeCode).isNotDone();
            assertThat(b.closeCode).isNotDone();
        }
        await().atMost(SOON)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        try (Listener again = listen()) {
            await().atMost(SOON).until(() -> !again.messages.isEmpty());
        }
    }

    private static io.restassured.response.ValidatableResponse upgrade() {
        return given().header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                .get("/ws")
                .then();
    }

    @Test
    void startPage_saysHowToListen() {
        given().get("/")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("ws listen ws://"))
                .body(containsString(":" + http.getPort() + "/ws"));
    }

    @Test
    void healthAndMetrics_tellRecordsAndClients() {
        given().get("/q/health/live").then().body("status", equalTo("UP"));
        given().get("/q/metrics")
                .then()
                .body(containsString("thelook_window_records"))
                .body(containsString("thelook_audience_peers{audience=\"feed\"}"));
    }

    private Listener listen() {
        return Listener.to(http);
    }
}
