package io.thelook.dashboard.endpoint;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.thelook.dashboard.endpoint.Meters.metric;
import static io.thelook.model.RecordBuilder.aRecord;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.thelook.dashboard.engine.LastView;
import io.thelook.model.FeedEncoding;
import io.thelook.model.FeedMessage;
import io.thelook.model.FeedProtocol;
import io.thelook.model.FeedReader;
import io.thelook.model.GoldenFrames;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import io.thelook.model.Three;
import io.thelook.service.export.Downloads;
import io.thelook.service.fanout.Listener;
import io.thelook.service.fanout.RawWebSocket;
import io.thelook.service.http.RawClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a feed's socket through the whole dashboard to a viewer's socket, with feeds of every kind. */
@QuarkusTest
@QuarkusTestResource(value = FakeFeed.class, restrictToAnnotatedClass = true)
@TestProfile(RelayTest.FewSeats.class)
@Tag("slow")
class RelayTest {

    /** Several waits of the source's back-off in a row, of up to ten seconds each, must fit in. */
    private static final Duration SOON = Duration.ofSeconds(60);

    public static class FewSeats implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "dashboard.refresh-seconds", "1",
                    "dashboard.max-viewers", "2",
                    "dashboard.max-clients", "2",
                    "dashboard.max-frame-mb", "12",
                    "dashboard.slow-viewer-seconds", "2");
        }
    }

    @TestHTTPResource("/live")
    URI live;

    @TestHTTPResource("/ws")
    URI ws;

    private final FakeFeed feed = FakeFeed.instance;
    private Listener viewer;

    @BeforeEach
    void watch() {
        feed.onConnect(socket -> {});
        viewer = Listener.to(live);
        awaitView(view -> view.at("/source/state").asText().equals("live"));
    }

    @AfterEach
    void leave() {
        viewer.close();
        await().atMost(SOON).until(() -> metric("thelook_audience_peers{audience=\"live\"}") == 0);
    }

    @Test
    void goldenFrames_ofEitherForm_giveTheirFigures() throws Exception {
        for (String frame : List.of(GoldenFrames.reference(), "[]", GoldenFrames.ours(), "\"[]\"")) {
            feed.send(frame);

            Three expected = frame.length() > 4 ? GoldenFrames.METRICS : Three.ZERO;
            int countries = frame.length() > 4 ? 5 : 0;
            awaitView(v -> metrics(v).equals(expected)
                    && v.at("/revenue_by_country/bars").size() == countries);
        }
    }

    @Test
    void view_ofAFrame_isTheContract() throws Exception {
        feed.send("[]");
        awaitView(v -> metrics(v).equals(Three.ZERO));
        feed.send(GoldenFrames.reference());

        JsonNode view = awaitView(v -> metrics(v).equals(GoldenFrames.METRICS)
                && v.at("/revenue_by_country/bars").size() == 5);

        assertThat(view.get("type").asText()).isIn("view", "update");
        assertThat(view.get("now").asLong())
                .isGreaterThanOrEqualTo(view.get("data_at").asLong());
        assertThat(view.get("refresh_seconds").asInt()).isEqualTo(1);
        assertThat(view.at("/revenue_by_country").toString())
                .isEqualTo("{\"bars\":[[\"Brasil\",1002,2],[\"South Korea\",127,1],[\"United States\",98,1],"
                        + "[\"China\",74,2],[\"España\",15,1]]}");
        assertThat(view.at("/revenue_by_traffic_source/bars/0").toString()).isEqualTo("[\"Facebook\",1002,2]");
    }

    @Test
    void rubbish_ofEveryKind_isCountedAndTheLastGoodViewStays() throws Exception {
        feed.send(GoldenFrames.ours());
        awaitView(v -> metrics(v).equals(GoldenFrames.METRICS));
        double before = metric("thelook_frames_malformed_total");
        List<String> rubbish = List.of(
                "rubbish", "", "{}", "[{\"item_id\":", "\"[\"", "<html>", "x".repeat(10_000_000), "[".repeat(5_000));

        for (int i = 0; i < rubbish.size(); i++) {
            feed.send(rubbish.get(i));
            double expected = before + i + 1;
            await().atMost(SOON).until(() -> metric("thelook_frames_malformed_total") == expected);
        }

        JsonNode last = lastView();
        assertThat(metrics(last)).isEqualTo(GoldenFrames.METRICS);
        assertThat(last.at("/source/state").asText()).isEqualTo("live");
        feed.send("[]");
        awaitView(v -> metrics(v).equals(Three.ZERO));
        assertFramesAddUp();
    }

    @Test
    void records_ofWrongTypes_areRejectedByReasonAndTheRestIsShown() throws Exception {
        double before = metric("thelook_records_rejected_total{reason=\"negative_price\"}");
        String good = json(aRecord().item("good").price("10").build());
        String bad = json(aRecord().item("bad").build()).replace("\"cost\":20", "\"cost\":-1");

        feed.send("[" + good + "," + bad + ",7]");

        awaitView(v -> metrics(v).equals(new Three(1, 1, 10)));
        assertThat(metric("thelook_records_rejected_total{reason=\"negative_price\"}"))
                .isEqualTo(before + 1);
        double rejected = get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("thelook_records_rejected_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
        assertThat(metric("thelook_records_received_total"))
                .isEqualTo(metric("thelook_records_applied_total")
                        + metric("thelook_records_duplicate_total")
                        + metric("thelook_records_late_total")
                        + rejected);
    }

    @Test
    void frame_overTheLimit_endsTheConnectionAndTheNextOneWorks() throws Exception {
        int before = feed.connections.get();

        feed.send("[" + " ".repeat(13_000_000) + "]");

        await().atMost(SOON).until(() -> feed.connections.get() > before);
        awaitView(v -> v.at("/source/state").asText().equals("live"));
        feed.send(GoldenFrames.ours());
        awaitView(v -> metrics(v).equals(GoldenFrames.METRICS));
    }

    @Test
    void feed_closingAtOnce_isRetriedWithGrowingWaitsAndTheViewStays() throws Exception {
        feed.send(GoldenFrames.ours());
        awaitView(v -> metrics(v).equals(GoldenFrames.METRICS));
        feed.onConnect(socket -> socket.close((short) 1011, "out of order"));

        feed.close();
        feed.open();
        JsonNode view = awaitView(v -> v.at("/source/attempt").asInt() >= 3
                && v.at("/source/state").asText().equals("waiting")
                && v.at("/source/reason").asText().contains("out of order"));

        assertThat(view.at("/source/reason").asText()).isEqualTo("closed with 1011, out of order");
        assertThat(view.get("source").get("next_try_at").asLong()).isPositive();
        assertThat(metrics(view)).isEqualTo(GoldenFrames.METRICS);
        get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        feed.onConnect(socket -> {});
        awaitView(v -> v.at("/source/state").asText().equals("live"));
    }

    @Test
    void feed_goneAndBack_isReportedAndTheFiguresContinue() throws Exception {
        feed.send(GoldenFrames.ours());
        awaitView(v -> metrics(v).equals(GoldenFrames.METRICS));

        feed.close();
        JsonNode lost = awaitView(v -> !v.at("/source/state").asText().equals("live"));
        assertThat(metrics(lost)).isEqualTo(GoldenFrames.METRICS);

        feed.open();
        awaitView(v -> v.at("/source/state").asText().equals("live"));
        feed.send("[" + json(aRecord().price("3").build()) + "]");
        awaitView(v -> metrics(v).equals(new Three(1, 1, 3)));
    }

    @Test
    void relay_aClientKnowingNothing_getsTheWindowAtOnceAndAtEachRefresh() throws Exception {
        feed.send(GoldenFrames.reference());
        awaitView(v -> metrics(v).equals(GoldenFrames.METRICS));

        try (Listener client = Listener.to(ws)) {
            await().atMost(Duration.ofSeconds(1)).until(() -> !client.messages.isEmpty());
            assertThat(client.messages.get(0)).isEqualTo(GoldenFrames.ours());
            feed.send("[]");
            await().atMost(SOON).until(() -> client.messages.contains("[]"));
        }
    }

    /** Another dashboard that follows this one must be able to read the start of an empty window. */
    @Test
    void relay_ofAnEmptyWindow_canBeReadByTheNextDashboard() throws Exception {
        feed.send(GoldenFrames.ours());
        awaitView(v -> metrics(v).equals(GoldenFrames.METRICS));
        feed.send("[]");
        awaitView(v -> metrics(v).equals(Three.ZERO));

        try (Listener next = Listener.to(ws, FeedProtocol.NAME)) {
            await().atMost(SOON).until(() -> !next.messages.isEmpty());
            FeedMessage snapshot = new FeedReader().read(next.messages.get(0));
            assertThat(snapshot.frame().records()).isEmpty();
            assertThat(snapshot.from()).isLessThanOrEqualTo(System.currentTimeMillis());
        }
    }

    @Test
    void liveness_tellsOfEachThread() {
        get("/q/health/live")
                .then()
                .statusCode(200)
                .body(containsString("\"views\": \"running\""))
                .body(containsString("\"source\": \"running\""))
                .body(containsString("\"feed\": \"running\""));
        assertThat(metric("thelook_thread_failures_total{thread=\"views\"}")).isZero();
    }

    @Test
    void csv_ofAQuery_hasItsRecordsAndNoFormulas() throws Exception {
        feed.send("["
                + json(aRecord().item("1").country("Japan").price("10").build()) + ","
                + json(aRecord()
                        .item("2")
                        .country("=cmd|' /C calc'!A0, \"x\"")
                        .price("0.1")
                        .cost(null)
                        .build()) + "]");
        awaitView(v -> metrics(v).equals(new Three(1, 2, 10)));

        String all = get("/window.csv").then().statusCode(200).extract().asString();
        String[] lines = all.split("\r\n");
        assertThat(lines).hasSize(3);
        assertThat(lines[0]).startsWith("user_id,age,gender,country,").endsWith(",sale_price,created_at");
        assertThat(lines[1]).isEqualTo("user-1,34,F,Japan,Search,order-1,1,Jeans,20,Processing,10,1741051200000");
        assertThat(lines[2]).contains(",\"'=cmd|' /C calc'!A0, \"\"x\"\"\",").contains(",Jeans,,Processing,0.1,");

        given().queryParam("country", "Japan")
                .get("/window.csv")
                .then()
                .header("Content-Type", "text/csv; charset=utf-8")
                .header("Content-Disposition", containsString("window.csv"))
                .body(containsString("Japan"), not(containsString("cmd")));
        for (int i = 0; i < 10; i++) {
            get("/window.csv?window=2")
                    .then()
                    .statusCode(400)
                    .body(equalTo("window=2: expected 1, 5, 15, 1h, 24h, 7d, today or yesterday"));
        }
        get("/window.csv").then().statusCode(200);
    }

    @Test
    void csv_forASpreadsheet_hasAByteOrderMarkAndNoNameOfItsOwn() throws Exception {
        feed.send("[" + json(aRecord().item("1").country("＝日本").price("10").build()) + "]");
        awaitView(v -> metrics(v).equals(new Three(1, 1, 10)));

        byte[] file = given().queryParam("format", "spreadsheet")
                .queryParam("tz", "Asia/Tokyo")
                .get("/window.csv")
                .then()
                .statusCode(200)
                .header("Content-Type", "text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment")
                .extract()
                .asByteArray();

        assertThat(new String(file, UTF_8))
                .startsWith("\uFEFFuser_id,")
                .contains(",created_at (Asia/Tokyo),utc_offset\r\n")
                .contains("'user-1,34,F,'＝日本,")
                .endsWith(",2025-03-04 10:20:00,UTC+09:00\r\n");
        get("/window.csv?format=xlsx")
                .then()
                .statusCode(400)
                .body(equalTo("format=xlsx: expected spreadsheet, or no format"));
        get("/window.csv?tz=Mars")
                .then()
                .statusCode(400)
                .body(equalTo("tz=Mars: expected a time zone such as Europe/Berlin or UTC"));
    }

    @Test
    void csv_askedForByHead_saysWhatGetWouldAndLeavesTheSeatsFree() {
        for (int i = 0; i < 3 * Downloads.SEATS; i++) {
            given().head("/window.csv")
                    .then()
                    .statusCode(200)
                    .header("Content-Type", "text/csv; charset=utf-8")
                    .header("Content-Disposition", "attachment; filename=\"window.csv\"")
                    .header("X-Content-Type-Options", "nosniff");
        }
        given().head("/window.csv?window=2").then().statusCode(400);
        get("/window.csv").then().statusCode(200);
    }

    @Test
    void csv_notReadByItsClients_keepsTheSeatsForTheLimitOnly() throws Exception {
        String text = "x".repeat(250);
        feed.send("["
                + IntStream.range(0, 12_000)
                        .mapToObj(i -> json(aRecord()
                                .item(Integer.toString(i))
                                .country(text)
                                .category(text)
                                .build()))
                        .collect(Collectors.joining(","))
                + "]");
        awaitView(v -> v.at("/metrics/num_order_items").asInt() == 12_000);

        try (RawClient one = RawClient.to(live.getPort()).ask("GET", "/window.csv");
                RawClient two = RawClient.to(live.getPort()).ask("GET", "/window.csv")) {
            await().atMost(SOON).until(() -> metric("thelook_downloads_active") == 2);
            get("/window.csv").then().statusCode(503).header("Retry-After", "5");

            await().atMost(SOON)
                    .until(() ->
                            metric("thelook_downloads_slow_total") == 2 && metric("thelook_downloads_active") == 0);

            assertThat(one.isReset()).isTrue();
            assertThat(two.isReset()).isTrue();
            get("/window.csv?country=nowhere").then().statusCode(200);
        }
    }

    @Test
    void viewer_oneTooMany_isRefusedWith503() {
        try (Listener second = Listener.to(live);
                Listener client = Listener.to(ws)) {
            await().atMost(SOON).until(() -> !second.messages.isEmpty() && !client.messages.isEmpty());

            given().header("Connection", "Upgrade")
                    .header("Upgrade", "websocket")
                    .header("Sec-WebSocket-Version", "13")
                    .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                    .get("/live")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", "5");
            get("/q/health/ready").then().statusCode(503);
        }
        await().atMost(SOON).untilAsserted(() -> get("/q/health/ready").then().statusCode(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/live", "/ws"})
    void socketOfAPageOfAnotherSite_isRefusedWith403(String path) throws Exception {
        // The host that RawWebSocket asks for.
        try (RawWebSocket own = RawWebSocket.to(live, path, "Origin: http://localhost")) {
            assertThat(own.answer()).startsWith("HTTP/1.1 101");
        }
        double before = metric("thelook_access_refused_total{reason=\"origin\"}");
        for (String origin : List.of("https://evil.example", "http://localhost:1", "null")) {
            try (RawWebSocket other = RawWebSocket.to(live, path, "Origin: " + origin)) {
                assertThat(other.answer()).startsWith("HTTP/1.1 403");
            }
        }
        assertThat(metric("thelook_access_refused_total{reason=\"origin\"}")).isEqualTo(before + 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/live", "/ws"})
    void peerThatMayNotCompress_orSendsRubbish_isClosed(String path) throws Exception {
        try (RawWebSocket peer = RawWebSocket.to(live, path)) {
            assertThat(peer.answer()).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
            peer.sendCompressed(new byte[] {42, 0, 0});
            peer.readToTheEnd();
        }
        byte[] bomb = RawWebSocket.deflated(new byte[10_000_000]);
        assertThat(bomb).hasSizeLessThan(16_384);
        for (byte[] payload : List.of(bomb, new byte[] {-1, -1, -1})) {
            try (RawWebSocket peer = RawWebSocket.to(
                    live,
                    path,
                    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, deflate-frame")) {
                assertThat(peer.answer())
                        .startsWith("HTTP/1.1 101")
                        .containsIgnoringCase(
                                "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover\r\n");
                peer.sendCompressed(payload);
                peer.readToTheEnd();
            }
        }
        await().atMost(SOON).until(() -> metric("thelook_audience_peers{audience=\"feed\"}") == 0);
        await().atMost(SOON).until(() -> metric("thelook_audience_peers{audience=\"live\"}") == 1);
    }

    @Test
    void onlyWhatTheLastHandshakeAgreedOn_counts() throws Exception {
        try (RawWebSocket peer = RawWebSocket.refused(live, "/live", "Sec-WebSocket-Extensions: permessage-deflate")) {
            assertThat(peer.answer()).startsWith("HTTP/1.1 426");

            peer.shakeHands("/live");

            assertThat(peer.answer()).startsWith("HTTP/1.1 101");
            peer.sendCompressed(RawWebSocket.deflated("{}".getBytes(UTF_8)));
            peer.readToTheEnd();
        }
    }

    /** Vert.x' client keeps what it has received, as browsers do, unless the server may not refer to it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void viewerWithCompression_seesWhatOthersSee_andIsHeard(boolean isEachAlone) throws Exception {
        Vertx vertx = Vertx.vertx();
        List<String> messages = new CopyOnWriteArrayList<>();
        try {
            ClientWebSocket socket = vertx.createWebSocketClient(new WebSocketClientOptions()
                            .setTryUsePerMessageCompression(true)
                            .setCompressionAllowClientNoContext(true)
                            .setCompressionRequestServerNoContext(isEachAlone))
                    .webSocket();
            // Before it connects: the first message comes with the handshake.
            socket.textMessageHandler(messages::add);
            socket.connect(live.getPort(), live.getHost(), "/live")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            for (int i = 0; i < 20; i++) {
                feed.send(i % 2 == 0 ? "[]" : GoldenFrames.reference());
                Three expected = i % 2 == 0 ? Three.ZERO : GoldenFrames.METRICS;
                awaitView(view -> metrics(view).equals(expected));
                await().atMost(SOON)
                        .until(
                                () -> LastView.of(messages),
                                view -> view != null && metrics(view).equals(expected));
            }

            socket.writeTextMessage("{\"type\":\"whisper\"}");
            await().atMost(SOON)
                    .until(() -> messages.stream().anyMatch(message -> message.contains("\\\"whisper\\\": expected")));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void viewer_inAQuietShop_getsHeartbeats() {
        await().atMost(SOON).until(() -> viewer.messages.stream()
                .anyMatch(m -> m.matches("\\{\"type\":\"heartbeat\",\"now\":\\d+.*}")));
    }

    private JsonNode awaitView(Predicate<JsonNode> expected) {
        return await().atMost(SOON).until(this::lastView, view -> view != null && expected.test(view));
    }

    private JsonNode lastView() {
        return LastView.of(viewer.messages);
    }

    private static Three metrics(JsonNode view) {
        return new Three(
                view.at("/metrics/num_orders").asLong(),
                view.at("/metrics/num_order_items").asLong(),
                view.at("/metrics/total_sales").asLong());
    }

    private static String json(Record record) {
        return new String(RecordCodec.encode(record, FeedEncoding.ARRAY), UTF_8);
    }

    private static void assertFramesAddUp() {
        await().atMost(SOON)
                .until(() -> metric("thelook_frames_received_total")
                        == metric("thelook_frames_applied_total")
                                + metric("thelook_frames_malformed_total")
                                + metric("thelook_frames_superseded_total")
                                + metric("thelook_frames_out_of_sequence_total"));
    }
}
