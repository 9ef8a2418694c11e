package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thelook.service.fanout.Listener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The history of a dashboard, across restarts of everything. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HistoryIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long MINUTE = 60_000;

    /** Where it is afternoon: no test is near midnight. */
    private static final ZoneOffset ZONE = ZoneOffset.ofHours(
            Math.floorMod(14 - Instant.now().atOffset(ZoneOffset.UTC).getHour() + 11, 24) - 11);

    @TempDir
    static Path folder;

    private static int shopPort;
    private static ServiceProcess shop;
    private static ServiceProcess dashboard;

    @BeforeAll
    static void start() {
        shopPort = ServiceProcess.freePort();
        shop = shop("14");
        dashboard = dashboard(folder.resolve("data"));
    }

    private static ServiceProcess shop(String seed) {
        return ServiceProcess.start("producer", shopPort, Map.of("SEED", seed, "RATE", "0.2", "BACKFILL_DAYS", "8"));
    }

    private static ServiceProcess dashboard(Path data) {
        return ServiceProcess.start("dashboard", ServiceProcess.freePort(), settings(data));
    }

    private static Map<String, String> settings(Path data) {
        return Map.of(
                "HISTORY",
                "on",
                "DATA_DIR",
                data.toString(),
                "SHOP_TIME_ZONE",
                ZONE.getId(),
                "PRODUCER_URL",
                "ws://localhost:" + shopPort + "/ws");
    }

    @AfterAll
    static void stop() {
        dashboard.close();
        shop.close();
    }

    /** The view of a page, as docs/views.md tells it to keep it. */
    private static JsonNode view(Listener page) {
        ObjectNode view = null;
        for (String text : page.messages) {
            ObjectNode message = (ObjectNode) parse(text);
            String type = message.get("type").asText();
            if (type.equals("view")) {
                view = message;
            } else if (type.equals("update") && view != null) {
                view.setAll(message);
            }
        }
        return view == null ? JSON.createObjectNode() : view;
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static JsonNode awaitView(Listener page, String what, Duration atMost, Predicate<JsonNode> expected) {
        return await().alias(what).atMost(atMost).until(() -> view(page), expected);
    }

    private static Listener open(ServiceProcess of, String query) {
        return Listener.to(of.uri("ws", "/live" + query));
    }

    /** The lines of a download, without the heading. */
    private static List<String> csv(ServiceProcess of, String query) {
        try {
            URI address = of.uri("http", "/history.csv?" + query);
            var response = HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body().lines().skip(1).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> csv(ServiceProcess of, long from, long to) {
        return csv(of, "from=" + from + "&to=" + to);
    }

    /** Orders, items and whole dollars of sales, of the lines of a download. */
    private static List<Long> figures(List<String> lines) {
        Set<String> orders = new HashSet<>();
        Set<String> items = new HashSet<>();
        BigDecimal sales = BigDecimal.ZERO;
        for (String line : lines) {
            String[] fields = line.split(",");
            orders.add(fields[5]);
            items.add(fields[5] + " " + fields[6]);
            sales = sales.add(new BigDecimal(fields[10]));
        }
        assertThat(items).as("no item twice").hasSameSizeAs(lines);
        return List.of(
                (long) orders.size(),
                (long) items.size(),
                sales.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    private static List<Long> figures(JsonNode metrics) {
        return List.of(
                metrics.path("num_orders").asLong(),
                metrics.path("num_order_items").asLong(),
                metrics.path("total_sales").asLong());
    }

    private static long firstDay() {
        return Instant.now()
                .truncatedTo(ChronoUnit.DAYS)
                .minus(8, ChronoUnit.DAYS)
                .toEpochMilli();
    }

    /** Awaits that all days of the past are kept. */
    private static JsonNode awaitPast(Listener page) {
        return awaitView(
                page,
                "all days",
                Duration.ofSeconds(180),
                view -> view.at("/history/state").asText().equals("on")
                        && view.at("/history/since").asLong() <= firstDay()
                        && view.at("/today/last_week_sales").isNumber());
    }

    @Test
    @Order(1)
    void freshStart_hasTodayAndYesterdayAtOnce_andThenEightDays() {
        try (Listener page = open(dashboard, "")) {
            awaitView(page, "yesterday", SOON, view -> view.at("/today/yesterday/num_orders")
                    .isNumber());
            JsonNode today = awaitPast(page).get("today");

            assertThat(today.at("/metrics/num_orders").asLong()).isPositive();
            assertThat(today.at("/share").asDouble()).isBetween(.2, .95);
            long midnight = today.get("from").asLong();
            long day = Duration.ofDays(1).toMillis();
            long at = today.get("at").asLong();
            assertThat(figures(today.get("yesterday"))).isEqualTo(figures(csv(dashboard, midnight - day, at - day)));
            assertThat(figures(today.get("last_week")))
                    .isEqualTo(figures(csv(dashboard, midnight - 7 * day, at - 7 * day)));
            assertThat(today.get("yesterday_sales").asLong())
                    .isEqualTo(figures(csv(dashboard, midnight - day, midnight)).get(2));
        }
    }

    @Test
    @Order(2)
    void killedDashboard_comesBackWithEverything_andNothingTwice() throws InterruptedException {
        try (FeedFollower follower = new FeedFollower(shop.uri("ws", "/ws"))) {
            await().atMost(SOON).until(() -> !follower.windows().isEmpty());
            try (Listener page = open(dashboard, "")) {
                // The newest second is not on the disk yet when the process is killed. The feed still has it.
                long until = follower.now();
                await().atMost(SOON).until(() -> view(page).at("/today/at").asLong() > until);
            }
            dashboard.kill();
            dashboard = dashboard(folder.resolve("data"));
            try (Listener page = open(dashboard, "")) {
                await().atMost(SOON).until(() -> !page.messages.isEmpty());
                JsonNode first = parse(page.messages.get(0));
                assertThat(first.at("/metrics/num_orders").asLong()).isPositive();
                assertThat(first.at("/history/since").asLong()).isLessThanOrEqualTo(firstDay());
                awaitView(page, "today", SOON, view -> view.at("/today/metrics").isObject());

                long back = follower.now();
                awaitView(
                        page,
                        "a time after the restart",
                        SOON,
                        view -> view.at("/today/at").asLong() > back);
                await().atMost(SOON).untilAsserted(() -> assertThat(prices(follower, back))
                        .isNotEmpty()
                        .isEqualTo(prices(csv(dashboard, earliest(follower), back))));
            }
            assertThat(figures(csv(dashboard, "window=7d")).get(0)).isPositive();
        }
    }

    /** The prices of all records that a follower of the feed has seen, until a time, by item. */
    private static Map<String, BigDecimal> prices(FeedFollower follower, long until) {
        Map<String, BigDecimal> prices = new HashMap<>();
        parse(follower.everything()).forEach(record -> {
            if (record.get("created_at").asLong() < until) {
                prices.put(
                        record.get("item_id").asText(), record.get("sale_price").decimalValue());
            }
        });
        return prices;
    }

    private static long earliest(FeedFollower follower) {
        long earliest = Long.MAX_VALUE;
        for (JsonNode record : parse(follower.everything())) {
            earliest = Math.min(earliest, record.get("created_at").asLong());
        }
        return earliest;
    }

    private static Map<String, BigDecimal> prices(List<String> lines) {
        Map<String, BigDecimal> prices = new HashMap<>();
        for (String line : lines) {
            String[] fields = line.split(",");
            assertThat(prices.put(fields[6], new BigDecimal(fields[10])))
                    .as("no item twice")
                    .isNull();
        }
        return prices;
    }

    @Test
    @Order(3)
    void anotherShop_afterARestart_changesNothingOfWhatIsKept() throws InterruptedException {
        long from = firstDay() + 60 * MINUTE;
        long to = System.currentTimeMillis() - 10 * MINUTE;
        List<String> before = csv(dashboard, from, to);
        shop.kill();
        shop = shop("15");
        try (Listener page = open(dashboard, "")) {
            long now = System.currentTimeMillis();
            awaitView(
                    page,
                    "the other shop",
                    SOON,
                    view -> view.at("/source/state").asText().equals("live")
                            && view.at("/today/at").asLong() > now
                            && view.at("/history/state").asText().equals("on"));
        }

        assertThat(csv(dashboard, from, to)).isEqualTo(before);
        try (FeedFollower follower = new FeedFollower(shop.uri("ws", "/ws"))) {
            await().atMost(SOON).until(() -> !follower.windows().isEmpty());
            long until = follower.now() - 2_000;
            await().atMost(SOON).untilAsserted(() -> assertThat(prices(csv(dashboard, earliest(follower), until)))
                    .isEqualTo(prices(follower, until)));
        }
    }

    /** With the feed gone, its clock stands still, and everything is on the disk. */
    @Test
    @Order(4)
    void figuresOfToday_areThoseOfTheExport_toTheDollar() {
        shop.close();
        try (Listener page = open(dashboard, "?window=today")) {
            await().atMost(SOON).untilAsserted(() -> {
                JsonNode view = view(page);
                JsonNode today = view.path("today");
                assertThat(today.has("at")).isTrue();
                List<Long> expected = figures(csv(
                        dashboard, today.get("from").asLong(), today.get("at").asLong()));
                assertThat(figures(today.get("metrics"))).isEqualTo(expected);
                assertThat(figures(view.get("metrics"))).isEqualTo(expected);
            });
        }
        shop = shop("16");
    }

    @Test
    @Order(5)
    void historyThatIsOff_leavesNothing() {
        Path data = folder.resolve("off");
        Map<String, String> settings = new HashMap<>(settings(data));
        settings.put("HISTORY", "off");
        try (ServiceProcess off = ServiceProcess.start("dashboard", ServiceProcess.freePort(), settings);
                Listener page = open(off, "?window=7d")) {
            awaitView(
                    page,
                    "figures",
                    SOON,
                    view -> view.at("/metrics/num_orders").asLong() > 0);

            assertThat(view(page).has("history") || view(page).has("today")).isFalse();
            assertThat(page.messages).anyMatch(message -> message.contains("keeps no history"));
            assertThat(data).doesNotExist();
            assertThat(off.threads()).contains("\"views\"").doesNotContain("\"history", "\"past\"");
        }
    }

    @Test
    @Order(6)
    void secondDashboardOnTheSameFolder_saysSo_andIsLive() {
        try (ServiceProcess second = dashboard(folder.resolve("data"));
                Listener page = open(second, "")) {
            assertIsLiveWithoutHistory(page, "another process has the history open");
            assertThat(second.log())
                    .containsOnlyOnce("the history is not being kept: another process has the history open");
        }
        try (Listener page = open(dashboard, "?window=24h")) {
            awaitView(
                    page,
                    "the first one",
                    SOON,
                    view -> view.at("/history/state").asText().equals("on")
                            && view.at("/metrics/num_orders").asLong() > 0);
        }
    }

    private static void assertIsLiveWithoutHistory(Listener page, String reason) {
        JsonNode view = awaitView(
                page,
                "live",
                SOON,
                known -> known.at("/source/state").asText().equals("live")
                        && known.at("/metrics/num_orders").asLong() > 0);
        assertThat(view.at("/history/state").asText()).isEqualTo("unavailable");
        assertThat(view.at("/history/reason").asText()).contains(reason);
        // A viewer that falls behind misses replies.
        await().pollInterval(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> {
                    page.send("{\"type\":\"subscribe\",\"query\":\"window=7d\"}");
                    assertThat(page.messages)
                            .anyMatch(message ->
                                    message.contains("the history cannot be read: ") && message.contains(reason));
                });
    }

    @Test
    @Order(7)
    void folderThatCannotBeWritten_isReported_andTheDashboardIsLive() throws IOException {
        Path file = Files.createFile(folder.resolve("a-file"));
        try (ServiceProcess without = dashboard(file);
                Listener page = open(without, "")) {
            assertIsLiveWithoutHistory(page, "cannot be created");
            assertThat(without.log()).containsOnlyOnce("the history is not being kept: the folder " + file);
        }
    }
}
