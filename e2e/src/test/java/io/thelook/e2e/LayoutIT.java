package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where things are, on a phone, a tablet, a laptop, a large screen and a wall. */
class LayoutIT extends ShopPageFixture {

    @ParameterizedTest
    @CsvSource({"1280, 900", "1440, 900", "1920, 1080", "2560, 1440", "3840, 2160"})
    void whatMovesFirst_isAboveTheFold(int width, int height) {
        try (DashboardTab tab = openLive(width, height, "/?connect=true")) {
            assertThat(tab.page().locator("#toolbar").boundingBox().height).isEqualTo(48);
            Locator panels = tab.page().locator(".panel:visible");
            List<String> first = panels.locator("h2").allInnerTexts().subList(0, 10);

            assertThat(first)
                    .containsExactly(
                            "Number of Orders",
                            "Number of Order Items",
                            "Total Sales",
                            "Average Order Value",
                            "Orders per Minute",
                            "Gross Margin",
                            "Revenue by Country",
                            "Revenue by Traffic Source",
                            "Sales over Time",
                            "Live Orders");
            for (int i = 0; i < first.size(); i++) {
                BoundingBox panel = panels.nth(i).boundingBox();
                assertThat(panel.y + panel.height).as(first.get(i)).isLessThanOrEqualTo(height);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1440, 2", "2560, 4", "3840, 4"})
    void widerScreens_haveMoreColumns(int width, int columns) {
        try (DashboardTab tab = openLive(width, 1_440, "/?connect=true")) {
            double top = tab.chart(COUNTRY).boundingBox().y;

            assertThat(tab.page().locator(".chart:visible").all())
                    .filteredOn(chart -> chart.boundingBox().y == top)
                    .hasSize(columns);
            assertThat(tab.page().locator(".charts").boundingBox().width)
                    .as("uses the width")
                    .isEqualTo(width - 2 * 24);
        }
    }

    @ParameterizedTest
    @CsvSource({"820, 1180", "390, 844"})
    void narrowScreens_haveTheControlsBehindOneButton(int width, int height) {
        try (DashboardTab tab = openLive(width, height, "/?connect=true")) {
            for (String control : List.of("[name=window]", "#pause", "#replay", "[data-except]", "#theme", "#csv")) {
                assertThat(tab.page().locator(control).first().isVisible())
                        .as(control)
                        .isFalse();
            }
            assertThat(tab.page().locator(".today, .card").first().boundingBox().y)
                    .as("figures first")
                    .isLessThan(100);

            tab.page().locator(".menu-button").click();

            for (String control : List.of("[name=window]", "#pause", "#replay", "[data-except]", "#theme", "#csv")) {
                assertThat(tab.page().locator(control).first().isVisible())
                        .as(control)
                        .isTrue();
            }
            assertThat(Axe.violations(tab.page())).isEmpty();
            tab.page().locator("[name=window][value='1']").check();
            await().atMost(SOON)
                    .until(() -> tab.page().locator("#scope").innerText().equals("Last minute"));
            tab.page().keyboard().press("Escape");
            assertThat(tab.page().locator("#pause").isVisible()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"1440, 900", "820, 1180", "390, 844"})
    void filter_movesNothing(int width, int height) {
        try (DashboardTab tab = openLive(width, height, "/?connect=true")) {
            await().atMost(SOON).until(() -> !tab.drawnBars(COUNTRY).isEmpty());
            List<?> before = places(tab);

            tab.clickBar(COUNTRY, 0, tab.drawnBars(COUNTRY).size());
            await().atMost(SOON).until(() -> tab.chips().size() == 1);
            assertThat(places(tab)).isEqualTo(before);

            tab.toggleFilter("Exclude returned");
            await().atMost(SOON).until(() -> tab.chips().size() == 2);
            assertThat(places(tab)).isEqualTo(before);
        }
    }

    /** Panels and controls, without the title, which makes room for filters. */
    private static List<?> places(DashboardTab tab) {
        return (List<?>) tab.page().evaluate("""
                () => [...document.querySelectorAll('.panel, .chart-canvas, #toolbar :is(button, label, .state)')]
                  .filter((element) => element.checkVisibility() && element.closest('.scope-bar, .state') === null)
                  .map((element) => element.getBoundingClientRect())
                  .map(({ x, y, width, height }) => [x, y, width, height].join(' '))""");
    }

    /** The page is painted before its script runs. */
    @ParameterizedTest
    @CsvSource({"390, 844", "820, 1180", "1280, 720", "1440, 900", "2560, 1440"})
    void startOfTheScript_movesNothing(int width, int height) {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), width, height, ColorScheme.LIGHT)) {
            countShifts(tab);
            tab.open(dashboard.uri("http", "/").toString());
            tab.page().locator("body[data-unknown]").waitFor();
            tab.page()
                    .evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");

            assertThat(shifts(tab)).isLessThan(0.01);
        }
    }

    /** Otherwise a dark page would be light first. */
    @ParameterizedTest
    @CsvSource({"'', false", "theme, true"})
    void script_isAddedAtOnce_onlyIfThePageLooksDifferentWithIt(String stored, boolean expected) {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            tab.page().addInitScript("""
                    if ('%s' !== '') localStorage.setItem('thelook.%s', 'dark');
                    document.addEventListener('DOMContentLoaded', () => {
                      window.isAddedAtOnce = document.querySelectorAll('script').length > 1;
                    });""".formatted(stored, stored));
            tab.open(dashboard.uri("http", "/").toString());
            tab.page().locator("body[data-unknown]").waitFor();

            assertThat(tab.page().locator("script").count()).isEqualTo(2);
            assertThat(tab.page().evaluate("window.isAddedAtOnce")).isEqualTo(expected);
        }
    }

