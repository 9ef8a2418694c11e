package io.thelook.dashboard.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.FeedProtocol;
import io.thelook.service.fanout.Listener;
import io.thelook.service.http.RawClient;
import io.thelook.service.testing.ApiDocument;
import io.thelook.service.testing.HttpContract;
import io.thelook.service.testing.MessageContract;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The messages of the WebSockets, and the downloads of their content, match the documents. */
@QuarkusTest
@QuarkusTestResource(value = FakeIncrementalFeed.class, restrictToAnnotatedClass = true)
@TestProfile(SocketContractTest.FewBars.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow")
class SocketContractTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int MAX_VIEWERS = 3;
    private static final AtomicInteger SEQUENCE = new AtomicInteger();
    private static final Map<String, String> OF_THE_FEED =
            Map.of("snapshot", "Snapshot", "upsert", "Upsert", "heartbeat", "FeedHeartbeat");
    private static final Map<String, String> OF_VIEWS = Map.of(
            "view", "View",
            "update", "Update",
            "heartbeat", "ViewHeartbeat",
            "replay", "Replayed",
            "pong", "Pong",
            "error", "Error");
    private static final Pattern OF_OTHER_SETTINGS =
            Pattern.compile(".*\\.(history|today|compared|trend_before|trend_week|position)|Replayed\\.previous"
                    + "|ViewWindow\\.(from|to)");
    private static final String SHOP =
            "\"country\":\"France\",\"traffic_source\":\"Search\",\"category\":\"Jeans\",\"item_status\":\"Shipped\"";
    private static final String BUYER = "\"user_id\":\"u\",\"age\":34,\"gender\":\"F\",\"cost\":1.5";

    /** Charts with two bars, and room for few viewers. */
    public static class FewBars implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "dashboard.refresh-seconds",
                    "1",
                    "dashboard.max-bars",
                    "2",
                    "dashboard.max-viewers",
                    Integer.toString(MAX_VIEWERS));
        }
    }

    @TestHTTPResource("/live")
    URI live;

    @TestHTTPResource("/ws")
    URI ws;

    private final FakeFeed feed = FakeFeed.instance;
    private final MessageContract contract = new MessageContract(ApiDocument.resource("META-INF/asyncapi.yaml"));
    private final long now = System.currentTimeMillis();

    @AfterEach
    void allHaveLeft() {
        await().atMost(SOON)
                .until(() -> Meters.metric("thelook_audience_peers{audience=\"live\"}") == 0
                        && Meters.metric("thelook_audience_peers{audience=\"feed\"}") == 0);
    }

    @Test
    @Order(1)
    void views_haveTheDocumentedMessages() {
        try (Listener viewer = Listener.to(live);
                Listener other = Listener.to(URI.create(live + "?colour=red"))) {
            awaitMessage(viewer, "\"type\":\"view\"");
            say(viewer, "{\"type\":\"replay\",\"at\":" + now + "}", "there are no data yet");
            feed.close();
            awaitMessage(viewer, "\"state\":\"waiting\"");
            int before = viewer.messages.size();
            feed.open();
            awaitMessage(viewer, before, "\"source\":{\"state\":\"live\"}");

            send(Kind.SNAPSHOT, refund("a"), record("b", "\"product\":\"Cup\",\"quantity\":3"));
            awaitMessage(viewer, "\"unknown\":[\"age\",\"gender\",\"cost\"]");
            awaitMessage(viewer, "\"refunds\":7");
            say(viewer, "{\"type\":\"replay\",\"at\":" + now + "}", "\"type\":\"replay\"");
            say(viewer, "{\"type\":\"subscribe\",\"query\":\"window=5\"}", "\"window\":{\"minutes\":5");
            say(viewer, "{\"type\":\"subscribe\",\"query\":\"\"}", "\"type\":\"view\"");
            awaitMessage(viewer, "\"type\":\"heartbeat\"");
            send(Kind.UPSERT, record("c", BUYER), record("d", BUYER.replace("34", "60")));
            awaitMessage(viewer, "\"unknown\":null");
            awaitMessage(viewer, "\"fresh\"");
            send(Kind.UPSERT, record("e", BUYER.replace("34", "70") + ",\"country\":\"Spain\""));
            awaitMessage(viewer, "\"other_names\"");
            send(Kind.UPSERT, record("f", BUYER + ",\"country\":\"Italy\""));
            awaitMessage(viewer, "\"further_countries\":[");

            send(Kind.UPSERT, "{}", record("late", "\"created_at\":" + (now - 3_000_000)));
            send(Kind.UPSERT, record("ahead", "\"created_at\":" + (now + 600_000)));
            awaitMessage(viewer, "\"ahead_records\":1");

            say(viewer, "{\"type\":\"subscribe\",\"query\":\"window=1\"}", "\"window\":{\"minutes\":1");
            send(Kind.UPSERT, record("old", "\"created_at\":" + (now - 90_000)));
            awaitMessage(viewer, "\"previous\":{\"num_orders\":1");
            feed.send("rubbish");
            awaitMessage(viewer, "\"malformed_frames\":1");
            say(viewer, "{\"type\":\"subscribe\",\"query\":\"window=15\"}", "\"covered_seconds\"");
            say(viewer, "{\"type\":\"replay\",\"at\":" + (now - 1_000) + "}", "\"type\":\"replay\"");
            say(viewer, "{\"type\":\"replay\",\"at\":0}", "\"known_from\"");
            await().atMost(SOON).until(() -> {
                viewer.send("{\"type\":\"ping\",\"id\":7}");
                return viewer.messages.stream().anyMatch(message -> message.startsWith("{\"type\":\"pong\""));
            });
            say(viewer, "x", "must be JSON");
            say(viewer, "{\"type\":\"dance\"}", "expected subscribe, replay, day or ping");
            say(viewer, "{\"type\":\"subscribe\",\"query\":\"window=2\"}", "window=2");
            awaitMessage(other, "colour: expected");
            send(Kind.SNAPSHOT, "{}");
            awaitMessage(viewer, "\"all_rejected\":true");

            contract.check(viewer.messages, OF_VIEWS);
            contract.check(other.messages, OF_VIEWS);
            // Each part has its own interval.
            await().atMost(SOON).untilAsserted(() -> {
                send(Kind.SNAPSHOT, record("b", BUYER), record("x" + SEQUENCE, BUYER));
                contract.check(viewer.messages, OF_VIEWS);
                assertThat(unseen("Update")).isEmpty();
            });
        }
        OF_VIEWS.values().forEach(schema -> assertThat(unseen(schema)).isEmpty());
        for (String schema : List.of("Fresh", "ViewWindow", "Metrics", "Deltas", "Bars", "Trend")) {
            assertThat(unseen(schema)).as(schema).isEmpty();
        }
        assertThat(contract.unseen("Source")).containsExactly("Source.usual_pause");
        assertThat(contract.unseen("Problems")).containsExactly("Problems.dropped_records");
    }

    /** HistoryTest covers those of a history, PositionTest the position of a topic. */
    private List<String> unseen(String schema) {
        return contract.unseen(schema).stream()
                .filter(field -> !OF_OTHER_SETTINGS.matcher(field).matches())
                .toList();
    }

    @Test
    @Order(2)
    void relay_hasTheDocumentedMessages() {
        send(
                Kind.SNAPSHOT,
                refund("a"),
                record("b", BUYER + ",\"product\":\"Cup\",\"quantity\":3,\"updated_at\":" + now));
        try (Listener plain = Listener.to(ws);
                Listener incremental = Listener.to(ws, FeedProtocol.NAME)) {
            awaitMessage(incremental, "\"type\":\"snapshot\"");
            send(Kind.UPSERT, record("c", BUYER));
            awaitMessage(incremental, "\"item_id\":\"c\"");
            awaitMessage(plain, "\"item_id\":\"c\"");
            awaitMessage(incremental, "\"type\":\"heartbeat\"");
            long snapshots = snapshots(incremental);
            incremental.send(FeedProtocol.RESYNC);
            await().atMost(SOON).until(() -> snapshots(incremental) > snapshots);

            plain.messages.forEach(frame -> contract.check("Window", frame));
            contract.check(incremental.messages, OF_THE_FEED);
        }
        for (String schema : List.of("Record", "Snapshot", "Upsert", "FeedHeartbeat")) {
            assertThat(contract.unseen(schema)).isEmpty();
        }
    }

    private static long snapshots(Listener client) {
        return client.messages.stream()
                .filter(message -> message.startsWith("{\"type\":\"snapshot\""))
                .count();
    }

    /** The records are more than the buffers of two sockets can hold. */
    @Test
    @Order(3)
    void window_givesEachDocumentedResponse() throws IOException {
        HttpContract http = new HttpContract(ApiDocument.resource("META-INF/openapi.yaml"), live);
        String queries = "?window=15&country=France&country=Spain&not.age=18-24&gender=F&not.category=x";
        for (String method : List.of("GET", "HEAD")) {
            for (String query : List.of(
                    "",
                    queries,
                    "?",
                    "?window=2",
                    "?colour=red",
                    "?country=",
                    "?window",
                    "?&&",
                    "?format=spreadsheet&tz=Asia/Tokyo",
                    "?format=xlsx",
                    "?tz=Mars",
                    "?at=" + now,
                    "?at=0")) {
                http.send(method, "/window.csv" + query);
            }
            http.send(method, "/window.csv?country=" + "x".repeat(9_000));
        }
        List.of("POST", "PUT", "DELETE", "OPTIONS").forEach(method -> http.send(method, "/window.csv"));
        String text = ",\"product\":\"" + "x".repeat(250) + "\",\"quantity\":2,\"updated_at\":" + now;
        send(
                Kind.SNAPSHOT,
                IntStream.range(0, 40_000)
                        .mapToObj(i -> record("i" + i, BUYER + text))
                        .toArray(String[]::new));
        await().atMost(SOON).until(() -> http.send("GET", "/window.csv").body().length() > 10_000_000);
        try (RawClient one = RawClient.to(live.getPort()).ask("GET", "/window.csv");
                RawClient two = RawClient.to(live.getPort()).ask("GET", "/window.csv")) {
            assertThat(one.head().status()).isEqualTo(200);
            assertThat(two.head().status()).isEqualTo(200);
            http.send("GET", "/window.csv");
        }

        assertThat(http.unseen("/window.csv")).isEmpty();
        http.send("POST", "/ingest", "[]", "Content-Type", "application/json");
        assertThat(http.unseen("/ingest")).doesNotContain("POST /ingest 404");
    }

    @Test
    @Order(4)
    void health_givesEachDocumentedResponse() {
        HttpContract http = new HttpContract(ApiDocument.resource("META-INF/openapi.yaml"), live);
        http.send("GET", "/q/health");
        List<Listener> viewers = new ArrayList<>();
        for (int i = 0; i < MAX_VIEWERS; i++) {
            viewers.add(Listener.to(live));
        }
        await().atMost(SOON).until(() -> http.send("GET", "/q/health").status() == 503);
        viewers.forEach(Listener::close);

        assertThat(http.unseen("/q/health")).isEmpty();
    }

    private void send(Kind kind, String... records) {
        long clock = System.currentTimeMillis();
        feed.send(FeedProtocol.open(kind, SEQUENCE.incrementAndGet(), clock, clock - 300_000)
                + String.join(",", records)
                + FeedProtocol.CLOSE);
    }

    private String refund(String item) {
        return record("refund:" + item, "\"sale_price\":-7");
    }

    /** A record whose last fields may replace the others. */
    private String record(String item, String fields) {
        return "{\"order_id\":\"o-" + item + "\",\"item_id\":\"" + item + "\",\"created_at\":" + (now - 5_000)
                + ",\"sale_price\":10," + SHOP + "," + fields + "}";
    }

    private static void say(Listener viewer, String message, String reply) {
        int before = viewer.messages.size();
        viewer.send(message);
        awaitMessage(viewer, before, reply);
    }

    private static void awaitMessage(Listener viewer, String part) {
        awaitMessage(viewer, 0, part);
    }

    private static void awaitMessage(Listener viewer, int before, String part) {
        await().atMost(SOON).until(() -> viewer.messages.stream().skip(before).toList(), messages -> messages.stream()
                .anyMatch(message -> message.contains(part)));
    }
}
