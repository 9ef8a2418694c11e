package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports match the page: pictures, records and prints; also the table of the latest orders. */
class ExportIT extends ShopPageFixture {

    private static final String TOKYO = "[A-Z][a-z]{2} \\d{1,2}, \\d{4}, \\d\\d:\\d\\d:\\d\\d GMT\\+9";

    @Test
    void picture_hasTitleScopeAndTimeAndSoHasItsName() throws IOException {
        try (DashboardTab tab =
                openLive(1440, 900, "/?connect=true&window=5&country=China&country=Brasil&tz=Asia/Tokyo")) {
            Picture live = picture(tab, COUNTRY);
            assertThat(live.name())
                    .matches("theLook - Revenue by Country - last 5 minutes - China or Brasil - "
                            + "\\d{4}-\\d\\d-\\d\\d \\d\\d\\.\\d\\d\\.\\d\\d\\.png");
            assertThat(live.lines().get(0)).isEqualTo("Revenue by Country  US $");
            assertThat(live.lines().get(1)).isEqualTo("theLook · Last 5 minutes · China or Brasil");
            assertThat(live.lines().get(2)).matches(TOKYO);

            tab.page().locator("#pause").click();
            await().atMost(SOON)
                    .until(() -> tab.page().locator("#csv").textContent().contains(" of "));
            Picture paused = picture(tab, COUNTRY);
            assertThat(paused.lines().get(2)).matches("Paused, " + TOKYO);
            Picture later = picture(tab, "trend");
            assertThat(later.lines().get(0)).isEqualTo("Sales over Time  US $ · GMT+9");
            assertThat(later.lines().get(2))
                    .as("the same moment")
                    .isEqualTo(paused.lines().get(2));
            assertThat(later.name())
                    .endsWith(paused.name().substring(paused.name().lastIndexOf(" - ")));

            assertThat(tab.address()).as("a link shows the paused view").matches(".*[?&]at=\\d{13}.*");

            tab.page().locator("#replay").click();
            await().atMost(SOON).until(() -> tab.page().locator("#scrubber").isVisible());
            Locator slider = tab.page().locator(".scrubber-at");
            await().atMost(SOON).until(() -> Long.parseLong(slider.getAttribute("max")) > 0);
            assertThat(picture(tab, COUNTRY).lines().get(2)).matches("Replay, " + TOKYO);
            assertThat(tab.complaints()).isEmpty();
        }
    }

    private record Picture(String name, List<String> lines) {}

    private static Picture picture(DashboardTab tab, String field) throws IOException {
        return picture(tab, tab.chart(field));
    }

    @SuppressWarnings("unchecked")
    private static Picture picture(DashboardTab tab, Locator panel) throws IOException {
        tab.page().evaluate("""
                () => {
                  window.written = [];
                  CanvasRenderingContext2D.prototype.fillText = (text) => window.written.push(text);
                }""");
        Download download =
                tab.page().waitForDownload(() -> panel.locator(".tool-png").evaluate("button => button.click()"));
        assertThat(Files.readAllBytes(download.path()))
                .startsWith(0x89, 'P', 'N', 'G')
                .hasSizeGreaterThan(5_000);
        return new Picture(
                download.suggestedFilename(), (List<String>) tab.page().evaluate("window.written"));
    }

    @Test
    void pictureOfTheMap_hasItsLegend() throws IOException {
        try (DashboardTab tab = openLive(1440, 900, "/?connect=true")) {
            Locator shades = tab.page().locator(".map-legend li");
            await().atMost(SOON).until(() -> shades.count() == 6);
            tab.page().locator("#pause").click();

            assertThat(picture(tab, tab.page().locator("[data-kind=map]")).lines())
                    .startsWith("Live Orders  US $ by country")
                    .endsWith(shades.allInnerTexts().toArray(String[]::new));
        }
    }

