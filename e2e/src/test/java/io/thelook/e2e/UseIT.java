package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The display and use of the page, regardless of its content. */
class UseIT extends ShopPageFixture {

    /** WCAG 2.2 AA, as far as a machine can tell, with everything open that can be. */
    @ParameterizedTest
    @CsvSource({
        "light, 1440, 900, LIGHT, /?connect=true",
        "dark, 1440, 900, DARK, /?connect=true",
        "mobile, 390, 844, LIGHT, /?connect=true",
        "narrow, 320, 700, DARK, /?connect=true",
        "kiosk, 1920, 1080, DARK, /?kiosk",
        "off, 1440, 900, LIGHT, /",
        "filtered, 1440, 900, LIGHT, /?connect=true&country=China&not.item_status=Returned"
    })
    void axe_findsNothing(String name, int width, int height, ColorScheme scheme, String path) {
        try (DashboardTab tab = path.equals("/")
                ? openTab(dashboard, width, height, scheme, path)
                : openLive(width, height, scheme, path)) {
            List<String> violations = Axe.violations(tab.page());
            if (!name.equals("kiosk")) {
                tab.showTables();
            }

            assertThat(violations).isEmpty();
            assertThat(Axe.violations(tab.page())).as("with the tables open").isEmpty();
            assertThat((Boolean) tab.page().evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                    .as("fits its width")
                    .isTrue();
        }
    }

    @Test
    void axe_findsNothingInTheDialogs() {
        try (DashboardTab tab = openLive(1440, 900, ColorScheme.LIGHT, "/?connect=true")) {
            tab.page().keyboard().press("?");
            assertThat(Axe.violations(tab.page())).isEmpty();
            tab.page().keyboard().press("Escape");
            tab.page().locator(".card-bell").first().click();
            assertThat(Axe.violations(tab.page())).isEmpty();
        }
    }

    @Test
    void theme_isChosenAndKept() {
        try (DashboardTab tab = openLive(1440, 900, ColorScheme.LIGHT, "/?connect=true")) {
            String light = background(tab);
            tab.page().keyboard().press("t");
            assertThat(background(tab)).as("light, as the system has it").isEqualTo(light);
            tab.page().keyboard().press("t");
            String dark = background(tab);
            assertThat(dark).isNotEqualTo(light);

            tab.page().reload();

            assertThat(background(tab)).isEqualTo(dark);
            tab.useMenu("theme");
            assertThat(background(tab)).as("as the system has it").isEqualTo(light);
        }
    }

    private static String background(DashboardTab tab) {
        return (String) tab.page().evaluate("getComputedStyle(document.body).backgroundColor");
    }

    @Test
    void figures_canBeHidden() {
        try (DashboardTab tab = openLive(1440, 900, ColorScheme.LIGHT, "/?connect=true")) {
            tab.page().keyboard().press("h");

            await().atMost(SOON).until(() -> tab.values().stream().allMatch("•••"::equals));
            await().atMost(SOON)
                    .until(() -> tab.page().locator("main").innerText().matches("(?s).*•••.*")
                            && !tab.page()
                                    .locator(".cards")
                                    .innerText()
                                    .replaceAll("Previous \\d+ min", "")
                                    .matches("(?s).*\\d.*"));
            await().atMost(SOON).untilAsserted(() -> assertThat(tab.spokenBars("revenue_by_country"))
                    .contains("China •••")
                    .doesNotContain("$"));
            tab.useMenu("privacy");
            await().atMost(SOON).until(() -> tab.values().get(2).matches("\\$ [\\d,]+"));
        }
    }

    @Test
    void kiosk_hasNoControlsAndFitsTheScreen() {
        try (DashboardTab tab = openLive(1920, 1080, ColorScheme.DARK, "/?kiosk")) {
            for (String control : List.of("#connect", "#pause", ".menu-button", ".tools", ".card-bell")) {
                assertThat(tab.page().locator(control).first().isVisible())
                        .as(control)
                        .isFalse();
            }
            assertThat((Boolean) tab.page().evaluate("() => document.documentElement.scrollHeight <= innerHeight"))
                    .isTrue();
            double size = ((Number) tab.page()
                            .evaluate("parseFloat(getComputedStyle(document.querySelector('.card-value')).fontSize)"))
                    .doubleValue();
            assertThat(size).isGreaterThan(45);
            await().atMost(SOON)
                    .until(() -> tab.page().locator("path[data-shade]").count() >= 5);
            awaitEverything(tab);
            tab.screenshot("kiosk");

            tab.page().keyboard().press("k");
            await().atMost(SOON).until(() -> tab.page().locator("#pause").isVisible());
        }
    }

    @Test
    void kiosk_keepsTheScreenAwake() {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1920, 1080, ColorScheme.DARK)) {
            tab.page().addInitScript("""
                    Object.defineProperty(navigator, 'wakeLock', { value: {
                      request: async (what) => {
                        window.awake = what;
                        return { release: async () => { window.awake = 'not'; } };
                      },
                    } });""");
            tab.open(dashboard.uri("http", "/?kiosk").toString());

            await().atMost(SOON).until(() -> "screen".equals(tab.page().evaluate("window.awake")));
            tab.page().keyboard().press("k");
            await().atMost(SOON).until(() -> "not".equals(tab.page().evaluate("window.awake")));
        }
    }

    @Test
    void kioskThatIsLeftBeforeTheScreenIsKeptAwake_letsItSleep() {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1920, 1080, ColorScheme.DARK)) {
            tab.page().addInitScript("""
                    window.granted = 0;
                    window.held = 0;
                    Object.defineProperty(navigator, 'wakeLock', { value: {
                      request: () => new Promise((resolve) => {
                        window.grant = () => {
                          window.granted++;
                          window.held++;
                          resolve({ release: async () => { window.held--; } });
                        };
                      }),
                    } });""");
            tab.open(dashboard.uri("http", "/?kiosk").toString());
            await().atMost(SOON).until(() -> (Boolean) tab.page().evaluate("window.grant !== undefined"));

            tab.page().keyboard().press("k");
            tab.page().evaluate("window.grant()");

            await().atMost(SOON)
                    .until(() -> (Boolean) tab.page().evaluate("window.granted === 1 && window.held === 0"));
        }
    }

    @Test
    void alert_isHeardIfWanted() {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            tab.page().addInitScript("""
                    window.tones = 0;
                    window.AudioContext = class extends AudioContext {
                      createOscillator() {
                        window.tones++;
                        return super.createOscillator();
                      }
                    };""");
            tab.open(dashboard.uri("http", "/?connect=true").toString());
            await().atMost(SOON).until(tab::hasFigures);

            tab.page().locator(".card-bell").first().click();
            tab.page().locator("#alert [name=above]").fill("10");
            tab.page().locator("#alert [name=sound]").check();
            tab.page().locator("#alert button[value=save]").click();

            await().atMost(SOON).until(() -> (Integer) tab.page().evaluate("window.tones") == 1);
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @Test
    void figures_forWhoWantsCalm_doNotCount() {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            tab.page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
            tab.open(dashboard.uri("http", "/?connect=true").toString());
            await().atMost(SOON).until(tab::hasFigures);

            tab.page().evaluate("""
                    window.changes = [];
                    new MutationObserver(() => window.changes.push(performance.now()))
                      .observe(document.querySelectorAll('.card-value')[2], { childList: true, characterData: true, subtree: true });""");

            await().atMost(SOON).until(() -> (Integer) tab.page().evaluate("window.changes.length") >= 5);
            // A figure that counts changes with each frame, every 16 ms.
            assertThat((Boolean)
                            tab.page().evaluate("window.changes.every((at, i) => i === 0 || at - changes[i - 1] > 80)"))
                    .isTrue();
        }
    }

    @Test
    void locale_ofTheAddress_writesTheFigures() {
        try (DashboardTab tab = openLive(1440, 900, ColorScheme.LIGHT, "/?connect=true&locale=de-DE")) {
            await().atMost(SOON).until(() -> tab.values().get(2).matches("[\\d.]+\\h\\$"));
        }
    }

    @Test
    void picture_isAPngOfTheChart() throws IOException {
        try (DashboardTab tab = openLive(1440, 2400, ColorScheme.LIGHT, "/?connect=true")) {
            await().atMost(SOON)
                    .until(() -> tab.page().locator("path[data-shade]").count() >= 5);
            for (String field : List.of("revenue_by_country", "trend")) {
                Download download = tab.page().waitForDownload(() -> tab.useTool(tab.chart(field), "png"));
                assertThat(download.suggestedFilename()).endsWith(".png");
                assertThat(Files.readAllBytes(download.path()))
                        .startsWith(0x89, 'P', 'N', 'G')
                        .hasSizeGreaterThan(5_000);
            }
            Download map =
                    tab.page().waitForDownload(() -> tab.useTool(tab.page().locator("[data-kind=map]"), "png"));
            assertThat(Files.size(map.path())).isGreaterThan(20_000);
        }
    }

    @Test
    void alert_isSetSaidAndKept() {
        try (DashboardTab tab = openLive(1440, 900, ColorScheme.LIGHT, "/?connect=true")) {
            Locator card = tab.page().locator(".card").first();
            card.locator(".card-bell").click();
            tab.page().locator("#alert [name=above]").fill("10");
            tab.page().locator("#alert button[value=save]").click();
            await().atMost(SOON)
                    .until(() -> card.locator(".card-alert").innerText().equals("Above 10"));

            tab.page().reload();
            tab.awaitLevel("live", 10_000);
            await().atMost(SOON)
                    .until(() -> card.locator(".card-alert").innerText().equals("Above 10"));

            card.locator(".card-bell").click();
            tab.page().locator("#alert [name=above]").fill("");
            tab.page().locator("#alert button[value=save]").click();
            await().atMost(SOON)
                    .until(() -> card.locator(".card-alert").innerText().isEmpty());
        }
    }

    @Test
    void card_tellsTheWindowBefore_andItsDefinitionUnderThePointer() {
        try (DashboardTab tab = openLive(1440, 900, ColorScheme.LIGHT, "/?connect=true&window=1")) {
            Locator card = tab.page().locator(".card").first();
            await().atMost(SOON).until(() -> card.locator(".card-compare")
                    .innerText()
                    .matches("Previous 1 min: \\d+ \\([+−]?[\\d.]+\\h%\\)"));
            assertThat(card.locator(".card-tip").isVisible()).isFalse();

            card.focus();

            await().atMost(SOON).until(() -> card.locator(".card-tip").isVisible());
            assertThat(card.locator(".card-tip").innerText()).isEqualTo("Different orders in the period.");
        }
    }

    @Test
    void orders_doNotMoveWhileTheyAreRead() {
        try (DashboardTab tab = openLive(1440, 2400, ColorScheme.LIGHT, "/?connect=true")) {
            Locator panel = tab.page().locator("[data-kind=orders]");
            await().atMost(SOON).until(() -> panel.locator("tbody tr").count() == 8);
            panel.hover();
            Locator waiting = panel.locator(".orders-waiting");
            await().atMost(SOON).until(waiting::isVisible);
            String read = panel.locator("tbody").innerText();
            String some = waiting.innerText();

            await().atMost(SOON).until(() -> !waiting.innerText().equals(some));
            assertThat(panel.locator("tbody").innerText()).isEqualTo(read);

            tab.page().mouse().move(5, 5);
            await().atMost(SOON).until(() -> !panel.locator("tbody").innerText().equals(read));
        }
    }

    @Test
    void orders_thatStay_keepTheirRowsAndTheirPlaceByTime() {
        try (DashboardTab tab = openLive(1440, 2400, ColorScheme.LIGHT, "/?connect=true")) {
            Locator rows = tab.page().locator("[data-kind=orders] tbody tr");
            await().atMost(SOON).until(() -> rows.count() == 8);

            // Each look marks what it finds: old and new ones stand together only if the old ones were left alone.
            await().atMost(SOON).until(() -> (Boolean) rows.evaluateAll("""
                    rows => {
                      const times = rows.map((row) => row.cells[0].textContent);
                      const areSorted = times.every((time, i) => i === 0 || time <= times[i - 1]);
                      const old = rows.filter((row) => row.wasThere).length;
                      rows.forEach((row) => { row.wasThere = true; });
                      return areSorted && old > 0 && old < rows.length;
                    }"""));
        }
    }

    @Test
    void chart_thatCannotBeDrawn_saysSo() {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            tab.page().route("**/static/bundle/charts-*", route -> route.abort());
            tab.open(dashboard.uri("http", "/?connect=true").toString());

            await().atMost(SOON).until(() -> tab.chart("revenue_by_country")
                    .locator(".chart-canvas")
                    .innerText()
                    .startsWith("The chart could not be drawn"));
            await().atMost(SOON).until(tab::hasFigures);
        }
    }

    @Test
    void drawingThatFails_takesNoOtherChartWithIt() {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            // The first chart's bars are taken away before the worker draws them.
            tab.page().route("**/static/bundle/charts-*", route -> {
                APIResponse script = route.fetch();
                route.fulfill(new Route.FulfillOptions()
                        .setResponse(script)
                        .setBody(
                                "addEventListener('message', ({ data }) => { if (data.id === 0) { data.bars = null; } });"
                                        + script.text()));
            });
            tab.open(dashboard.uri("http", "/?connect=true").toString());

            await().atMost(SOON).until(() -> tab.chart("revenue_by_country")
                    .locator(".chart-canvas")
                    .innerText()
                    .startsWith("The chart could not be drawn"));
            await().atMost(SOON)
                    .until(() -> !tab.drawnBars("revenue_by_traffic_source").isEmpty());
        }
    }

    @Test
    void fullScreen_ofAChart_isGivenByTheBrowser() {
        try (DashboardTab tab = openLive(1440, 900, ColorScheme.LIGHT, "/?connect=true")) {
            tab.useTool(tab.chart("revenue_by_country"), "full");
            await().atMost(SOON).until(() -> (Boolean)
                    tab.page().evaluate("document.fullscreenElement?.dataset.field === 'revenue_by_country'"));
        }
    }

    private static void awaitEverything(DashboardTab tab) {
        await().atMost(SOON)
                .until(() -> !tab.latency().isEmpty()
                        && tab.page().locator(".spark-line[d^=M]").count() == 6);
    }
}
