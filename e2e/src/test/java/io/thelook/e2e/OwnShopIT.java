package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The page of a shop with its own currency and properties, and with refunds. The page and its scripts come from the
 * packaged dashboard; the views are made here, from the documented one.
 */
class OwnShopIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COUNTRY = "revenue_by_country";
    private static final String STATUS = "revenue_by_item_status";
    private static final String PRODUCT = "revenue_by_product";

    private static Chromium chromium;
    private static ServiceProcess dollars;
    private static ServiceProcess yen;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        // No test needs a feed.
        String nowhere = "ws://localhost:" + ServiceProcess.freePort() + "/ws";
        dollars = ServiceProcess.start("dashboard", ServiceProcess.freePort(), Map.of("PRODUCER_URL", nowhere));
        yen = ServiceProcess.start(
                "dashboard",
                ServiceProcess.freePort(),
                Map.of("PRODUCER_URL", nowhere, "CURRENCY", "JPY", "SHOP_NAME", "متجر الكتب & Söhne"));
    }

    @AfterAll
    static void stop() {
        yen.close();
        dollars.close();
        chromium.close();
    }

    @Test
    void currency_isInEveryAmount() throws IOException {
        try (Shop shop = new Shop(yen, 1440, "/?connect=true", OwnShopIT::withLosses)) {
            DashboardTab tab = shop.tab;
            assertThat(tab.page().title()).isEqualTo("متجر الكتب & Söhne eCommerce Dashboard");
            await().atMost(SOON).untilAsserted(() -> assertThat(tab.values())
                    .containsExactly("5", "7", "¥1,316", "¥263", "5.0", "55.1%", "¥310"));
            assertThat(tab.deltas().get(3)).as("yen have no decimals").isEqualTo("−47");
            assertThat(tab.spokenBars(COUNTRY)).isEqualTo("Revenue by Country: China ¥4,000, Brasil −¥20, Japan −¥900");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(texts(tab, COUNTRY)).contains("4K", "−20", "−900"));
            scrollToOrders(tab);
            assertThat(tab.page().locator(".orders tbody tr").first().innerText())
                    .contains("\t0\t−¥900\t");
            tab.useTool(tab.chart(COUNTRY), "table");
            assertThat(tab.chart(COUNTRY).locator("tbody").innerText()).contains("Japan\t−¥900\t0");
            tab.page().locator(".card-bell").nth(2).click();
            tab.page().locator("#alert [name=above]").fill("1000");
            tab.page().locator("#alert button[value=save]").click();
            await().atMost(SOON)
                    .until(() ->
                            tab.page().locator(".card-alert").nth(2).innerText().equals("Above ¥1,000"));

            assertThat(tab.page().locator("body").innerText())
                    .doesNotContain("$")
                    .doesNotContain("theLook");
            assertThat((String) tab.page().evaluate("document.body.outerHTML")).doesNotContain("$");
            shop.assertFine();
        }
    }

    @Test
    void losses_inDollars_haveAMinusSignAndNoHyphen() throws IOException {
        try (Shop shop = new Shop(dollars, 1440, "/?connect=true", OwnShopIT::withLosses)) {
            assertThat(shop.tab.spokenBars(COUNTRY))
                    .isEqualTo("Revenue by Country: China $ 4,000, Brasil −$ 20, Japan −$ 900");
            await().atMost(SOON).untilAsserted(() -> assertThat(texts(shop.tab, COUNTRY))
                    .contains("−900", "−20", "4K")
                    .noneMatch(text -> text.contains("$") || text.startsWith("-")));

            await().atMost(SOON).until(() -> shop.tab.drawnBars(COUNTRY).size() == 3);
            hover(shop.tab.chart(COUNTRY), 2, 3);
            await().atMost(SOON).until(() -> shop.tab
                    .chart(COUNTRY)
                    .locator(".chart-tip")
                    .innerText()
                    .equals("Japan\n−$ 900\n0 items"));
            shop.assertFine();
        }
    }

    /** A bar goes down from zero, and its figure is under it, whichever way the bars lie. */
    @ParameterizedTest
    @CsvSource({"1440", "390"})
    void barsBelowZero_areReadable(int width) throws IOException {
        try (Shop shop = new Shop(dollars, width, "/?connect=true", OwnShopIT::withLosses)) {
            for (String field : List.of(COUNTRY, STATUS)) {
                Locator chart = shop.tab.chart(field);
                chart.scrollIntoViewIfNeeded();
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(texts(shop.tab, field)).contains("−900"));
                assertThat(overlapping(chart)).as(field).isEmpty();
            }
            shop.assertFine();
        }
    }

    /** Texts of a chart that cover each other. */
    @SuppressWarnings("unchecked")
    private static List<String> overlapping(Locator chart) {
        return (List<String>) chart.locator(".chart-canvas svg").evaluate("""
                async (svg) => {
                  await Promise.all(svg.getAnimations({ subtree: true }).map((animation) => animation.finished));
                  const texts = [...svg.querySelectorAll('text')]
                    .map((text) => ({ text, box: text.getBoundingClientRect() }));
                  return texts.flatMap((one, i) => texts.slice(i + 1)
                    .filter(({ box }) => box.left < one.box.right - 1 && one.box.left < box.right - 1
                      && box.top < one.box.bottom - 3 && one.box.top < box.bottom - 3)
                    .map(({ text }) => `${one.text.textContent} and ${text.textContent}`));
                }""");
    }

    @Test
    void countryBelowZero_isMarkedOnTheMap() throws IOException {
        try (Shop shop = new Shop(dollars, 1440, "/?connect=true", OwnShopIT::withLosses)) {
            Locator map = shop.tab.page().locator("[data-kind=map]");
            map.scrollIntoViewIfNeeded();
            await().atMost(SOON)
                    .until(() -> map.locator("path[data-shade=negative]").count() == 2);
            assertThat(map.locator("path[data-country=BR] title").textContent()).isEqualTo("Brasil: −$ 20, 0 items");
            assertThat(map.locator(".map-legend [data-shade=negative]").innerText())
                    .isEqualTo("2 below zero");
        }
    }

    @Test
    void refunds_haveACardWhileThereAreAny() throws IOException {
        try (Shop shop = new Shop(dollars, 1440, "/?connect=true", view -> {})) {
            Locator card = shop.tab.page().locator("[data-metric=refunds]");
            assertThat(card.isVisible()).isFalse();
            assertThat(shop.tab.values()).hasSize(6);

            shop.show(OwnShopIT::withLosses);

            await().atMost(SOON).until(card::isVisible);
            assertThat(card.locator(".card-value").innerText()).isEqualTo("$ 310");
            assertThat(card.locator(".card-delta-spoken").textContent()).isEqualTo("up 20 since last refresh");
            assertThat(card.locator(".card-compare").innerText().strip()).isEqualTo("Previous 1 min: $\u00a00");

            shop.show(view -> {});
            await().atMost(SOON).until(() -> !card.isVisible());
            shop.assertFine();
        }
    }

    /** With five, six and seven cards, and with and without each property: every row is full, and nothing is empty. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                                                | true  | 7 | 9 | false",
                "                                                                | false | 6 | 10 | true",
                "cost age gender                                                 | false | 5 | 8 | true",
                "country traffic_source item_status                              | true  | 7 | 6 | true",
                "cost                                                            | false | 5 | 9 | false",
                "cost                                                            | true  | 6 | 9 | false",
                "age gender traffic_source cost                                  | false | 5 | 6 | false",
                "country                                                         | false | 6 | 7 | false",
                "country traffic_source category                                 | true  | 7 | 5 | false",
                "item_status age                                                 | false | 6 | 7 | false",
                "age gender traffic_source cost country category item_status     | true  | 6 | 2 | false"
            })
    void propertiesThatTheShopDoesNotHave_leaveNoHole(
            String unknown, boolean hasRefunds, int cards, int charts, boolean hasProducts) throws IOException {
        Consumer<ObjectNode> shown = view -> {
            ArrayNode names = view.putArray("unknown");
            if (unknown != null) {
                List.of(unknown.split(" ")).forEach(names::add);
            }
            if (hasRefunds) {
                withRefunds(view);
            }
            if (hasProducts) {
                withProducts(view);
            }
        };
        try (Shop shop = new Shop(dollars, 1440, "/?connect=true", shown)) {
            DashboardTab tab = shop.tab;
            await().atMost(SOON).until(() -> tab.page().locator(".card:visible").count() == cards);
            for (int width : List.of(320, 390, 820, 1280, 1440, 2560)) {
                tab.page().setViewportSize(width, 900);
                assertThat(tab.page().locator(".chart:visible").count())
                        .as("charts at %d", width)
                        .isEqualTo(charts);
                assertThat(tab.holes(".cards")).as("cards at %d", width).isEmpty();
                assertThat(tab.holes(".charts")).as("charts at %d", width).isEmpty();
                shop.assertFine();
            }
            tab.page().keyboard().press("k");
            for (int width : List.of(1280, 1920, 3840)) {
                tab.page().setViewportSize(width, width * 9 / 16);
                assertThat(tab.holes(".cards"))
                        .as("cards on a wall of %d", width)
                        .isEmpty();
                assertThat(tab.holes(".charts"))
                        .as("charts on a wall of %d", width)
                        .isEmpty();
                assertThat((Boolean) tab.page().evaluate("document.documentElement.scrollHeight <= innerHeight"))
                        .isTrue();
                shop.assertFine();
            }
        }
    }

    /** The product is a property that few shops have, so its panel is hidden until a record has one. */
    @Test
    void product_hasItsPanelWhileARecordHasOne() throws IOException {
        try (Shop shop = new Shop(dollars, 1440, "/?connect=true", view -> {})) {
            DashboardTab tab = shop.tab;
            Locator panel = tab.chart(PRODUCT);
            assertThat(panel.isVisible()).isFalse();

            shop.show(OwnShopIT::withProducts);
            await().atMost(SOON).until(panel::isVisible);
            panel.scrollIntoViewIfNeeded();
            await().atMost(SOON).until(() -> tab.drawnBars(PRODUCT).size() == 3);
            assertThat(tab.spokenBars(PRODUCT))
                    .isEqualTo("Revenue by Product: Mug $ 900, Teapot $ 300, Unknown $ 20, Other (99,990) $ 96");
            tab.clickBar(PRODUCT, 0, 3);
            await().atMost(SOON).until(() -> tab.chips().equals(List.of("Product: Mug")));
            assertThat(tab.address()).endsWith("&product=Mug");
            tab.useTool(panel, "table");
            panel.locator("td button[data-name=Teapot]").click();
            await().atMost(SOON).until(() -> tab.chips().equals(List.of("Product: Mug", "Product: Teapot")));
            assertThat(tab.page().locator("#csv").getAttribute("href")).contains("product=Mug&product=Teapot");

            tab.page().keyboard().press("k");
            await().atMost(SOON).until(() -> !tab.chart(STATUS).isVisible());
            assertThat(panel.isVisible())
                    .as("on a wall, in the place of the status")
                    .isTrue();
            tab.page().keyboard().press("k");

            shop.show(view -> {});
            await().atMost(SOON).until(() -> !panel.isVisible());
            assertThat(tab.chips()).as("can be removed").hasSize(2);
            shop.assertFine();
        }
    }

    private static void withProducts(ObjectNode view) {
        ObjectNode part = view.putObject(PRODUCT)
                .put("other_names", 99_990)
                .put("other_revenue", 96)
                .put("other_items", 99_990);
        ArrayNode bars = part.putArray("bars");
        bars.addArray().add("Mug").add(900).add(20);
        bars.addArray().add("Teapot").add(300).add(3);
        bars.addArray().add("Unknown").add(20).add(1);
    }

    @Test
    void propertyOfAnotherFeed_comesBack() throws IOException {
        try (Shop shop = new Shop(
                dollars,
                1440,
                "/?connect=true&country=France&not.item_status=Cancelled",
                unknown("country", "item_status"))) {
            DashboardTab tab = shop.tab;
            await().atMost(SOON).until(() -> !tab.chart(COUNTRY).isVisible());
            assertThat(tab.page().locator("[data-kind=map]").isVisible()).isFalse();
            assertThat(hasFilter(tab, "Exclude cancelled")).isFalse();
            assertThat(tab.page().locator(".orders th:visible").allInnerTexts())
                    .satisfiesExactly(
                            time -> assertThat(time).startsWith("Time "),
                            order -> assertThat(order).isEqualTo("Order"),
                            category -> assertThat(category).isEqualTo("Category"),
                            items -> assertThat(items).isEqualTo("Items"),
                            sales -> assertThat(sales).isEqualTo("Sales"));
            scrollToOrders(tab);
            assertThat(tab.page().locator(".orders tbody tr").first().locator("td:visible"))
                    .satisfies(cells -> assertThat(cells.count()).isEqualTo(5));
            assertThat(tab.chips()).as("can be removed").containsExactly("Country: France", "Not cancelled");
            assertThat(reached(tab)).noneMatch(name -> name.contains("Country") || name.contains("Status"));

            tab.page().locator("#chips button[data-property=country]").click();
            await().atMost(SOON).until(() -> tab.chips().equals(List.of("Not cancelled")));

            shop.show(view -> view.putNull("unknown"));
            await().atMost(SOON).until(() -> tab.chart(COUNTRY).isVisible());
            assertThat(tab.page().locator(".chart:visible").count()).isEqualTo(9);
            assertThat(tab.page().locator(".orders th:visible").count()).isEqualTo(7);
            assertThat(hasFilter(tab, "Exclude cancelled")).isTrue();
            shop.assertFine();
        }
    }

    private static boolean hasFilter(DashboardTab tab, String words) {
        tab.page().locator(".filters-button").click();
        boolean isThere = tab.page().getByText(words).isVisible();
        tab.page().keyboard().press("Escape");
        return isThere;
    }

    /** The labels of what the Tab key reaches in the charts. */
    private static List<String> reached(DashboardTab tab) {
        tab.page().locator(".card:visible").last().focus();
        return IntStream.range(0, 40)
                .mapToObj(i -> {
                    tab.page().keyboard().press("Tab");
                    return (String) tab.page().evaluate("""
                            () => {
                              const { activeElement } = document;
                              return activeElement.closest('.charts') && activeElement.getAttribute('aria-label') || '';
                            }""");
                })
                .toList();
    }

    @Test
    void layout_isThereAtTheNextVisitAndInAnEmptyWindow() throws IOException {
        try (Shop shop = new Shop(dollars, 1440, "/?connect=true", unknown("age", "gender"))) {
            DashboardTab tab = shop.tab;
            Locator age = tab.chart("revenue_by_age");
            await().atMost(SOON).until(() -> !age.isVisible());

            shop.show(view -> {
                ObjectNode metrics = (ObjectNode) view.get("metrics");
                List.of("num_orders", "num_order_items", "total_sales").forEach(name -> metrics.put(name, 0));
            });
            await().atMost(SOON).until(() -> tab.values().get(0).equals("0"));
            assertThat(age.isVisible()).isFalse();

            tab.open(dollars.uri("http", "/?connect=false").toString());
            await().atMost(SOON).until(() -> !age.isVisible());
        }
    }

    /** Names that are long, or written from right to left, or in emoji, in each place that has names. */
    @ParameterizedTest
    @CsvSource({"1440", "820", "390"})
    void namesOfAnyScript_keepTheLayout(int width) throws IOException {
        String longName = "x".repeat(256);
        List<String> names = List.of(
                longName,
                "العربية السعودية",
                "👩‍👩‍👧‍👦 🇫🇷",
                "a b c ".repeat(40).strip(),
                "\u202Egnp\u202C");
        Consumer<ObjectNode> named = view -> {
            for (String field : List.of(COUNTRY, STATUS, "revenue_by_category", PRODUCT, "revenue_by_traffic_source")) {
                ArrayNode bars = view.putObject(field).putArray("bars");
                names.forEach(name -> bars.addArray()
                        .add(name)
                        .add(bars.size() == 1 ? 9_000 : -500)
                        .add(1));
            }
            ArrayNode orders = view.putArray("latest");
            names.forEach(name -> orders.addArray()
                    .add(name)
                    .add(1_741_051_210_000L)
                    .add(name)
                    .add(name)
                    .add(1)
                    .add(5)
                    .add(name));
        };
        String path = "/?connect=true&category=" + longName + "&category=" + "%D7%A9%D7%9C%D7%95%D7%9D";
        try (Shop shop = new Shop(dollars, width, path, named)) {
            DashboardTab tab = shop.tab;
            await().atMost(SOON).until(() -> tab.spokenBars(COUNTRY).contains(longName));
            shop.assertFine();
            Locator chart = tab.chart(COUNTRY);
            chart.scrollIntoViewIfNeeded();
            await().atMost(SOON).until(() -> tab.drawnBars(COUNTRY).size() == names.size());
            BoundingBox canvas = chart.locator(".chart-canvas").boundingBox();
            tab.page().mouse().move(canvas.x + 100, canvas.y + 30);
            await().atMost(SOON).until(() -> chart.locator(".chart-tip").isVisible());
            BoundingBox tip = chart.locator(".chart-tip").boundingBox();
            assertThat(tip.x + tip.width).isLessThanOrEqualTo(canvas.x + canvas.width + 1);
            tab.showTables();
            await().atMost(SOON).until(() -> chart.locator("tbody tr").count() == names.size());
            assertThat((Boolean)
                            chart.locator(".chart-table").evaluate("table => table.scrollWidth <= table.clientWidth"))
                    .as("a long name leaves the figures in sight")
                    .isTrue();
            shop.assertFine();
        }
    }

    /** The table of orders is written while it is in sight. */
    private static void scrollToOrders(DashboardTab tab) {
        tab.page().locator("[data-kind=orders]").scrollIntoViewIfNeeded();
        await().atMost(SOON).until(() -> tab.page().locator(".orders tbody tr").count() > 0);
    }

    private static List<String> texts(DashboardTab tab, String field) {
        return tab.chart(field).locator("svg text").allTextContents();
    }

    private static void hover(Locator chart, int number, int of) {
        BoundingBox canvas = chart.locator(".chart-canvas").boundingBox();
        double axis = 60;
        chart.page()
                .mouse()
                .move(canvas.x + axis + (canvas.width - axis) / of * (number + 0.5), canvas.y + canvas.height / 2);
    }

    private static Consumer<ObjectNode> unknown(String... properties) {
        return view -> List.of(properties).forEach(view.withArray("unknown")::add);
    }

    private static void withRefunds(ObjectNode view) {
        ((ObjectNode) view.get("metrics")).put("refunds", 310);
        ((ObjectNode) view.get("deltas")).put("refunds", 20);
    }

    /** Refunds that exceed the sales of two countries, of a status and of a step in time. */
    private static void withLosses(ObjectNode view) {
        withRefunds(view);
        ArrayNode countries = view.putObject(COUNTRY).putArray("bars");
        countries.addArray().add("China").add(4_000).add(20);
        countries.addArray().add("Brasil").add(-20).add(0);
        countries.addArray().add("Japan").add(-900).add(0);
        ArrayNode statuses = view.putObject(STATUS).putArray("bars");
        statuses.addArray().add("Complete").add(4_000).add(20);
        statuses.addArray().add("Refunded").add(-900).add(0);
        view.putArray("latest")
                .addArray()
                .add("00000009")
                .add(1_741_051_210_000L)
                .add("Japan")
                .add("Jeans")
                .add(0)
                .add(-900)
                .add("Refunded");
        ((ObjectNode) view.get("trend")).putArray("sales").add(-40).add(1_144);
    }

    /** A tab whose views are made by a test. */
    private static final class Shop implements AutoCloseable {

        final DashboardTab tab;
        private final AtomicReference<WebSocketRoute> socket = new AtomicReference<>();
        private volatile Consumer<ObjectNode> shown;
        private final ObjectNode documented = (ObjectNode) JSON.readTree(Documented.view());

        Shop(ServiceProcess dashboard, int width, String path, Consumer<ObjectNode> change) throws IOException {
            shown = change;
            tab = new DashboardTab(chromium.browser(), width, 900, ColorScheme.LIGHT);
            tab.page().routeWebSocket(url -> url.contains("/live"), route -> {
                socket.set(route);
                route.onMessage(message -> {});
                // The dashboard's own views have no figures; its heartbeats keep the connection.
                route.connectToServer().onMessage(message -> {
                    if (message.text().contains("\"heartbeat\"")) {
                        route.send(message.text());
                    }
                });
                show(shown);
            });
            tab.open(dashboard.uri("http", path).toString());
            if (path.contains("connect=true")) {
                await().atMost(SOON).until(tab::hasFigures);
            }
        }

        /** Sends the documented view with a change. */
        void show(Consumer<ObjectNode> change) {
            shown = change;
            ObjectNode view = documented.deepCopy();
            change.accept(view);
            socket.get().send(view.toString());
        }

        void assertFine() {
            assertThat(tab.complaints()).isEmpty();
            assertThat((Boolean) tab.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .as("fits its width")
                    .isTrue();
        }

        @Override
        public void close() {
            tab.close();
        }
    }
}
