package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A shop with 300 names of countries, many of them of no country, and with long names of categories. */
class CountriesIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String COUNTRY = "revenue_by_country";
    private static final String SOURCE = "revenue_by_traffic_source";
    private static final List<String> SOURCES = List.of("Search", "Organic", "Facebook", "Email", "Display");
    private static final List<String> LONG = List.of(
            "a".repeat(99) + "1" + "a".repeat(100), "a".repeat(99) + "2" + "a".repeat(100), "قمصان ".repeat(33));

    /** Two with the most revenue, and some with so little that they have no bar. */
    private static final List<String> FIRST = List.of("USA", "Great Britain");

    private static final List<String> LAST =
            List.of("UK", "Türkiye", "Viet Nam", "DE", "BRA", "Singapore", "日本", "france");

    private static Chromium chromium;
    private static PlainFeed feed;
    private static ServiceProcess dashboard;
    private DashboardTab tab;

    @BeforeAll
    static void start() throws IOException {
        chromium = new Chromium();
        feed = new PlainFeed(frame(), 1_000);
        dashboard = ServiceProcess.dashboard(feed.uri());
    }

    @AfterAll
    static void stop() throws IOException {
        dashboard.close();
        feed.close();
        chromium.close();
    }

    @BeforeEach
    void open() {
        tab = open("");
    }

    @AfterEach
    void close() {
        assertThat(tab.complaints()).isEmpty();
        tab.close();
    }

    /** The map had the countries with a bar only, and 8 of its own names for countries. */
    @Test
    void map_hasEveryCountryAndSaysWhatItHasNoPlaceFor() {
        Locator map = tab.page().locator("[data-kind=map]");
        map.scrollIntoViewIfNeeded();

        for (String code : List.of("US", "GB", "TR", "VN", "DE", "BR", "SG", "JP", "FR")) {
            await().atMost(SOON)
                    .until(() -> map.locator("path[data-country=" + code + "][data-shade]")
                                    .count()
                            == 1);
        }
        assertThat(map.locator("path[data-shade]").count()).isEqualTo(9);
        assertThat(map.locator("path[data-country=GB] title").textContent())
                .isEqualTo("Great Britain, UK: $ 1,707, 2 items");
        assertThat(map.locator(".map-missing").innerText())
                .isEqualTo("290 names not on the map: Shop 2, Shop 3, Shop 4, …");
        tab.screenshot("300-countries");
        assertThat(map.locator(".map-legend li").allInnerTexts())
                .containsExactly("0", "56", "222", "500", "889", "1.4K – 2K");

        map.locator("path[data-country=GB]").dispatchEvent("click");
        await().atMost(SOON).untilAsserted(() -> assertThat(tab.chips())
                .containsExactlyInAnyOrder("Country: Great Britain", "Country: UK"));
    }

    /** The bar of the others was as high as 280 bars, so the 20 real bars were invisible. */
    @Test
    void others_areATextAndNoBar() {
        Locator chart = tab.chart(COUNTRY);
        await().atMost(SOON).until(() -> tab.drawnBars(COUNTRY).size() == 20);

        assertThat(chart.locator(".chart-other").innerText()).isEqualTo("Other (280): $ 235,340");
        assertThat(tab.spokenBars(COUNTRY))
                .startsWith("Revenue by Country: USA $ 2,000, Great Britain $ 999, Shop 2 $ 998, ")
                .endsWith(", Other (280) $ 235,340");
        assertThat((Boolean) chart.locator(".chart-canvas").evaluate("""
                        canvas => Math.max(...[...canvas.querySelectorAll('path')].map((bar) => bar.getBBox())
                          .map(({ width, height }) => Math.max(width / canvas.clientWidth, height / canvas.clientHeight))) > 0.4""")).isTrue();
        tab.useTool(chart, "table");
        assertThat(chart.locator("tbody tr").last().innerText().strip()).isEqualTo("Other (280)\t$ 235,340\t280");
    }

    @Test
    void rowOfATable_canBeClickedAnywhereAndByKeyboard() {
        Locator chart = tab.chart(COUNTRY);
        tab.useTool(chart, "table");

        chart.locator("tr[data-name=USA] td").nth(1).click();
        await().atMost(SOON).untilAsserted(() -> assertThat(tab.chips()).containsExactly("Country: USA"));

        chart.locator("tr[data-name=USA] button").press("Enter");
        await().atMost(SOON).until(() -> tab.chips().isEmpty());
        assertThat(chart.locator("tr[data-name=USA] button").getAttribute("aria-pressed"))
                .isEqualTo("true");
    }

    @Test
    void gender_isShownInWordsAndFilteredByItsValue() {
        assertThat(tab.spokenBars("revenue_by_gender")).matches("Revenue by Gender: (Men|Women) .*, (Men|Women) .*");
        Locator chart = tab.chart("revenue_by_gender");
        tab.useTool(chart, "table");

        chart.locator("tr[data-name=M]").click();

        await().atMost(SOON).until(() -> tab.address().contains("gender=M"));
        await().atMost(SOON).untilAsserted(() -> assertThat(tab.chips()).containsExactly("Gender: Men"));
        await().atMost(SOON).until(() -> tab.values().get(1).equals("150"));
    }

    @Test
    void longNames_staySoThatTheyDiffer() {
        Locator chart = tab.chart("revenue_by_category");
        chart.scrollIntoViewIfNeeded();
        await().atMost(SOON).until(() -> tab.drawnBars("revenue_by_category").size() == 3);

        List<String> names = chart.locator("svg text").allTextContents().stream()
                .filter(text -> text.contains("…"))
                .toList();

        assertThat(names).hasSize(3).doesNotHaveDuplicates().allMatch(name -> name.length() < 60);
        assertThat(names.get(0)).contains("1");
        assertThat(names.get(1)).contains("2");
    }

    /** Colours came from the browser's storage, in the order in which it had first seen the names. */
    @Test
    void colours_areTheSameOnEveryScreen() {
        List<String> stored = new ArrayList<>();
        for (int i = 0; i < SOURCES.size(); i++) {
            stored.add("[\"" + SOURCE + "/" + SOURCES.get(i) + "\"," + (15 - i) + "]");
        }
        try (DashboardTab other = open("localStorage.setItem('thelook.colours', '" + stored + "')")) {
            List<DashboardTab.DrawnBar> bars = awaitBars(tab);

            assertThat(awaitBars(other)).isEqualTo(bars);
            assertThat(new HashSet<>(
                            bars.stream().map(DashboardTab.DrawnBar::colour).toList()))
                    .hasSize(SOURCES.size());
        }
    }

    private static List<DashboardTab.DrawnBar> awaitBars(DashboardTab of) {
        return await().atMost(SOON)
                .until(
                        () -> of.drawnBars(SOURCE),
                        bars -> bars.size() == SOURCES.size() && bars.get(0).length() > 50);
    }

    /** @param script runs in the page before its own scripts */
    private static DashboardTab open(String script) {
        DashboardTab opened = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT);
        Page page = opened.page();
        page.addInitScript(script);
        opened.open(dashboard.uri("http", "/?connect=true").toString());
        opened.awaitLevel("live", 10_000);
        await().atMost(SOON).until(() -> opened.values().get(1).equals("300"));
        return opened;
    }

    private static String frame() {
        ArrayNode records = new ObjectMapper().createArrayNode();
        long now = System.currentTimeMillis();
        for (int i = 0; i < 300; i++) {
            Map<String, String> texts = Map.of(
                    "user_id",
                    "u" + i,
                    "order_id",
                    "o" + i,
                    "item_id",
                    "i" + i,
                    "country",
                    country(i),
                    "category",
                    LONG.get(i % LONG.size()),
                    "traffic_source",
                    SOURCES.get(i % SOURCES.size()),
                    "gender",
                    i % 2 == 0 ? "M" : "F",
                    "item_status",
                    "Complete");
            ObjectNode fields = records.addObject();
            texts.forEach(fields::put);
            fields.put("age", 30)
                    .put("cost", 1)
                    .put("sale_price", i == 0 ? 2_000 : 1_000 - i)
                    .put("created_at", now - 1_000 + i);
        }
        return records.toString();
    }

    private static String country(int i) {
        if (i < FIRST.size()) {
            return FIRST.get(i);
        }
        return i >= 300 - LAST.size() ? LAST.get(i - (300 - LAST.size())) : "Shop " + i;
    }
}
