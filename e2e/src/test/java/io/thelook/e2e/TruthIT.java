package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In each state, the page describes its figures correctly. */
class TruthIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TIME = "\\d\\d:\\d\\d:\\d\\d";

    private static Chromium chromium;
    private static ScriptedFeed feed;
    private static ServiceProcess dashboard;

    private DashboardTab tab;

    @BeforeAll
    static void start() throws IOException {
        chromium = new Chromium();
        feed = new ScriptedFeed();
        dashboard =
                ServiceProcess.start("dashboard", ServiceProcess.freePort(), Map.of("PRODUCER_URL", feed.address()));
    }

    @AfterAll
    static void stop() throws IOException {
        dashboard.close();
        feed.close();
        chromium.close();
    }

    @BeforeEach
    void open() {
        tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT);
    }

    @AfterEach
    void close() {
        assertThat(tab.complaints()).isEmpty();
        tab.close();
    }

    @Test
    void beforeConnecting_noFigureIsKnown() {
        tab.open(dashboard.uri("http", "/").toString());

        assertThat(tab.values()).isNotEmpty().containsOnly("–");
        assertThat(tab.deltas()).containsOnly("–");
        assertThat(tab.page().locator(".card:visible .card-compare").allInnerTexts())
                .allMatch(words -> words.strip().equals("Previous period: –"));
    }

    @Test
    void pausedPage_saysItsTimeAndCountsTheNewOrders() {
        connect(orders(1, 3, "USD"), "3");
        tab.page().locator("#pause").click();

        await().atMost(SOON).until(() -> header().matches("Paused " + TIME));
        String paused = header();
        assertThat(level()).isEqualTo("paused");
        assertThat(colourOf("#state .state-word")).isEqualTo(token("--warn"));
        assertThat(colourOf("#state .state-detail")).isEqualTo(token("--warn"));

        feed.say(orders(1, 5, "USD"));
        await().atMost(SOON).until(() -> pause().equals("Paused – 2 new"));
        feed.say(orders(4, 6, "USD"));
        await().atMost(SOON).until(() -> pause().equals("Paused – 3 new"));
        assertThat(header()).isEqualTo(paused);
        assertThat(tab.values().get(0)).isEqualTo("3");

        tab.page().locator("#pause").click();
        await().atMost(SOON).until(() -> header().startsWith("Live data "));
    }

    @Test
    void standingReplay_saysItsTimeAndHowOldItIsNow() {
        connect(orders(1, 3, "USD"), "3");
        tab.page().locator("#replay").click();

        await().atMost(SOON).until(() -> header().matches("Replay " + TIME));
        assertThat(level()).isEqualTo("paused");
        assertThat(colourOf("#state .state-word")).isEqualTo(token("--warn"));
        await().atMost(SOON).until(() -> tab.deltas().stream().allMatch("–"::equals));

        int age = age();
        String at = header();
        await().atMost(SOON).until(() -> age() >= age + 2);
        assertThat(header()).isEqualTo(at);

        tab.page().locator("#replay").click();
        await().atMost(SOON).until(() -> header().startsWith("Live data "));
    }

    private int age() {
        return Integer.parseInt(
                tab.page().locator(".scrubber-time").innerText().replaceAll(TIME + ", (\\d+) s ago", "$1"));
    }

    @Test
    void allRecordsRejected_isRedWithTheReasonAndNoFigure() {
        connect(orders(1, 3, "USD"), "3");
        long before = rejected();

        feed.say(orders(1, 3, "EUR"));
        tab.awaitLevel("bad", SOON.toMillis());
        await().atMost(SOON).until(() -> tab.values().stream().allMatch("–"::equals));
        assertThat(header()).isEqualTo("No usable data");
        int panels = tab.page().locator(".chart:visible").count();
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        tab.page().locator(".chart-empty:visible").allInnerTexts())
                .isEqualTo(Collections.nCopies(panels, "None of the feed’s records can be used.")));
        assertThat(tab.notice()).isEqualTo("None of the feed’s records can be used: the currency is not USD.");
        assertThat(colourOf("#state .state-word")).isEqualTo(token("--down"));
        assertThat(colourOf("#state .state-dot", "backgroundColor")).isEqualTo(token("--down"));

        feed.say(orders(1, 3, "EUR").replace("]", "," + order(9, "USD") + "]"));
        tab.awaitLevel("live", SOON.toMillis());
        await().atMost(SOON).until(() -> tab.values().get(0).equals("1"));
        assertThat(rejected()).as("counted once").isEqualTo(before + 3);
        assertThat(tab.notice())
                .isEqualTo((before + 3) + " records from the feed could not be used: the currency is not USD.");
    }

    private static long rejected() {
        return Shown.view(dashboard).path("problems").path("rejected_records").asLong();
    }

    @Test
    void comparison_isColouredOnlyIfItIsMoreThanChance_andTheDeltaNever() throws IOException {
        MadeViews views = new MadeViews(tab.page());
        views.first.put("refresh_seconds", 5);
        views.figures("metrics", 230, 460, 23_000);
        views.figures("previous", 150, 440, 22_000);
        views.trend();
        openMade();
        await().atMost(SOON).until(() -> tab.values().get(0).equals("230"));

        Locator compare = tab.page().locator(".card-compare");
        assertThat(compare.nth(0).innerText()).isEqualTo("Previous 5 min: 150 (+53.3\u00a0%)");
        assertThat(compare.nth(2).innerText()).isEqualTo("Previous 5 min: $\u00a022,000 (+4.5\u00a0%)");
        assertThat(colourOf(".card-compare-change >> nth=0")).isEqualTo(token("--up"));
        assertThat(colourOf(".card-compare-change >> nth=2"))
                .as("not more than chance")
                .isEqualTo(token("--muted"));
        assertThat(tab.trends().get(0)).isEqualTo("up");
        assertThat(colourOf(".card-delta-value >> nth=0")).isEqualTo(token("--muted"));
        assertThat(colourOf(".card-arrow >> nth=0")).isEqualTo(token("--muted"));
        assertThat(tab.page().locator(".card-delta").first().getAttribute("title"))
                .isEqualTo("vs 5 s ago");
        for (int width : new int[] {390, 820, 1280, 1440}) {
            tab.page().setViewportSize(width, 900);
            assertThat(
                            (Boolean)
                                    compare.evaluateAll(
                                            "all => all.every((e) => e.scrollHeight <= e.clientHeight && e.scrollWidth <= e.clientWidth)"))
                    .as("has room at %d", width)
                    .isTrue();
        }
    }

    @Test
    void tip_coversNothingOfItsCard() throws IOException {
        new MadeViews(tab.page());
        openMade();
        await().atMost(SOON).until(tab::hasFigures);
        Locator card = tab.page().locator(".card").nth(3);

        card.hover();

        await().atMost(SOON).until(() -> card.locator(".card-tip").isVisible());
        assertThat(card.locator(".card-tip").innerText()).isEqualTo("Total sales ÷ orders.");
        BoundingBox box = card.boundingBox();
        assertThat(card.locator(".card-tip").boundingBox().y).isGreaterThanOrEqualTo(box.y + box.height);
    }

    @Test
    void windowThatIsStillFilling_comparesNothingAndDrawsNoZeros() throws IOException {
        MadeViews views = new MadeViews(tab.page());
        views.first.putObject("window").put("minutes", 15).put("covered_seconds", 582);
        views.first.remove("previous");
        views.trend();
        ((ObjectNode) views.first.get("trend")).put("step", 15_000);
        openMade();
        await().atMost(SOON).until(tab::hasFigures);

        assertThat(tab.page().locator("#scope").innerText()).startsWith("Last 15 minutes (9:42 so far)");
        assertThat(tab.page().locator("#filling").textContent()).isEqualTo("Only 9:42 of 15 min collected so far");
        assertThat(tab.page().locator(".card:visible .card-compare").allInnerTexts())
                .allMatch(words -> words.strip().equals("Previous 15 min: –"));
        String line = tab.page().locator(".spark-line").first().getAttribute("d");
        double start = Double.parseDouble(line.substring(1, line.indexOf(' ')));
        assertThat(start).as("582 of 930 s are known").isBetween(36.0, 40.0);
    }

    @Test
    void withoutOrders_thereIsNoAverage() throws IOException {
        MadeViews views = new MadeViews(tab.page());
        views.figures("metrics", 0, 0, 0);
        openMade();

        await().atMost(SOON).until(() -> tab.values().get(0).equals("0"));
        assertThat(tab.values().get(3)).isEqualTo("–");
    }

    /** A minute of a steady shop, and one of a feed that comes and goes: by a clock of its own. */
    @Test
    void screenReader_hearsFourAnnouncementsAMinuteAtMost() throws IOException {
        tab.page().clock().install();
        MadeViews views = new MadeViews(tab.page());
        openMade();
        tab.page().clock().runFor(500);
        tab.awaitLevel("live", SOON.toMillis());
        tab.page().evaluate("""
                () => {
                  window.announced = 0;
                  const live = ':is([role=status], [role=alert], [aria-live], output):not([aria-live=off])';
                  document.querySelectorAll(live).forEach((element) => new MutationObserver(() => window.announced++)
                    .observe(element, { childList: true, characterData: true, subtree: true }));
                }""");

        for (int second = 0; second < 60; second++) {
            views.update(second, "live");
            tab.page().clock().runFor(1_000);
        }
        assertThat(announced()).as("a steady shop").isLessThanOrEqualTo(4);

        for (int second = 60; second < 120; second++) {
            views.update(second, second % 4 < 2 ? "unresponsive" : "live");
            tab.page().clock().runFor(1_000);
        }
        assertThat(announced()).as("a feed that comes and goes").isBetween(2, 8);
    }

    private int announced() {
        return (Integer) tab.page().evaluate("window.announced");
    }

    /** Opens the page while the feed shows some orders. */
    private void connect(String orders, String number) {
        feed.say(orders);
        tab.open(dashboard.uri("http", "/?connect=true").toString());
        tab.awaitLevel("live", SOON.toMillis());
        await().atMost(SOON).until(() -> tab.values().get(0).equals(number));
    }

    private void openMade() {
        tab.open(dashboard.uri("http", "/?connect=true").toString());
    }

    private static String orders(int from, int to, String currency) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(id -> order(id, currency))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String order(int id, String currency) {
        return "{\"order_id\":\"%d\",\"item_id\":\"%d\",\"sale_price\":20,\"currency\":\"%s\"}"
                .formatted(id, id, currency);
    }

    /** The header: the state, and its detail. */
    private String header() {
        return tab.page().locator("#state").innerText().replaceAll("\\s+", " ").strip();
    }

    private String level() {
        return tab.page().locator("#state").getAttribute("data-level");
    }

    private String pause() {
        return tab.page().locator("#pause").textContent();
    }

    private String colourOf(String selector) {
        return colourOf(selector, "color");
    }

    private String colourOf(String selector, String property) {
        return (String) tab.page()
                .locator(selector)
                .evaluate("(element, property) => getComputedStyle(element)[property]", property);
    }

    private String token(String name) {
        return (String) tab.page().evaluate("""
                name => {
                  const probe = document.body.appendChild(document.createElement('i'));
                  probe.style.color = `var(${name})`;
                  const { color } = getComputedStyle(probe);
                  probe.remove();
                  return color;
                }""", name);
    }

    /** The page's socket, with views that are made here from the documented one. */
    private static final class MadeViews {

        /** The first view; to be changed before the page is opened. */
        private final ObjectNode first = (ObjectNode) JSON.readTree(Documented.view());

        private final AtomicReference<WebSocketRoute> socket = new AtomicReference<>();

        MadeViews(Page page) throws IOException {
            first.putObject("window").put("minutes", 5);
            page.routeWebSocket(url -> url.contains("/live"), route -> {
                socket.set(route);
                route.onMessage(message -> {});
                route.send(first.toString());
            });
        }

        void figures(String part, int orders, int items, int sales) {
            ((ObjectNode) first.get(part))
                    .put("num_orders", orders)
                    .put("num_order_items", items)
                    .put("total_sales", sales)
                    .put("average_order_value", orders == 0 ? 0 : sales / orders);
        }

        /** A trend of 62 steps that vary. */
        void trend() {
            ObjectNode trend =
                    first.putObject("trend").put("from", 1_741_051_200_000L).put("step", 5_000);
            ArrayNode orders = trend.putArray("orders");
            ArrayNode items = trend.putArray("items");
            ArrayNode sales = trend.putArray("sales");
            ArrayNode margin = trend.putArray("margin");
            for (int i = 0; i < 62; i++) {
                orders.add(3 + i % 3);
                items.add(5 + i % 5);
                sales.add(200 + 60 * (i % 7));
                margin.add(0.5);
            }
        }

        void update(int number, String source) {
            ObjectNode update = JSON.createObjectNode()
                    .put("type", "update")
                    .put("seq", 3 + number)
                    .put("now", first.get("now").asLong() + 1_000L * number)
                    .put("data_at", first.get("now").asLong() + 1_000L * number - 20);
            update.putObject("source").put("state", source);
            ObjectNode metrics = first.get("metrics").deepCopy();
            update.set("metrics", metrics.put("num_orders", 5 + number % 7));
            socket.get().send(update.toString());
        }
    }
}
