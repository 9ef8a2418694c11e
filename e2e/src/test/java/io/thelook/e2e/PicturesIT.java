package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The page on every screen and in every state: WCAG 2.2 AA as far as a machine can tell, within its width, without an
 * error in the console. Each test leaves a picture in target/screenshots, of which docs/page.md shows some.
 */
class PicturesIT extends ShopPageFixture {

    private static final String CONNECTED = "/?connect=true";
    private static final String RTL = "متجر الملابس والأحذية";

    @ParameterizedTest
    @CsvSource({
        "phone, 390, 844",
        "tablet, 820, 1180",
        "small, 1280, 800",
        "page, 1440, 900",
        "large, 2560, 1440",
        "4k, 3840, 2160"
    })
    void live(String name, int width, int height) {
        for (ColorScheme scheme : ColorScheme.values()) {
            if (scheme != ColorScheme.NO_PREFERENCE) {
                try (DashboardTab tab = openTab(dashboard, width, height, scheme, CONNECTED)) {
                    awaitFigures(tab);
                    take(tab, name + "-" + scheme.name().toLowerCase(Locale.ROOT));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, 720", "1366, 768", "1920, 1080", "3840, 2160", "1080, 1920"})
    void wallDisplay(int width, int height) {
        try (DashboardTab tab = openTab(dashboard, width, height, ColorScheme.DARK, "/?kiosk&window=1")) {
            awaitFigures(tab);
            await().atMost(SOON)
                    .until(() -> tab.page().locator(".orders tbody tr").count() == 8);
            take(tab, "kiosk-" + width);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "filtered, /?connect=true&country=China&country=France&not.item_status=Returned&window=1",
        "narrow, /?connect=true"
    })
    void filtered(String name, String path) {
        try (DashboardTab tab = openTab(dashboard, name.equals("narrow") ? 320 : 1440, 900, ColorScheme.LIGHT, path)) {
            awaitFigures(tab);
            take(tab, name);
        }
    }

    @Test
    void off() {
        try (DashboardTab tab = openTab(dashboard, 1440, 900, ColorScheme.LIGHT, "/")) {
            tab.awaitLevel("off", 10_000);
            take(tab, "off");
        }
    }

    @Test
    void pausedAndReplayed() {
        try (DashboardTab tab = openTab(dashboard, 1440, 900, ColorScheme.LIGHT, CONNECTED)) {
            awaitFigures(tab);
            tab.page().locator("#pause").click();
            tab.awaitLevel("paused", 10_000);
            take(tab, "paused");

            tab.page().locator("#pause").click();
            tab.page().locator("#replay").click();
            await().atMost(SOON)
                    .until(() -> tab.page().locator(".state-word").innerText().startsWith("Replay"));
            take(tab, "replay");
        }
    }

    @Test
    void printed() {
        try (DashboardTab tab = openTab(dashboard, 1024, 1400, ColorScheme.DARK, CONNECTED)) {
            awaitFigures(tab);
            tab.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            Locator drawings = tab.page().locator(".chart:has(.chart-print rect, path[data-shade], tbody tr):visible");
            await().atMost(SOON).until(() -> drawings.count() == 9);
            tab.page()
                    .screenshot(new Page.ScreenshotOptions()
                            .setFullPage(true)
                            .setPath(Path.of("target", "screenshots", "print.png")));

            assertThat(drawings.count()).as("drawn in the picture").isEqualTo(9);
            assertThat(tab.page().locator(".chart-print:visible").count()).isEqualTo(7);
            assertThat(tab.page().locator(".print-heading").isVisible()).isTrue();
            assertThat(tab.page().locator(".chart-canvas > svg[width]:visible").count())
                    .as("drawings of the screen")
                    .isZero();
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @Test
    void stale() {
        ServiceProcess feed = ServiceProcess.producer(Map.of());
        try (ServiceProcess lost = ServiceProcess.dashboard(feed.uri("ws", "/ws"));
                DashboardTab tab = openTab(lost, 1440, 900, ColorScheme.LIGHT, CONNECTED)) {
            awaitFigures(tab);
            feed.close();
            tab.awaitLevel("stale", 20_000);
            take(tab, "stale");
        } finally {
            feed.close();
        }
    }

    @Test
    void empty() throws IOException {
        show("empty", "live", "[]");
    }

    @Test
    void rejected() throws IOException {
        show("rejected", "bad", "[{\"order_id\":\"1\",\"item_id\":\"1\"},{\"order_id\":\"2\",\"item_id\":\"1\"}]");
    }

    /** A shop of its own, whose records have products. */
    @ParameterizedTest
    @CsvSource({
        "phone, 390, 844, LIGHT, ?connect=true",
        "phone-dark, 390, 844, DARK, ?connect=true",
        "tablet, 820, 1180, LIGHT, ?connect=true",
        "page, 1440, 900, LIGHT, ?connect=true",
        "page-dark, 1440, 900, DARK, ?connect=true",
        "large, 2560, 1440, LIGHT, ?connect=true",
        "kiosk-1280, 1280, 720, DARK, ?kiosk",
        "kiosk-1920, 1920, 1080, DARK, ?kiosk",
        "kiosk-1080, 1080, 1920, DARK, ?kiosk"
    })
    void products(String name, int width, int height, ColorScheme scheme, String query) throws IOException {
        List<String> goods = List.of("Mug", "Mug with lid", "Teapot", "Kettle", "Green tea, 100 g", "Oolong, 50 g");
        List<String> countries = List.of("France", "Japan", "China", "Brasil", "Germany");
        String frame = frame(200, i -> countries.get(i % 5), i -> goods.get(i % 6) + (i < 150 ? "" : " " + i));
        try (ScriptedFeed feed = new ScriptedFeed();
                ServiceProcess scripted = ServiceProcess.dashboard(URI.create(feed.address()));
                DashboardTab tab = openTab(scripted, width, height, scheme, "/" + query)) {
            feed.say(frame);
            awaitFigures(tab);
            Locator panel = tab.chart("revenue_by_product");
            await().atMost(SOON).until(() -> panel.isVisible() == !name.equals("kiosk-1080"));
            if (panel.isVisible()) {
                panel.scrollIntoViewIfNeeded();
                await().atMost(SOON)
                        .until(() -> tab.drawnBars("revenue_by_product").size() == 10 && isStill(panel));
            }
            assertThat(tab.holes(".charts")).isEmpty();
            take(tab, "products-" + name);
        }
    }

    @Test
    void manyNames() throws IOException {
        show("names-300", "live", frame(300, i -> "Country " + i));
    }

    @Test
    void longNamesAndNamesFromRightToLeft() throws IOException {
        show(
                "names-long",
                "live",
                frame(12, i -> i % 2 == 0 ? RTL + " " + i : "A name of two hundred characters ".repeat(6) + i));
    }

    private static void show(String name, String level, String frame) throws IOException {
        try (ScriptedFeed feed = new ScriptedFeed();
                ServiceProcess scripted = ServiceProcess.dashboard(URI.create(feed.address()));
                DashboardTab tab = openTab(scripted, 1440, 900, ColorScheme.LIGHT, CONNECTED)) {
            feed.say(frame);
            tab.awaitLevel(level, 20_000);
            if (!frame.contains("sale_price")) {
                await().atMost(SOON).until(() -> tab.values().get(0).equals(level.equals("bad") ? "–" : "0"));
                assertThat(tab.page().locator(".chart-empty:visible").allInnerTexts())
                        .hasSize(9)
                        .containsOnly(
                                level.equals("bad")
                                        ? "None of the feed’s records can be used."
                                        : "No orders in this period.");
            }
            if (frame.contains("sale_price")) {
                await().atMost(SOON)
                        .until(() -> !tab.drawnBars("revenue_by_country").isEmpty() && isStill(tab));
            }
            take(tab, name);
        }
    }

    private static String frame(int records, IntFunction<String> name) {
        return frame(records, name, name);
    }

    private static String frame(int records, IntFunction<String> country, IntFunction<String> name) {
        ArrayNode frame = new ObjectMapper().createArrayNode();
        long now = System.currentTimeMillis();
        for (int i = 0; i < records; i++) {
            String text = name.apply(i);
            frame.addObject()
                    .put("user_id", "u" + i)
                    .put("age", i % 90)
                    .put("gender", i % 2 == 0 ? "M" : "F")
                    .put("country", country.apply(i))
                    .put("traffic_source", text)
                    .put("order_id", "o" + i)
                    .put("item_id", "i" + i)
                    .put("category", text)
                    .put("product", text)
                    .put("cost", 10)
                    .put("item_status", "Complete")
                    .put("sale_price", 1_000 - i)
                    .put("created_at", now - 1_000L * (i % 250));
        }
        return frame.toString();
    }

    private static void awaitFigures(DashboardTab tab) {
        tab.awaitLevel("live", 10_000);
        await().atMost(SOON).until(() -> tab.hasFigures() && isDrawn(tab));
    }

    /** Whether each chart in sight has its bars, its countries or its rows, and none moves. */
    private static boolean isDrawn(DashboardTab tab) {
        return (Boolean) tab.page().evaluate("""
                () => [...document.querySelectorAll('.chart')]
                  .filter((chart) => chart.checkVisibility() && chart.getBoundingClientRect().top < innerHeight)
                  .every((chart) => chart.querySelector('path[ecmeta_data_index], path[data-shade], tbody tr')
                    && chart.getAnimations({ subtree: true }).every((each) => each.animationName === 'pulse'
                      || each.animationName === 'order-new'))""");
    }

    /** Whether nothing moves in a chart. Those that were scrolled past on a phone are not drawn. */
    private static boolean isStill(Locator chart) {
        return (Boolean) chart.evaluate("chart => chart.getAnimations({ subtree: true }).length === 0");
    }

    private static boolean isStill(DashboardTab tab) {
        return (Boolean) tab.page().evaluate("document.getAnimations().length === 0");
    }

    private static void take(DashboardTab tab, String name) {
        tab.screenshot(name);
        assertThat(Axe.violations(tab.page())).as(name).isEmpty();
        assertThat((Boolean) tab.page().evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                .as("%s fits its width", name)
                .isTrue();
        assertThat(tab.complaints()).as(name).isEmpty();
    }
}
