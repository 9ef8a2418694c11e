package io.thelook.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.options.ColorScheme;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of real shops, in any shape, are shown with the right figures. */
class AnyShapeIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long TIME = System.currentTimeMillis() / 1_000 * 1_000 - 20_000;

    private static ScriptedFeed feed;
    private static ServiceProcess dashboard;
    private static PlainFeed plainFeed;
    private static ServiceProcess plain;

    @BeforeAll
    static void start() throws IOException {
        feed = new ScriptedFeed();
        plainFeed = new PlainFeed(withoutMostProperties(), 1_000);
        dashboard = follow(feed, Map.of());
        plain = ServiceProcess.dashboard(plainFeed.uri());
    }

    @AfterAll
    static void stop() throws IOException {
        plain.close();
        dashboard.close();
        plainFeed.close();
        feed.close();
    }

    private static ServiceProcess follow(ScriptedFeed feed, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("FEED", feed.address());
        return ServiceProcess.start("dashboard", ServiceProcess.freePort(), environment);
    }

    /**
     * A message of a feed, and the expected figures.
     *
     * @param time of the newest order; 0: that of its arrival
     */
    private record Form(String name, byte[] message, boolean isBinary, String figures, long time) {

        private static Form text(String name, String message, String figures) {
            return new Form(name, message.getBytes(UTF_8), false, figures, TIME);
        }

        private static Form binary(String name, byte[] message, String figures) {
            return new Form(name, message, true, figures, TIME);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Form> forms() throws IOException {
        return Stream.of(
                Form.text("theLook's record", "[" + record(101) + "]", "1 orders, 1 items, 101"),
                Form.text(
                        "no age and no gender",
                        "[" + without(record(102), "age", "gender") + "]",
                        "1 orders, 1 items, 102"),
                new Form(
                        "an order, an item and an amount",
                        "[{\"order_id\":1,\"item_id\":2,\"sale_price\":103}]".getBytes(UTF_8),
                        false,
                        "1 orders, 1 items, 103",
                        0),
                Form.text(
                        "camel case",
                        "[{\"orderId\":\"a\",\"itemId\":\"1\",\"salePrice\":\"52.5\",\"trafficSource\":\"Search\""
                                + ",\"createdAt\":" + TIME
                                + "},{\"orderId\":\"a\",\"itemId\":\"2\",\"unitPrice\":\"20.50\",\"quantity\":3"
                                + ",\"discount\":\"10.00\",\"itemStatus\":\"fulfilled\",\"createdAt\":" + TIME + "}]",
                        "1 orders, 4 items, 104"),
                Form.text(
                        "a time in ISO 8601, UTC",
                        at(105, quoted(Instant.ofEpochMilli(TIME))),
                        "1 orders, 1 items, 105"),
                Form.text(
                        "a time in ISO 8601 with an offset",
                        at(106, quoted(Instant.ofEpochMilli(TIME).atOffset(ZoneOffset.ofHoursMinutes(5, 30)))),
                        "1 orders, 1 items, 106"),
                Form.text("seconds", at(107, Long.toString(TIME / 1_000)), "1 orders, 1 items, 107"),
                Form.text("milliseconds in a string", at(108, quoted(TIME)), "1 orders, 1 items, 108"),
                Form.text("microseconds", at(109, TIME + "000"), "1 orders, 1 items, 109"),
                Form.text("nanoseconds", at(110, TIME + "000000"), "1 orders, 1 items, 110"),
                Form.text("a single object", record(111), "1 orders, 1 items, 111"),
                Form.text(
                        "an envelope",
                        "{\"type\":\"orders\",\"count\":1,\"data\":[" + record(112) + "]}",
                        "1 orders, 1 items, 112"),
                Form.text(
                        "NDJSON",
                        record(100) + "\n" + record(13).replace("order-13", "other") + "\n",
                        "2 orders, 2 items, 113"),
                Form.text(
                        "JSON in a JSON string",
                        JSON.writeValueAsString("[" + record(114) + "]"),
                        "1 orders, 1 items, 114"),
                Form.binary("a binary message", ("[" + record(115) + "]").getBytes(UTF_8), "1 orders, 1 items, 115"),
                Form.binary("gzip", gzip("[" + record(116) + "]"), "1 orders, 1 items, 116"),
                Form.binary("gzip of NDJSON", gzip(record(117) + "\n"), "1 orders, 1 items, 117"),
                Form.text(
                        "a refund",
                        "[" + record(218) + ","
                                + record(-100)
                                        .replace("order--100", "order-218")
                                        .replace("item--100", "refund:1") + "]",
                        "1 orders, 1 items, 118"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void form_isShown(Form form) {
        long sent = System.currentTimeMillis();
        if (form.isBinary) {
            feed.sayInBinary(form.message);
        } else {
            feed.say(new String(form.message, UTF_8));
        }

        Shown.awaitFigures(dashboard, form.figures);
        // The newest orders follow within a second.
        await().atMost(SOON).untilAsserted(() -> {
            long time = Shown.view(dashboard).path("latest").path(0).path(1).asLong();
            if (form.time == 0) {
                assertThat(time).isBetween(sent, System.currentTimeMillis());
            } else {
                assertThat(time).isEqualTo(form.time);
            }
        });
        JsonNode view = Shown.view(dashboard);
        assertThat(view.path("problems").isMissingNode()).as("%s", view).isTrue();
        assertThat(view.path("metrics").path("refunds").asInt()).isEqualTo(form.name.equals("a refund") ? 100 : 0);
    }

    @Test
    void arrays_ofWhatIsNew_addUp() throws IOException {
        try (ScriptedFeed news = new ScriptedFeed();
                ServiceProcess follower = follow(news, Map.of("FEED_MODE", "additions"))) {
            news.say("[" + record(10) + "]");
            Shown.awaitFigures(follower, "1 orders, 1 items, 10");

            news.say("[" + record(20) + "," + record(30) + "]");
            Shown.awaitFigures(follower, "3 orders, 3 items, 60");

            news.say("[" + record(20).replace("\"sale_price\":20", "\"sale_price\":25") + "]");
            Shown.awaitFigures(follower, "3 orders, 3 items, 65");

            news.say("["
                    + record(20)
                            .replace("\"sale_price\":20", "\"sale_price\":-5")
                            .replace("item-20", "refund:7") + "]");
            Shown.awaitFigures(follower, "3 orders, 3 items, 60");
            assertThat(Shown.view(follower).path("metrics").path("refunds").asInt())
                    .isEqualTo(5);
        }
    }

    @Test
    void amounts_areInTheCurrencyOfTheShop() throws IOException {
        try (ScriptedFeed euros = new ScriptedFeed();
                ServiceProcess shop = follow(euros, Map.of("CURRENCY", "EUR"))) {
            euros.say("[" + in("EUR", 10) + "," + in("eur", 20) + "," + record(30) + "," + in("USD", 40) + "]");

            Shown.awaitFigures(shop, "3 orders, 3 items, 60");
            assertThat(Shown.view(shop)
                            .path("problems")
                            .path("rejected_records")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    /** There are no panels for properties that no record has, and no other panel is empty. */
    @ParameterizedTest
    @ValueSource(ints = {1440, 820, 390})
    void feedWithoutAgeGenderSourceAndCost_leavesNoEmptyPanel(int width) {
        Shown.awaitFigures(plain, "40 orders, 60 items, 2100");
        assertThat(Shown.view(plain).path("unknown"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("age", "gender", "traffic_source", "cost");
        try (Chromium chromium = new Chromium();
                DashboardTab tab = new DashboardTab(chromium.browser(), width, 900, ColorScheme.LIGHT)) {
            tab.open(plain.uri("http", "/?connect=true").toString());
            tab.awaitLevel("live", SOON.toMillis());
            await().atMost(SOON)
                    .until(() -> tab.page().locator(".chart:visible").count() == 7);
            assertThat(tab.values()).hasSize(5);

            tab.page().locator(".chart:visible").all().forEach(chart -> {
                chart.scrollIntoViewIfNeeded();
                await().atMost(SOON).untilAsserted(() -> assertThat(
                                chart.locator(".chart-empty:visible").count())
                        .as(chart.innerText())
                        .isZero());
                await().atMost(SOON).untilAsserted(() -> assertThat(
                                chart.locator("svg path, tbody tr").count())
                        .as(chart.innerText())
                        .isPositive());
            });

            assertThat(tab.holes(".cards")).isEmpty();
            assertThat(tab.holes(".charts")).isEmpty();
            assertThat((Boolean) tab.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .isTrue();
            assertThat(tab.complaints()).isEmpty();
            tab.screenshotOfAll("few-properties-" + width);
        }
    }

    /** 40 orders of the last minutes in the way of a small shop: no age, gender, source or cost. */
    private static String withoutMostProperties() {
        List<String> records = new ArrayList<>();
        List<String> countries = List.of("France", "Germany", "Spain", "Italy");
        List<String> categories = List.of("Tea", "Coffee", "Cups");
        List<String> statuses = List.of("paid", "fulfilled", "delivered");
        for (int i = 0; i < 60; i++) {
            long time = System.currentTimeMillis() - 4_000L * (60 - i);
            records.add("{\"order_id\":\"A-" + i * 2 / 3 + "\",\"item_id\":" + i
                    + ",\"sale_price\":\"35.00\",\"country\":\""
                    + countries.get(i % 4) + "\",\"category\":\"" + categories.get(i % 3) + "\",\"item_status\":\""
                    + statuses.get(i % 3) + "\",\"product\":\"Number " + i + "\",\"created_at\":\""
                    + Instant.ofEpochMilli(time)
                    + "\"}");
        }
        return records.toString();
    }

    /** A record with all of theLook's fields; the price makes its ids. */
    private static String record(int price) {
        return "{\"user_id\":\"u\",\"age\":34,\"gender\":\"F\",\"country\":\"France\",\"traffic_source\":\"Search\""
                + ",\"order_id\":\"order-" + price + "\",\"item_id\":\"item-" + price
                + "\",\"category\":\"Jeans\",\"cost\":4,\"item_status\":\"Complete\",\"sale_price\":" + price
                + ",\"created_at\":" + TIME + "}";
    }

    private static String at(int price, String time) {
        return "[" + record(price).replace("\"created_at\":" + TIME, "\"created_at\":" + time) + "]";
    }

    private static String in(String currency, int price) {
        return record(price).replace("{", "{\"currency\":\"" + currency + "\",");
    }

    private static String quoted(Object value) {
        return "\"" + value + "\"";
    }

    private static String without(String record, String... fields) throws IOException {
        return ((ObjectNode) JSON.readTree(record)).remove(List.of(fields)).toString();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