    @Test
    void records_ofAPausedView_areThoseOfItsFigures() throws IOException {
        try (DashboardTab tab = openLive(1440, 900, "/?connect=true&window=1&tz=Asia/Tokyo")) {
            Locator csv = tab.page().locator("#csv");
            Download live = tab.page().waitForDownload(() -> csv.evaluate("link => link.click()"));
            assertThat(live.suggestedFilename())
                    .matches("theLook - records - last minute - \\d{4}-\\d\\d-\\d\\d \\d\\d\\.\\d\\d\\.\\d\\d\\.csv");
            assertThat(Files.readString(live.path()))
                    .startsWith("\uFEFFuser_id,")
                    .contains(",created_at (Asia/Tokyo),utc_offset")
                    .contains(",UTC+09:00");

            tab.page().locator("#pause").click();
            await().atMost(SOON).until(() -> tab.page()
                    .locator("#pause")
                    .getAttribute("aria-pressed")
                    .equals("true"));
            String before = "";
            while (!before.equals(tab.values().toString())) {
                // The figures count to their values.
                before = tab.values().toString();
                tab.page()
                        .waitForFunction(
                                "at => performance.now() > at", tab.page().evaluate("performance.now() + 400"));
            }
            long items = Long.parseLong(tab.values().get(1).replace(",", ""));
            await().atMost(SOON).until(() -> csv.getAttribute("href").contains("&at="));
            assertThat(csv.textContent()).matches("Download records of \\d\\d:\\d\\d:\\d\\d \\(CSV\\)");
            assertThat(csv.getAttribute("title")).isEqualTo("An order has its present status.");
            // Newer records have arrived by now.
            await().atMost(SOON)
                    .until(() -> tab.page().locator("#pause").textContent().matches(".*\\b[2-9]\\d?\\b.*"));

            Download paused = tab.page().waitForDownload(() -> csv.evaluate("link => link.click()"));

            assertThat(Files.readString(paused.path(), StandardCharsets.UTF_8)
                                    .lines()
                                    .count()
                            - 1)
                    .isEqualTo(items);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1440, 900, DARK, /?connect=true&country=China",
        "390, 844, LIGHT, /?connect=true&country=China",
        "1920, 1080, DARK, /?kiosk&country=China"
    })
    void print_hasEveryPanelLightAndWithoutControls(int width, int height, ColorScheme scheme, String path) {
        try (DashboardTab tab = openLive(width, height, scheme, path)) {
            await().atMost(SOON).until(() -> !tab.spokenBars("revenue_by_age").endsWith("no data yet"));
            tab.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            // A browser that prints tells the page first; this one tells it of its next frame.
            await().atMost(SOON).until(() -> tab.page().locator(".chart-print").count() > 0);

            assertThat(tab.page().locator("body").evaluate("""
                            body => [...body.querySelectorAll('.chart:not([hidden])')].filter((chart) => {
                              const isSeen = (mark) => {
                                const { top, bottom } = mark.getBoundingClientRect();
                                let parent = mark.parentElement;
                                while (parent !== body && (getComputedStyle(parent).overflow === 'visible'
                                  || (top < parent.getBoundingClientRect().bottom && bottom > parent.getBoundingClientRect().top))) {
                                  parent = parent.parentElement;
                                }
                                return mark.checkVisibility() && parent === body;
                              };
                              const drawn = [...chart.querySelectorAll('.chart-print rect, path[data-shade], tbody tr')].filter(isSeen);
                              const { width, right } = chart.getBoundingClientRect();
                              return drawn.length < (chart.dataset.kind === 'orders' ? 8 : 1) || width === 0 || right > innerWidth + 1;
                            }).map((chart) => chart.querySelector('h2').textContent).join()"""))
                    .as("panels without content")
                    .isEqualTo("");
            assertThat(tab.page().locator(".chart:visible").count()).isEqualTo(9);
            assertThat(tab.page().locator(".card:visible").count()).isEqualTo(6);
            assertThat(tab.page().locator(".card:visible .card-spark").all())
                    .allSatisfy(spark -> assertThat(spark.boundingBox().height).isGreaterThanOrEqualTo(24));
            assertThat(tab.page().locator(".chart-empty:visible").count()).isZero();
            assertThat(tab.page()
                            .locator("button:visible:not(td button), input:visible, summary:visible, dialog:visible")
                            .count())
                    .isZero();
            assertThat(tab.page().locator(".print-heading").innerText())
                    .matches("Last 5 minutes · China · [A-Z].*\\d\\d:\\d\\d:\\d\\d .*");
            assertThat(tab.page().evaluate("getComputedStyle(document.querySelector('.panel')).backgroundColor"))
                    .isEqualTo("rgb(255, 255, 255)");
            assertThat(tab.page().evaluate("getComputedStyle(document.querySelector('.chart-print text')).fill"))
                    .isEqualTo("rgb(15, 23, 42)");
            tab.page()
                    .screenshot(new Page.ScreenshotOptions()
                            .setFullPage(true)
                            .setPath(Path.of("target", "screenshots", "print-" + width + ".png")));

            tab.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
            await().atMost(SOON).until(() -> tab.page().locator(".chart-print").count() == 0);
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @Test
    void panelsOutOfSight_areDrawnForAPictureOfTheWholePage() {
        try (DashboardTab tab = openLive(1440, 900, "/?connect=true")) {
            await().atMost(SOON)
                    .until(() -> tab.page()
                                    .locator(
                                            ".chart:not([hidden]):not(:has(path[ecmeta_data_index], path[data-shade], tbody tr))")
                                    .count()
                            == 0);
            assertThat(tab.page().evaluate("scrollY")).isEqualTo(0);
            assertThat(tab.chart("revenue_by_gender").evaluate("chart => getComputedStyle(chart).contentVisibility"))
                    .isEqualTo("visible");
        }
    }

    @Test
    void print_onPaper_isPreparedByTheBrowser() {
        try (DashboardTab tab = openLive(1440, 900, ColorScheme.DARK, "/?connect=true")) {
            tab.page().evaluate("""
                    window.printed = -1;
                    addEventListener('beforeprint', () => {
                      window.printed = document.querySelectorAll('.chart:not([hidden]) .chart-print').length;
                    });""");

            byte[] pdf = tab.page()
                    .pdf(new Page.PdfOptions().setFormat("A4").setPath(Path.of("target", "screenshots", "print.pdf")));

            assertThat(pdf).startsWith('%', 'P', 'D', 'F').hasSizeGreaterThan(20_000);
            assertThat(tab.page().evaluate("window.printed")).isEqualTo(7);
            assertThat(tab.page().locator(".chart-print").count())
                    .as("afterwards")
                    .isZero();
        }
    }

    @Test
    void orderRow_filtersByItsCellOrElseByItsCountry() {
        try (DashboardTab tab = openLive(1440, 2400, "/?connect=true")) {
            Locator rows = orders(tab).locator("tbody tr");
            await().atMost(SOON).until(() -> rows.count() == 8);
            orders(tab).hover();
            String country = rows.nth(3).locator("td").nth(2).innerText();
            String status = rows.nth(3).locator("td").nth(6).innerText();

            rows.nth(3).locator("td").nth(6).click();
            await().atMost(SOON).until(() -> tab.chips().equals(List.of("Status: " + status)));
            await().atMost(SOON).until(() -> rows.locator("td:nth-child(7)").allInnerTexts().stream()
                    .allMatch(status::equals));
            tab.page().locator("#chips button[data-property=item_status]").click();
            await().atMost(SOON).until(() -> tab.chips().isEmpty());

            orders(tab).hover();
            String first = rows.nth(0).locator("td").nth(2).innerText();
            rows.nth(0).locator("td").nth(0).click();
            await().atMost(SOON).until(() -> tab.chips().size() == 1);
            assertThat(tab.chips().get(0)).isIn("Country: " + first, "Country: " + country);
        }
    }

    @Test
    void orderRows_areReachedAndChosenByTheKeyboard() {
        try (DashboardTab tab = openLive(1440, 2400, "/?connect=true")) {
            Locator rows = orders(tab).locator("tbody tr");
            await().atMost(SOON).until(() -> rows.count() == 8);
            orders(tab).locator(".table-scroll").focus();
            // Just after the page has connected, new orders still go in above the focused row.
            await().atMost(SOON)
                    .until(() -> orders(tab).locator(".orders-waiting").isVisible());
            tab.page().keyboard().press("Tab");
            tab.page().keyboard().press("ArrowDown");
            tab.page().keyboard().press("ArrowDown");
            assertThat(
                            tab.page()
                                    .evaluate(
                                            "[document.activeElement.closest('tr').sectionRowIndex, document.activeElement.dataset.filter].join()"))
                    .isEqualTo("2,country");
            String country = (String) tab.page().evaluate("document.activeElement.textContent");

            tab.page().keyboard().press("Enter");

            await().atMost(SOON).until(() -> tab.chips().equals(List.of("Country: " + country)));
        }
    }

    @Test
    void newOrders_waitBehindAButtonWhileTheTableIsRead() {
        try (DashboardTab tab = openLive(1440, 2400, "/?connect=true")) {
            Locator panel = orders(tab);
            await().atMost(SOON).until(() -> panel.locator("tbody tr").count() == 8);
            panel.locator("tbody tr").first().locator("td").nth(1).hover();
            double top = panel.locator("thead").boundingBox().y;

            Locator show = panel.locator(".orders-waiting");
            await().atMost(SOON)
                    .until(() -> show.isVisible() && show.innerText().matches("\\d+( or more)? new orders? – show"));
            String read = panel.locator("tbody").innerText();
            String waiting = show.innerText();
            await().atMost(SOON).until(() -> !show.innerText().equals(waiting));
            assertThat(panel.locator("tbody").innerText()).isEqualTo(read);
            assertThat(panel.locator("thead").boundingBox().y)
                    .as("nothing moves")
                    .isEqualTo(top);

            show.click();

            await().atMost(SOON).until(() -> !panel.locator("tbody").innerText().equals(read));
            assertThat(Axe.violations(tab.page())).isEmpty();
            String newer = panel.locator("tbody").innerText();
            tab.page().mouse().move(5, 5);
            tab.page().locator("h1").click();
            await().atMost(SOON).until(() -> !panel.locator("tbody").innerText().equals(newer));
        }
    }

    @Test
    void rowOfAChartsTable_isClickedAnywhereAndItsCaptionSaysWhatItShows() {
        try (DashboardTab tab = openLive(1440, 900, "/?connect=true&window=5")) {
            tab.chart(COUNTRY).locator(".tool-table").evaluate("button => button.click()");
            assertThat(tab.chart(COUNTRY).locator(".tool-png").isDisabled()).isTrue();
            Locator caption = tab.chart(COUNTRY).locator("caption");
            assertThat(caption.innerText()).isEqualTo("Last 5 minutes");
            Locator china = tab.chart(COUNTRY).locator("tr[data-name=China]");

            china.locator("td").nth(1).click();

            await().atMost(SOON).until(() -> tab.chips().equals(List.of("Country: China")));
            await().atMost(SOON).until(() -> caption.innerText().equals("Last 5 minutes · China"));
            tab.page().locator("#pause").click();
            await().atMost(SOON).until(() -> caption.innerText()
                    .matches("Last 5 minutes · China · Paused, .*\\d\\d:\\d\\d:\\d\\d.*"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 390, 820, 1024, 1440})
    void latestOrders_neverScrollSideways(int width) {
        try (DashboardTab tab = openLive(width, 900, "/?connect=true&tz=Asia/Kathmandu")) {
            orders(tab).scrollIntoViewIfNeeded();
            await().atMost(SOON).until(() -> orders(tab).locator("tbody tr").count() == 8);

            assertThat(orders(tab).locator(".table-scroll").evaluate("e => e.scrollWidth - e.clientWidth"))
                    .isEqualTo(0);
            assertThat(orders(tab).locator("th").first().innerText()).isEqualTo("Time GMT+5:45");
            assertThat(orders(tab).locator("th:visible").count()).isEqualTo(width < 390 ? 3 : width < 600 ? 4 : 7);
            assertThat(orders(tab).locator(".table-scroll").evaluate("e => e.scrollHeight - e.clientHeight"))
                    .as("rows out of sight")
                    .isEqualTo(0);
            assertThat(width < 390 || (Boolean) orders(tab).locator("tbody").evaluate("""
                            body => [...body.querySelectorAll('td:nth-child(7) button')]
                              .every((status) => status.scrollWidth <= status.clientWidth)
                              && [...body.querySelectorAll('td:first-child')].every((at) => at.scrollWidth <= at.clientWidth)"""))
                    .as("each time and status has room")
                    .isTrue();
            tab.screenshot("orders-" + width);
        }
    }

    private static Locator orders(DashboardTab tab) {
        return tab.page().locator("[data-kind=orders]");
    }
}