    private static void countShifts(DashboardTab tab) {
        tab.page().addInitScript("""
                window.shifts = 0;
                new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => { window.shifts += value; }))
                  .observe({ type: 'layout-shift', buffered: true });""");
    }

    private static double shifts(DashboardTab tab) {
        return ((Number) tab.page().evaluate("window.shifts")).doubleValue();
    }

    /** Exactly one screen, nothing clipped, nothing over something else, and nothing that moves. */
    @ParameterizedTest
    @CsvSource({"1280, 720", "1366, 768", "1920, 1080", "3840, 2160", "1080, 1920"})
    void wallDisplay_fillsOneScreen(int width, int height) {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), width, height, ColorScheme.DARK)) {
            countShifts(tab);
            tab.open(dashboard.uri("http", "/?kiosk&window=1").toString());
            tab.awaitLevel("live", 10_000);
            await().atMost(SOON)
                    .until(() -> !tab.drawnBars(COUNTRY).isEmpty()
                            && tab.page().locator("path[data-shade]").count() >= 5
                            && tab.page().locator(".orders tbody tr").count() == 8);

            assertThat(tab.page()
                            .evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"))
                    .isEqualTo(List.of(width, height));
            double last = tab.page().locator(".chart:visible").all().stream()
                    .map(Locator::boundingBox)
                    .mapToDouble(box -> box.y + box.height)
                    .max()
                    .orElseThrow();
            assertThat(last).as("fills the screen").isBetween(height - 48.0, (double) height);
            assertThat(tab.holes(".charts")).isEmpty();
            assertThat(clipped(tab)).as("clipped").isEmpty();
            assertThat((Boolean) tab.page().locator(".orders").evaluate("""
                            table => table.getBoundingClientRect().bottom
                              <= table.parentElement.getBoundingClientRect().bottom + 1"""))
                    .as("all rows of the orders are in sight")
                    .isTrue();
            assertThat((Boolean) tab.page().locator(".orders tbody").evaluate("""
                            body => [...body.querySelectorAll('td:first-child, td:nth-child(7) button')]
                              .every((text) => text.scrollWidth <= text.clientWidth)"""))
                    .as("each time and status has room")
                    .isTrue();
            assertThat(overlapping(tab)).as("overlapping").isEmpty();
            assertThat(crowded(tab)).as("crowded").isEmpty();
            DoubleSummaryStatistics lines = tab.page().locator(".card-compare").all().subList(0, 3).stream()
                    .mapToDouble(line -> line.boundingBox().y)
                    .summaryStatistics();
            assertThat(lines.getMax() - lines.getMin())
                    .as("the cards have their lines side by side")
                    .isLessThan(1);
            assertThat(((Number) tab.page().locator(".map-notes").evaluate("""
                            notes => parseFloat(getComputedStyle(notes).fontSize)
                              / parseFloat(getComputedStyle(document.querySelector('.chart .unit')).fontSize)""")).doubleValue())
                    .as("the legend grows with the other labels")
                    .isGreaterThanOrEqualTo(1);
            assertThat(shifts(tab)).as("cumulative layout shift").isLessThanOrEqualTo(0.05);
            assertThat(Axe.violations(tab.page())).isEmpty();
        }
    }

    private static List<?> clipped(DashboardTab tab) {
        return (List<?>) tab.page().evaluate("""
                () => [...document.querySelectorAll('h1, h2, .scope, .state, .today p, .card-value, .card-compare, .card-delta')]
                  .filter((element) => element.checkVisibility()
                    && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 4
                      || element.getBoundingClientRect().bottom > (element.closest('.card') ?? document.body).getBoundingClientRect().bottom))
                  .map((element) => `${element.className} ${element.textContent.trim()}: ${element.scrollWidth} in ${element.clientWidth}, ${element.scrollHeight} in ${element.clientHeight}`)""");
    }

    private static List<?> overlapping(DashboardTab tab) {
        return (List<?>) tab.page().evaluate("""
                () => {
                  const boxes = [...document.querySelectorAll('#toolbar, .today, #strip > *, .panel')]
                    .filter((element) => element.checkVisibility())
                    .map((element) => ({ name: element.textContent.trim().slice(0, 30), box: element.getBoundingClientRect() }));
                  return boxes.flatMap((one, i) => boxes.slice(i + 1)
                    .filter(({ box }) => box.left < one.box.right - 1 && one.box.left < box.right - 1
                      && box.top < one.box.bottom - 1 && one.box.top < box.bottom - 1)
                    .map(({ name }) => `${one.name} and ${name}`));
                }""");
    }

    /** Texts of charts that are cut or lie over each other, and texts side by side without a space. */
    private static List<?> crowded(DashboardTab tab) {
        return (List<?>) tab.page().evaluate("""
                () => [
                  ...[...document.querySelectorAll('.chart-canvas svg')].filter((svg) => svg.checkVisibility()).flatMap((svg) => {
                    const room = svg.getBoundingClientRect();
                    const texts = [...svg.querySelectorAll('text')].map((text) => ({ words: text.textContent, box: text.getBoundingClientRect() }));
                    const cut = texts.filter(({ box }) => box.left < room.left - 1 || box.right > room.right + 1);
                    const pairs = texts.flatMap((one, i) => texts.slice(i + 1)
                      .filter(({ box }) => box.left < one.box.right && one.box.left < box.right
                        && box.top < one.box.bottom - one.box.height * 0.15 && one.box.top < box.bottom - box.height * 0.15)
                      .map(({ words }) => `${one.words} and ${words}`));
                    return [...cut.map(({ words }) => `${words} cut`), ...pairs];
                  }),
                  ...[['.card-delta-value', '.card-delta-words'], ['.state-dot', '.state-word'], ['.state-word', '.state-detail'],
                    ['.chart h2', '.unit']].flatMap(([first, second]) => [...document.querySelectorAll(first)]
                    .map((one) => [one, one.parentElement.querySelector(second)])
                    .filter(([one, other]) => one.checkVisibility() && other.checkVisibility()
                      && other.getBoundingClientRect().top < one.getBoundingClientRect().bottom
                      && other.getBoundingClientRect().left - one.getBoundingClientRect().right
                        < 0.25 * parseFloat(getComputedStyle(other).fontSize))
                    .map(([one, other]) => `no space before ${other.textContent}`)),
                ]""");
    }

    @ParameterizedTest
    @CsvSource({"390, 844", "820, 1180", "1440, 900"})
    void textsOfCharts_areWholeAndApart(int width, int height) {
        try (DashboardTab tab = openLive(width, height, "/?connect=true&window=5&not.item_status=Returned")) {
            await().atMost(SOON)
                    .until(() -> !tab.drawnBars(COUNTRY).isEmpty()
                            && tab.chart("trend").locator("svg text").count() > 3);

            assertThat(crowded(tab)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"1440, LIGHT", "1280, DARK", "820, LIGHT", "390, DARK"})
    void filters_areWholeOrCounted(int width, ColorScheme scheme) {
        String three = "/?connect=true&window=1&country=China&country=France&not.item_status=Returned";
        try (DashboardTab tab = openLive(width, 900, scheme, three)) {
            Locator more = tab.page().locator(".chips-more");
            await().atMost(SOON).until(() -> tab.chips().size() == 3);
            assertThat(tab.page().locator("h1 bdi").innerText()).isEqualTo("theLook");
            assertThat((Boolean) tab.page().evaluate("""
                            () => document.querySelector('h1 bdi').offsetWidth <= document.querySelector('h1').clientWidth
                              && document.querySelector('.scope').scrollWidth <= document.querySelector('.scope').clientWidth"""))
                    .as("the name of the shop and the period are whole")
                    .isTrue();
            List<?> seen = (List<?>) tab.page().evaluate("""
                    () => {
                      const room = document.querySelector('#chips').getBoundingClientRect();
                      return [...document.querySelectorAll('#chips li')].map((item) => item.getBoundingClientRect())
                        .filter(({ top, right }) => top < room.bottom && right <= room.right + 1)
                        .map(({ bottom }) => bottom <= room.bottom);
                    }""");
            assertThat(seen.contains(false)).as("cut").isFalse();
            if (seen.size() > 3) {
                assertThat(more.isVisible()).isFalse();
                return;
            }
            assertThat(more.innerText())
                    .isEqualTo(
                            seen.isEmpty()
                                    ? "3 filters"
                                    : "+" + (3 - seen.size()) + (seen.size() == 2 ? " filter" : " filters"));

            more.click();

            assertThat(tab.page().locator("#chips-all:popover-open li").allInnerTexts())
                    .containsExactly("Country: China", "Country: France", "Not returned", "Clear filters");
            assertThat(Axe.violations(tab.page())).isEmpty();
            tab.page().locator("#chips button[data-value=France]").click();
            await().atMost(SOON).until(() -> tab.chips().equals(List.of("Country: China", "Not returned")));
            tab.page().keyboard().press("Escape");
            assertThat(tab.page().locator("#chips-all:popover-open").count()).isZero();
            assertThat(tab.chips()).as("Escape closed the list only").hasSize(2);
            assertThat(pale(tab)).isEmpty();
        }
    }

    /** Texts that are paler than their colour: only that is checked for its contrast. */
    private static List<?> pale(DashboardTab tab) {
        return (List<?>) tab.page().evaluate("""
                () => [...document.querySelectorAll('.panel *')]
                  .filter((element) => element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''))
                  .filter((element) => {
                    let opacity = Number(getComputedStyle(element).fillOpacity);
                    for (let each = element; each !== null; each = each.parentElement) {
                      opacity *= Number(getComputedStyle(each).opacity);
                    }
                    return opacity < 1;
                  })
                  .map((element) => element.textContent)""");
    }

    @ParameterizedTest
    @CsvSource({"1440, 900, LIGHT", "1280, 900, DARK"})
    void lostConnectionAndReplay_coverNothing(int width, int height, ColorScheme scheme) {
        ServiceProcess feed = ServiceProcess.producer(Map.of());
        try (ServiceProcess lost = ServiceProcess.dashboard(feed.uri("ws", "/ws"));
                DashboardTab tab = openTab(lost, width, height, scheme, "/?connect=true")) {
            tab.awaitLevel("live", 10_000);
            await().atMost(SOON).until(() -> !tab.drawnBars(COUNTRY).isEmpty());
            tab.page().locator("#replay").click();
            tab.page().locator("#scrubber").waitFor();
            assertFirstTenPanelsAreAbove(tab, "#scrubber");

            tab.page().locator("#replay").click();
            feed.close();
            tab.awaitLevel("stale", 20_000);

            assertFirstTenPanelsAreAbove(tab, "#notice");
            assertThat(pale(tab)).as("pale texts").isEmpty();
            assertThat(Axe.violations(tab.page())).isEmpty();
        } finally {
            feed.close();
        }
    }

    private static void assertFirstTenPanelsAreAbove(DashboardTab tab, String strip) {
        BoundingBox box = tab.page().locator(strip).boundingBox();
        assertThat(box.y + box.height).isEqualTo(tab.page().viewportSize().height);
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        tab.page().locator(".panel:visible").all().subList(0, 10))
                .allSatisfy(panel -> assertThat(panel.boundingBox().y + panel.boundingBox().height)
                        .isLessThanOrEqualTo(box.y)));
        assertThat((Boolean) tab.page().evaluate("""
                        () => {
                          const title = document.querySelector('h1').getBoundingClientRect();
                          return [...document.querySelectorAll('h1 *')].map((part) => part.getBoundingClientRect())
                            .every(({ top, right }) => top >= title.bottom || right <= title.right + 1);
                        }"""))
                .as("the title is whole or short")
                .isTrue();
    }

    @Test
    void lostConnection_isReadableOnAWall() {
        ServiceProcess feed = ServiceProcess.producer(Map.of());
        try (ServiceProcess lost = ServiceProcess.dashboard(feed.uri("ws", "/ws"));
                DashboardTab tab = openTab(lost, 1_920, 1_080, ColorScheme.DARK, "/?kiosk")) {
            tab.awaitLevel("live", 10_000);
            feed.close();
            tab.awaitLevel("stale", 20_000);

            Locator notice = tab.page().locator("#notice");
            assertThat(((Number) notice.evaluate("notice => parseFloat(getComputedStyle(notice).fontSize)"))
                            .doubleValue())
                    .as("a letter of 3 cm on a screen of 55 inches")
                    .isGreaterThanOrEqualTo(32);
            assertThat(tab.page().evaluate("document.documentElement.scrollHeight"))
                    .isEqualTo(1_080);
            assertThat(overlapping(tab)).isEmpty();
            assertThat(clipped(tab)).isEmpty();
        } finally {
            feed.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 390})
    void lostConnection_leavesTheControlsOfAPhoneInPlace(int width) {
        ServiceProcess feed = ServiceProcess.producer(Map.of());
        try (ServiceProcess lost = ServiceProcess.dashboard(feed.uri("ws", "/ws"));
                DashboardTab tab = openTab(lost, width, 844, ColorScheme.LIGHT, "/?connect=true")) {
            tab.awaitLevel("live", 10_000);
            double height = tab.page().locator("#toolbar").boundingBox().height;
            feed.close();
            tab.awaitLevel("stale", 20_000);

            assertThat(tab.page().locator("#toolbar").boundingBox().height).isEqualTo(height);
        } finally {
            feed.close();
        }
    }

    @Test
    void forcedColours_showWhatIsChosenAndTheState() {
        try (DashboardTab tab = openLive(1440, 900, "/?connect=true&window=5")) {
            tab.page().emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));

            assertThat(background(tab, "[name=window][value='5'] + span"))
                    .isNotEqualTo(background(tab, "[name=window][value='1'] + span"));
            assertThat(background(tab, ".state-dot")).isNotEqualTo(background(tab, "body"));
        }
    }

    private static Object background(DashboardTab tab, String selector) {
        return tab.page().locator(selector).evaluate("element => getComputedStyle(element).backgroundColor");
    }

    @Test
    void toolsOfAPanel_appearWithThePointerOrTheFocus() {
        try (DashboardTab tab = openLive(1440, 900, "/?connect=true")) {
            Locator tools = tab.chart(COUNTRY).locator("summary");
            tab.page().mouse().move(5, 5);
            assertThat(opacity(tools)).isEqualTo("0");

            tab.chart(COUNTRY).hover();
            assertThat(opacity(tools)).isEqualTo("1");
            tab.page().mouse().move(5, 5);
            tools.focus();
            assertThat(opacity(tools)).isEqualTo("1");

            tab.page().keyboard().press("Enter");
            assertThat(tab.chart(COUNTRY).locator(".tool-table").isVisible()).isTrue();
            tab.page().keyboard().press("Escape");
            assertThat(tab.chart(COUNTRY).locator(".tool-table").isVisible()).isFalse();
        }
    }

    private static Object opacity(Locator element) {
        return element.evaluate("element => getComputedStyle(element).opacity");
    }
}
