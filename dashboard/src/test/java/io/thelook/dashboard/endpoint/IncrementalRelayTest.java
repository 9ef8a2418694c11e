package io.thelook.dashboard.endpoint;

import static io.restassured.RestAssured.get;
import static io.thelook.dashboard.endpoint.Meters.metric;
import static io.thelook.model.RecordBuilder.aRecord;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.thelook.dashboard.engine.LastView;
import io.thelook.dashboard.view.QueryText;
import io.thelook.model.FeedEncoding;
import io.thelook.model.FeedMessage;
import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.FeedProtocol;
import io.thelook.model.FeedReader;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import io.thelook.service.fanout.Listener;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * From a feed of the incremental contract through the whole dashboard to viewers and to clients of the relayed feed.
 */
@QuarkusTest
@QuarkusTestResource(value = FakeIncrementalFeed.class, restrictToAnnotatedClass = true)
@TestProfile(IncrementalRelayTest.FewViews.class)
class IncrementalRelayTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(60);

    public static class FewViews implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "dashboard.refresh-seconds", "1",
                    "dashboard.max-views", "3",
                    "dashboard.max-views-per-address", "3");
        }
    }

    @TestHTTPResource("/live")
    URI live;

    @TestHTTPResource("/ws")
    URI ws;

    private final FakeFeed feed = FakeFeed.instance;
    private final long now = System.currentTimeMillis();
    private long sequence;
    private Listener viewer;

    @BeforeEach
    void watch() {
        feed.heard.clear();
        viewer = Listener.to(live);
        await().atMost(SOON).until(() -> state().equals("live"));
        send(Kind.SNAPSHOT, at("a", now - 120_000, "10", "France"), at("b", now - 20_000, "20", "Japan"));
        awaitView(viewer, view -> items(view) == 2);
    }

    @AfterEach
    void leave() {
        viewer.close();
        await().atMost(SOON).until(() -> peers("live") == 0 && peers("feed") == 0);
    }

    @Test
    void upsert_isSeenAtOnceWithItsAge() throws Exception {
        send(Kind.UPSERT, at("c", System.currentTimeMillis(), "7", "Japan"));

        JsonNode view = awaitView(viewer, v -> items(v) == 3);

        assertThat(view.at("/metrics/total_sales").asInt()).isEqualTo(37);
        assertThat(view.at("/fresh/records").asInt()).isEqualTo(1);
        assertThat(view.at("/fresh/newest").asLong()).isBetween(0L, 2_000L);
        await().atMost(SOON).until(() -> metric("thelook_latency_seconds_count") >= 1);
        assertThat(get("/q/metrics").asString()).contains("thelook_latency_seconds_bucket{le=\"0.3\"}");
    }

    @Test
    void gap_isAnsweredByARequestForTheWholeWindow() {
        sequence++;
        send(Kind.UPSERT, at("lost", now, "1", "Japan"));
        await().atMost(SOON).until(() -> feed.heard.contains(FeedProtocol.RESYNC));
        send(Kind.SNAPSHOT, at("a", now - 120_000, "10", "France"), at("lost", now, "1", "Japan"));

        JsonNode view = awaitView(viewer, v -> v.at("/metrics/total_sales").asInt() == 11);
        assertThat(view.at("/source/state").asText()).isEqualTo("live");
        assertThat(items(view)).isEqualTo(2);
    }

    @Test
    void viewers_withQueries_seeWhatTheyAskedFor() {
        try (Listener japan = Listener.to(URI.create(live + "?country=Japan"));
                Listener minute = Listener.to(live)) {
            awaitView(japan, v -> items(v) == 1);
            minute.send("{\"type\":\"subscribe\",\"query\":\"window=1\"}");
            JsonNode view = awaitView(minute, v -> v.at("/window/minutes").asInt() == 1);
            assertThat(items(view)).isEqualTo(1);
            assertThat(metric("thelook_views_distinct")).isEqualTo(3);

            viewer.send("{\"type\":\"subscribe\",\"query\":\"window=5\"}");
            assertThat(error(viewer)).contains("too many different views");

            send(Kind.UPSERT, at("c", now - 90_000, "5", "Japan"));
            awaitView(japan, v -> items(v) == 2);
            awaitView(viewer, v -> items(v) == 3);
        }
        await().atMost(SOON).until(() -> metric("thelook_views_distinct") == 1);
    }

    @Test
    void viewer_sendingNonsense_isToldWhatWasExpectedAndStaysConnected() {
        for (String nonsense :
                List.of("x", "7", "{\"type\":\"dance\"}", "{\"type\":\"subscribe\",\"query\":\"window=2\"}")) {
            long before = errors(viewer);
            viewer.send(nonsense);
            await().atMost(SOON).until(() -> errors(viewer) == before + 1);
        }
        assertThat(viewer.messages)
                .anyMatch(m -> m.contains("window=2: expected 1, 5, 15, 1h, 24h, 7d, today or yesterday"));
        assertThat(viewer.messages)
                .anyMatch(m -> m.contains("type \\\"dance\\\": expected subscribe, replay, day or ping"));
        try (Listener curious = Listener.to(URI.create(live + "?colour=red"))) {
            awaitView(curious, v -> items(v) == 2);
            assertThat(error(curious)).startsWith("colour: expected window,");
        }
        viewer.send("{\"type\":\"ping\",\"id\":42}");
        await().atMost(SOON).until(() -> viewer.messages.stream()
                .anyMatch(m -> m.startsWith("{\"type\":\"pong\",\"id\":42,\"now\":")));
    }

    @Test
    void query_ofTheLongestLength_isTakenFromEverywhereAndALongerOneRefusedInWords() {
        String names = ("&not.country=" + "%E6%BC%A2".repeat(20)).repeat(20);
        String start = "country=Japan" + names + "&not.country=";
        String longest = start + "x".repeat(QueryText.LONGEST - start.length());
        String refusal = "a query of 4001 bytes: expected at most 4000, percent-encoded";

        viewer.send("{\"type\":\"subscribe\",\"query\":\"" + longest + "\"}");
        awaitView(viewer, v -> items(v) == 1);
        viewer.send("{\"type\":\"subscribe\",\"query\":\"" + longest + "x\"}");
        assertThat(error(viewer)).isEqualTo(refusal);
        send(Kind.UPSERT, at("c", now, "7", "Japan"), at("d", now, "7", "Spain"));
        awaitView(viewer, v -> items(v) == 2);

        try (Listener linked = Listener.to(URI.create(live + "?" + longest));
                Listener tooLong = Listener.to(URI.create(live + "?" + longest + "x"))) {
            awaitView(linked, v -> items(v) == 2);
            awaitView(tooLong, v -> items(v) == 4);
            assertThat(error(tooLong)).isEqualTo(refusal);
        }
        HttpClient http = HttpClient.newHttpClient();
        assertThat(body(http, "/window.csv?" + longest).lines()).hasSize(3);
        assertThat(body(http, "/window.csv?" + longest + "x")).isEqualTo(refusal);
        assertThat(body(http, "/?connect=true&" + longest + "x")).contains("data-longest-query=\"4000\"");
    }

    @Test
    void csv_ofAnEarlierTime_hasTheRecordsOfThatWindow() {
        HttpClient http = HttpClient.newHttpClient();
        send(Kind.UPSERT, at("c", now, "7", "Japan"));
        long known = awaitView(viewer, v -> items(v) == 3).get("at").asLong();
        assertThat(known).isGreaterThanOrEqualTo(now);

        assertThat(items(http, "at=" + known)).containsExactly("a", "b", "c");
        assertThat(items(http, "at=" + (now - 1))).containsExactly("a", "b");
        assertThat(items(http, "window=1&at=" + (now - 20_000))).containsExactly("b");
        assertThat(items(http, "window=1&at=" + (now - 20_001))).isEmpty();
        assertThat(items(http, "country=France&at=" + (now - 100_000))).containsExactly("a");
        long later = known + 60_000;
        assertThat(body(http, "/window.csv?at=" + later))
                .matches("at=" + later + ": expected a time from \\d+ to " + known);
        assertThat(body(http, "/window.csv?at=0")).startsWith("at=0: expected a time from ");
    }

    /** The items in a download. */
    private List<String> items(HttpClient http, String query) {
        return body(http, "/window.csv?" + query)
                .lines()
                .skip(1)
                .map(line -> line.split(",")[6])
                .toList();
    }

    private String body(HttpClient http, String path) {
        URI address = URI.create("http://" + live.getAuthority() + path);
        return http.sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .join()
                .body();
    }

    @Test
    void message_largerThanTheTransportTakes_closesItsSocketOnly() {
        try (Listener loud = Listener.to(live)) {
            awaitView(loud, v -> items(v) == 2);
            loud.send("{\"type\":\"ping\",\"id\":1" + " ".repeat(16_384) + "}");
            await().atMost(SOON).until(loud.closeCode::isDone);
        }
        send(Kind.UPSERT, at("c", now, "7", "Japan"));
        awaitView(viewer, v -> items(v) == 3);
    }

    @Test
    void replay_ofAnEarlierTime_isShownBesideTheLiveView() throws Exception {
        viewer.send("{\"type\":\"replay\",\"at\":" + (now - 10_000) + "}");
        await().atMost(SOON).until(() -> viewer.messages.stream().anyMatch(m -> m.startsWith("{\"type\":\"replay\"")));
        JsonNode then = JSON.readTree(viewer.messages.stream()
                .filter(m -> m.startsWith("{\"type\":\"replay\""))
                .findFirst()
                .orElseThrow());

        assertThat(then.get("at").asLong()).isEqualTo(now - 10_000);
        assertThat(items(then)).isEqualTo(2);
        assertThat(then.at("/latest/0/2").asText()).isEqualTo("Japan");
        send(Kind.UPSERT, at("c", now, "7", "Japan"));
        awaitView(viewer, v -> items(v) == 3);

        viewer.send("{\"type\":\"replay\",\"at\":0}");
        await().atMost(SOON).until(() -> viewer.messages.stream().anyMatch(IncrementalRelayTest::isOfTheEarliestTime));
    }

    private static boolean isOfTheEarliestTime(String message) {
        try {
            JsonNode json = JSON.readTree(message);
            return json.path("type").asText().equals("replay")
                    && json.get("at").equals(json.get("known_from"))
                    && items(json) == 0;
        } catch (java.io.IOException e) {
            throw new AssertionError(message, e);
        }
    }

    @Test
    void viewer_sendingTooMuch_isIgnoredAndTheOthersAreServed() {
        try (Listener loud = Listener.to(live)) {
            awaitView(loud, v -> items(v) == 2);
            double before = metric("thelook_viewers_ignored_total");
            for (int i = 0; i < 60; i++) {
                loud.send("{\"type\":\"subscribe\",\"query\":\"country=c" + i + "\"}");
            }
            await().atMost(SOON).until(() -> metric("thelook_viewers_ignored_total") > before);

            send(Kind.UPSERT, at("c", now, "1", "Japan"));
            awaitView(viewer, v -> items(v) == 3);
        }
    }

    @Test
    void relay_ofEitherContract_givesWhatTheFeedGives() throws Exception {
        try (Listener incremental = Listener.to(ws, FeedProtocol.NAME);
                Listener plain = Listener.to(ws)) {
            await().atMost(SOON).until(() -> !incremental.messages.isEmpty() && !plain.messages.isEmpty());
            FeedReader reader = new FeedReader();
            FeedMessage snapshot = reader.read(incremental.messages.get(0));
            assertThat(snapshot.kind()).isEqualTo(Kind.SNAPSHOT);
            assertThat(snapshot.frame().records()).extracting(Record::itemId).containsExactly("a", "b");
            assertThat(plain.messages.get(0)).startsWith("[{").contains("\"a\"");
            assertThat(snapshot.from()).isBetween(now - 310_000, now);

            send(Kind.UPSERT, at("c", now, "7", "Spain"));
            await().atMost(SOON)
                    .until(() -> incremental.messages.stream().anyMatch(m -> m.contains("\"item_id\":\"c\"")));
            FeedMessage upsert = reader.read(incremental.messages.stream()
                    .filter(m -> m.contains("\"item_id\":\"c\""))
                    .findFirst()
                    .orElseThrow());
            assertThat(upsert.kind()).isEqualTo(Kind.UPSERT);
            assertThat(upsert.sequence()).isEqualTo(snapshot.sequence() + 1);
            assertThat(upsert.frame().records()).hasSize(1);
            await().atMost(SOON).until(() -> plain.messages.stream().anyMatch(m -> m.contains("\"item_id\":\"c\"")));
        }
        await().atMost(SOON).until(() -> peers("feed") == 0);
        send(Kind.UPSERT, at("d", now, "1", "Spain"));
        try (Listener later = Listener.to(ws)) {
            await().atMost(SOON).until(() -> !later.messages.isEmpty());
            await().atMost(SOON)
                    .until(() -> later.messages.get(later.messages.size() - 1).contains("\"item_id\":\"d\""));
        }
    }

    private void send(Kind kind, Record... records) {
        long clock = System.currentTimeMillis();
        feed.send(FeedProtocol.open(kind, ++sequence, clock, clock - 300_000)
                + Stream.of(records)
                        .map(record -> new String(RecordCodec.encode(record, FeedEncoding.ARRAY), UTF_8))
                        .collect(Collectors.joining(","))
                + FeedProtocol.CLOSE);
    }

    private static Record at(String item, long createdAt, String price, String country) {
        return aRecord()
                .item(item)
                .createdAt(createdAt)
                .price(price)
                .country(country)
                .build();
    }

    private String state() {
        JsonNode view = lastView(viewer);
        return view == null ? "" : view.at("/source/state").asText();
    }

    private static int items(JsonNode view) {
        return view.at("/metrics/num_order_items").asInt();
    }

    private static JsonNode awaitView(Listener from, Predicate<JsonNode> expected) {
        return await().atMost(SOON).until(() -> lastView(from), view -> view != null && expected.test(view));
    }

    private static JsonNode lastView(Listener from) {
        return LastView.of(from.messages);
    }

    private static long errors(Listener from) {
        return from.messages.stream()
                .filter(message -> message.startsWith("{\"type\":\"error\""))
                .count();
    }

    private static String error(Listener from) {
        await().atMost(SOON).until(() -> errors(from) > 0);
        return from.messages.stream()
                .filter(message -> message.startsWith("{\"type\":\"error\""))
                .map(message -> {
                    try {
                        return JSON.readTree(message).get("message").asText();
                    } catch (java.io.IOException e) {
                        throw new AssertionError(message, e);
                    }
                })
                .findFirst()
                .orElseThrow();
    }

    private static double peers(String audience) {
        return metric("thelook_audience_peers{audience=\"" + audience + "\"}");
    }
}
