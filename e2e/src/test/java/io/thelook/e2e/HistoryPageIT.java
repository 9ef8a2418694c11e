package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Earlier days on the page: the comparison with today, periods of days, and a replay of any moment. */
class HistoryPageIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private static Path data;

    private static Chromium chromium;
    private static ServiceProcess dashboard;

    private DashboardTab tab;
    private PastShop shop;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        dashboard = ServiceProcess.start(
                "dashboard",
                ServiceProcess.freePort(),
                Map.of("HISTORY", "true", "DATA_DIR", data.toString(), "FEED", "ws://localhost:1/nothing"));
    }

    @AfterAll
    static void stop() {
        dashboard.close();
        chromium.close();
    }

    @AfterEach
    void leave() {
        assertThat(tab.complaints()).isEmpty();
        tab.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1280, 900, LIGHT, /?connect=true",
        "1440, 900, DARK, /?connect=true&window=24h",
        "2560, 1440, LIGHT, /?connect=true&window=7d",
        "820, 1180, DARK, /?connect=true&window=today",
        "390, 844, LIGHT, /?connect=true",
        "1280, 720, DARK, /?kiosk&window=24h",
        "1920, 1080, DARK, /?kiosk&window=today",
        "1080, 1920, LIGHT, /?kiosk"
    })
    void today_hasRoomOnEveryScreen_andMovesNothing(int width, int height, ColorScheme scheme, String path)
            throws IOException {
        begin(width, height, scheme);
        shop.change(view -> goal(view, 50_000));
        shop.hold();
        tab.open(dashboard.uri("http", path + "&tz=UTC").toString());
        tab.page().waitForCondition(shop::isConnected);
        List<?> places = places();
        shop.show();
        tab.awaitLevel("live", 10_000);
        await().atMost(SOON).until(tab::hasFigures);
        assertThat(places()).as("nothing moves").isEqualTo(places);

        assertThat(tab.page().locator(".today-value").allInnerTexts())
                .containsExactly("400", "600", "$ 10,000", "$ 25.00");
        assertThat(tab.page().locator(".today-days").innerText()).isEqualTo("vs yesterday · last Thursday");
        assertThat(tab.page().locator(".today-note").innerText())
                .isEqualTo("On course for $ 25,000 (shape of last Thursday)");
        assertThat(tab.page().locator(".today-reached").innerText()).isEqualTo("20% of $ 50,000");
        assertThat(tab.page().locator(".today-ahead").innerText()).isEqualTo("$ 10,000 behind");
        assertThat(cut()).isEmpty();
        assertThat(tab.page().evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
        if (path.contains("kiosk")) {
            assertThat(tab.page().evaluate("document.documentElement.scrollHeight"))
                    .isEqualTo(height);
        } else if (width >= 1280) {
            assertThat(tab.page().locator("#toolbar").boundingBox().height).isEqualTo(48);
            for (Locator panel : tab.page().locator(".panel:visible").all().subList(0, 10)) {
                assertThat(panel.boundingBox().y + panel.boundingBox().height)
                        .as(panel.locator("h2").innerText())
                        .isLessThanOrEqualTo(height);
            }
        }
        awaitDrawn();
        tab.screenshot("history-" + width + "x" + height);
        assertThat(Axe.violations(tab.page())).isEmpty();
    }

    /** Where the strip and what follows it are. */
    private List<?> places() {
        return (List<?>) tab.page().evaluate("""
                () => [...document.querySelectorAll('.today, .cards, .charts')].map((element) => element.getBoundingClientRect())
                  .map(({ y, height }) => `${y} ${Math.round(height)}`).slice(0, 3)""");
    }

    /** The texts of the strip and the controls that have no room. Filters without room are counted in words. */
    private List<?> cut() {
        return (List<?>) tab.page().evaluate("""
                () => [...document.querySelectorAll('.today p, .scope, .toolbar > :not(.scope-bar)')]
                  .filter((element) => element.checkVisibility() && !element.matches('h1')
                    && (element.scrollWidth > element.clientWidth + 1 || element.getBoundingClientRect().right > innerWidth))
                  .map((element) => `${element.className}: ${element.textContent.trim()}`)""");
    }

    @Test
    void today_isColouredOnlyIfItIsMoreThanChance() throws IOException {
        begin(1440, 900, ColorScheme.LIGHT);
        open("/?connect=true");

        Locator orders = tab.page().locator(".today-tile[data-metric=num_orders] .today-change");
        assertThat(orders.allTextContents()).containsExactly("+33.3 % vs yesterday", "−2.4 % vs last Thursday");
        assertThat(orders.nth(0).getAttribute("data-trend")).isEqualTo("up");
        assertThat(orders.nth(0).getAttribute("title")).isEqualTo("300 yesterday by this time");
        assertThat(orders.nth(1).getAttribute("data-trend")).isEqualTo("neutral");
    }

    @Test
    void today_withoutEarlierDays_saysSo() throws IOException {
        begin(1440, 900, ColorScheme.LIGHT);
        shop.change(view -> {
            ObjectNode today = (ObjectNode) view.get("today");
            today.remove(List.of("yesterday", "last_week", "share", "share_of", "forecast"));
            today.put("known_from", PastShop.NOW - 7_200_000);
        });
        open("/?connect=true");

        assertThat(tab.page().locator(".today-since").innerText()).isEqualTo("since 10:00");
        assertThat(tab.page().locator(".today-days").innerText()).isEqualTo("no data for yesterday or last week");
        assertThat((Boolean)
                        tab.page().locator(".today-days").evaluate("words => words.scrollWidth <= words.clientWidth"))
                .isTrue();
        assertThat(tab.page().locator(".today-change:visible").count()).isZero();
        assertThat(tab.page().locator(".today-note").innerText())
                .isEqualTo("No forecast: no full day to compare with yet");
    }

    @Test
    void today_ofAShopElsewhere_namesItsTimeZone() throws IOException {
        begin(1440, 900, ColorScheme.LIGHT);
        shop.change(view -> ((ObjectNode) view.get("today"))
                .put("zone", "America/New_York")
                .put("from", PastShop.NOW - 7 * 3_600_000));
        open("/?connect=true");

        assertThat(tab.page().locator(".today-since").innerText()).isEqualTo("New York time");
    }

    @Test
    void goal_isSetAndRemovedWithTheKeyboard_andKept() throws IOException {
        begin(1440, 900, ColorScheme.LIGHT);
        shop.change(view -> goal(view, 50_000));
        open("/?connect=true");
        Locator reached = tab.page().locator(".today-reached");

        tab.page().locator(".today-set").focus();
        press("Enter");
        assertThat(Axe.violations(tab.page())).isEmpty();
        tab.page().keyboard().type("-5");
        press("Enter");
        assertThat(tab.page().locator(".goal-problem").innerText()).isEqualTo("Enter an amount above zero.");
        tab.page().locator("#goal input").fill("20000");
        press("Enter");
        await().atMost(SOON).until(() -> reached.innerText().equals("50% of $ 20,000"));
        assertThat(tab.page().locator(".today-ahead").innerText()).isEqualTo("$ 2,000 ahead");
        assertThat(tab.page().evaluate("document.activeElement.className")).isEqualTo("today-set");

        tab.page().reload();
        await().atMost(SOON).until(() -> reached.innerText().equals("50% of $ 20,000"));
        tab.page().locator(".today-set").click();
        assertThat(tab.page().locator(".goal-note").innerText()).contains("the goal of the dashboard, $ 50,000");
        tab.page().locator(".goal-remove").click();
        await().atMost(SOON).until(() -> reached.innerText().equals("20% of $ 50,000"));
    }

    @Test
    void period_isChosen_named_compared_andUndone() throws IOException {
        begin(1440, 900, ColorScheme.LIGHT);
        open("/?connect=true");
        String start = tab.address();

        tab.page().locator(".past-button").click();
        assertThat(Axe.violations(tab.page())).isEmpty();
        tab.page().locator("[name=past][value='7d']").click();
        awaitScope("Last 7 days");
        assertThat(tab.page().locator("#past").isVisible()).isFalse();
        assertThat(tab.page().locator(".past-button").innerText()).isEqualTo("7 days");
        assertThat(tab.address()).contains("window=7d");
        assertThat(tab.page().locator(".card-compare-words").first().innerText())
                .isEqualTo("7 days before: 4");
        await().atMost(SOON).until(() -> hrefOf("#csv").startsWith("history.csv?window=7d&format=spreadsheet"));
        assertThat(hrefOf("#parquet")).isEqualTo("history.parquet?window=7d");

        press("d");
        awaitScope("Today");
        assertThat(tab.page().locator(".card-compare-words").first().innerText())
                .isEqualTo("Yesterday: 4");
        press("1");
        awaitScope("Last minute");
        assertThat(tab.page().locator("#parquet").getAttribute("hidden")).isNotNull();
        assertThat(tab.page().locator(".card-compare-words").first().innerText())
                .isEqualTo("Previous 1 min: 4");
        tab.page().goBack();
        awaitScope("Today");
        tab.page().goBack();
        awaitScope("Last 7 days");
        tab.page().goBack();
        await().atMost(SOON).until(() -> tab.address().equals(start));
    }

    @Test
    void range_isShown_orItsProblem() throws IOException {
        begin(1280, 900, ColorScheme.LIGHT);
        open("/?connect=true&tz=Europe/Berlin");
        tab.page().locator(".past-button").click();
        Locator from = tab.page().locator("[name=from]");
        Locator to = tab.page().locator("[name=to]");
        assertThat(tab.page().locator(".range-zone").innerText()).isEqualTo("GMT+1");
        from.fill("2026-11-25T12:00");
        to.fill("2026-11-24T08:00");
        press("Enter");
        assertThat(tab.page().locator(".range-problem").innerText()).isEqualTo("The end must be after the start.");
        assertThat(Axe.violations(tab.page())).isEmpty();

        from.fill("2026-11-24T08:00");
        to.fill("2026-11-25T12:00");
        press("Enter");

        awaitScope("Nov 24, 08:00 – Nov 25, 12:00");
        assertThat(tab.address()).contains("from=1795503600000&to=1795604400000");
        assertThat(tab.page().locator("#toolbar").boundingBox().height).isEqualTo(48);
        assertThat(tab.page().evaluate("document.documentElement.scrollWidth")).isEqualTo(1280);
        assertThat(hrefOf("#csv")).startsWith("history.csv?from=1795503600000&to=1795604400000");
    }

    @Test
    void figuresOfThePeriodBefore_areNotShownAsThoseOfTheChosenOne() throws IOException {
        begin(1440, 900, ColorScheme.LIGHT);
        open("/?connect=true");
        shop.hold();

        press("w");
        awaitScope("Computing: Last 7 days");
        assertThat(tab.page().locator(".card-value").first().evaluate("value => getComputedStyle(value).opacity"))
                .isEqualTo("0.2");

        shop.show();
        awaitScope("Last 7 days");
        assertThat(tab.page().locator(".card-value").first().evaluate("value => getComputedStyle(value).opacity"))
                .isEqualTo("1");
    }

    @Test
    void refusedPeriod_leavesTheOneBefore() throws IOException {
        begin(1440, 900, ColorScheme.LIGHT);
        open("/?connect=true");
        String start = tab.address();
        shop.refuse("window=7d: the history cannot be read");

        press("w");
        await().atMost(SOON).until(() -> tab.notice().equals("Not possible: window=7d: the history cannot be read."));
        awaitScope("Last minute");
        assertThat(tab.address()).isEqualTo(start);
        assertThat(tab.page().locator("[name=window][value='0']").isChecked()).isTrue();
    }

    @Test
    void linkedPeriod_thatCannotBeReadYet_isShownAsSoonAsItCan() throws IOException {
        begin(1440, 900, ColorScheme.LIGHT);
        shop.refuse("window=7d: the history cannot be read");
        shop.change(view -> history(view, "unavailable", "the file is in use"));
        open("/?connect=true&window=7d");
        awaitScope("Last minute");

        shop.refuse(null);
        shop.change(view -> {});
        awaitScope("Last 7 days");
    }

    @Test
    void withoutHistory_nothingOfItIsOffered() throws IOException {
        begin(1440, 900, ColorScheme.LIGHT);
        shop.change(view -> view.remove(List.of("history", "today")));
        open("/?connect=true");

        assertThat(tab.page().locator("#today").isVisible()).isFalse();
        assertThat(tab.page().locator(".past-button").isVisible()).isFalse();
        tab.page().locator("#replay").click();
        tab.page().locator("#scrubber").waitFor();
        assertThat(tab.page().locator(".scrubber-day").isVisible()).isFalse();
        assertThat(shop.requests("day")).isEmpty();
    }

    @Test
    void brokenHistory_isReportedInWords_andCoversNothing() throws IOException {
        begin(1440, 900, ColorScheme.LIGHT);
        shop.change(view -> history(view, "paused", "the disk is full"));
        open("/?connect=true");
        Locator note = tab.page().locator(".today-note");

        assertThat(note.innerText()).isEqualTo("History is not being kept: the disk is full");
        assertThat(note.getAttribute("data-level")).isEqualTo("warn");
        assertThat(tab.page().locator("#announcement").textContent())
                .contains("History is not being kept: the disk is full");
        assertThat(tab.page().locator("#notice").isVisible()).isFalse();
        assertThat(Axe.violations(tab.page())).isEmpty();

        String reason = "the library of the database could not be loaded from the temporary folder";
        shop.change(view -> {
            history(view, "unavailable", reason);
            view.remove("today");
        });
        await().atMost(SOON).until(() -> note.innerText().equals("History is not being kept: " + reason));
        assertThat(cut()).isEmpty();
        tab.page().locator(".past-button").click();
        assertThat(tab.page().locator(".past-reason").innerText()).isEqualTo("History is not being kept: " + reason);
        assertThat(tab.page().locator("[name=past]").first().isVisible()).isFalse();
        assertThat(Axe.violations(tab.page())).isEmpty();
    }

    @Test
    void trend_hasEarlierDaysAsLines_alsoInItsTableAndPicture() throws IOException {
        begin(1440, 900, ColorScheme.DARK);
        open("/?connect=true&window=today");
        Locator panel = tab.chart("trend");
        awaitDrawn();
        await().atMost(SOON).until(() -> panel.locator("path.trend-line").count() == 2);

        assertThat(panel.locator(".trend-legend li").allInnerTexts())
                .containsExactly("Sales", "Yesterday", "7 days before");
        panel.locator(".chart-canvas").hover();
        // The cursor is in the middle of a day that is half over.
        await().atMost(SOON).until(() -> panel.locator(".chart-tip").isVisible());
        assertThat(panel.locator(".chart-tip").innerText()).contains("Yesterday: $ ");
        tab.page().evaluate("""
                () => {
                  window.written = [];
                  CanvasRenderingContext2D.prototype.fillText = (text) => window.written.push(text);
                }""");
        Download picture =
                tab.page().waitForDownload(() -> panel.locator(".tool-png").evaluate("button => button.click()"));
        assertThat(picture.suggestedFilename()).startsWith("theLook - Sales over Time - today - 2026-11-26");
        assertThat((List<?>) tab.page().evaluate("window.written.slice(-3)"))
                .isEqualTo(List.of("Sales", "Yesterday", "7 days before"));
        panel.locator(".tool-table").evaluate("button => button.click()");
        assertThat(panel.locator("th").allInnerTexts())
                .containsExactly("From", "Sales", "Orders", "Yesterday", "7 days before");
        assertThat(panel.locator("tbody tr").count())
                .as("the whole day of yesterday")
                .isEqualTo(24);
        assertThat(panel.locator("tbody tr").last().locator("td").allInnerTexts())
                .containsExactly("Nov 26, 00:00", "$ 100", "2", "$ 80", "$ 120");
        assertThat(panel.locator("tbody tr").first().locator("td").allInnerTexts())
                .containsExactly("Nov 26, 23:00", "–", "–", "$ 50", "–");
    }

    @Test
    void replay_spansTheDay_andItsPeaksAreReachedWithTheKeyboard() throws IOException {
        begin(1440, 900, ColorScheme.LIGHT);
        open("/?connect=true");
        press("r");
        Locator peaks = tab.page().locator(".scrubber-peaks button");
        await().atMost(SOON).until(() -> peaks.count() == 1);
        assertThat(peaks.first().getAttribute("aria-label")).isEqualTo("Peak 09:00, 124 orders");
        Locator slider = tab.page().locator(".scrubber-at");
        assertThat(slider.getAttribute("min")).isEqualTo(Long.toString(PastShop.MIDNIGHT));
        assertThat(slider.getAttribute("max")).isEqualTo(Long.toString(PastShop.NOW));
        assertThat(tab.page().locator(".scrubber-after").isDisabled()).isTrue();
        assertThat(Axe.violations(tab.page())).isEmpty();

        peaks.first().focus();
        press("Enter");
        awaitTime("09:05:00");
        tab.page().locator(".scrubber-before").click();
        awaitTime("Nov 25, 09:05:00");
        await().atMost(SOON).until(() -> peaks.count() == 2);
        assertThat(slider.getAttribute("max")).isEqualTo(Long.toString(PastShop.MIDNIGHT));
        await().atMost(SOON)
                .until(() -> hrefOf("#csv").startsWith("history.csv?")
                        && hrefOf("#csv").contains("&at="));

        tab.page().locator(".scrubber-jump").fill("2026-11-20T08:30");
        awaitTime("Nov 20, 08:30:00");
        assertThat(tab.address()).contains("at=" + (PastShop.MIDNIGHT - 6 * PastShop.DAY + 30_600_000));
        tab.page().locator(".scrubber-speed").selectOption("60");
        tab.page().locator(".scrubber-play").click();
        await().atMost(SOON)
                .until(() -> tab.page().locator(".scrubber-time").innerText().startsWith("Nov 20, 08:31"));
        tab.page().locator(".scrubber-play").click();
    }

    @Test
    void replay_asksAtMostFourTimesASecond() throws IOException {
        begin(1440, 900, ColorScheme.LIGHT);
        open("/?connect=true");
        press("r");
        await().atMost(SOON)
                .until(() -> tab.page().locator(".scrubber-peaks button").count() == 1);
        int before = shop.requests("replay").size();

        double seconds = ((Number) tab.page().evaluate("""
                async () => {
                  const slider = document.querySelector('.scrubber-at');
                  const start = performance.now();
                  for (let i = 0; i < 60; i++) {
                    slider.value = Number(slider.min) + i * 60_000;
                    slider.dispatchEvent(new Event('input'));
                    await new Promise(requestAnimationFrame);
                  }
                  return (performance.now() - start) / 1000;
                }""")).doubleValue();
        long last = PastShop.MIDNIGHT + 59 * 60_000;

        // Waits in the way in which Playwright hears of messages.
        tab.page()
                .waitForCondition(() -> shop.requests("replay")
                                .get(shop.requests("replay").size() - 1)
                                .get("at")
                                .asLong()
                        == last);
        assertThat(shop.requests("replay").size() - before).isBetween(2, (int) (seconds * 4) + 3);
    }

    @Test
    void replayOfAnEarlierDay_inALink_isShown() throws IOException {
        begin(820, 1180, ColorScheme.LIGHT);
        tab.page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        tab.open(dashboard
                .uri("http", "/?window=15&at=" + (PastShop.NOW - 2 * PastShop.DAY))
                .toString());

        awaitTime("Nov 24, 12:00:00");
        assertThat(tab.page().locator(".state-word").innerText()).isEqualTo("Replay");
        assertThat(tab.page().evaluate("document.documentElement.scrollWidth")).isEqualTo(820);
        assertThat(Axe.violations(tab.page())).isEmpty();
    }

    @Test
    void typedDate_isNoShortcut() throws IOException {
        begin(1440, 900, ColorScheme.LIGHT);
        open("/?connect=true&window=15");
        press("r");
        tab.page().locator(".scrubber-peaks button").waitFor();
        tab.page().locator(".scrubber-jump").focus();
        tab.page().keyboard().type("1120");

        assertThat(tab.page().locator("[name=window][value='15']").isChecked()).isTrue();
    }

    @Test
    void print_hasTodayAndItsGoal() throws IOException {
        begin(1024, 1400, ColorScheme.DARK);
        shop.change(view -> goal(view, 50_000));
        open("/?connect=true&window=24h");
        tab.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        await().atMost(SOON).until(() -> tab.page().locator(".chart-print").count() > 0);

        assertThat(tab.page().locator(".today-reached").isVisible()).isTrue();
        assertThat(tab.page().locator(".today-set").isVisible()).isFalse();
        assertThat(tab.page().locator("[data-kind=trend] .chart-print polyline").count())
                .isEqualTo(2);
        assertThat(tab.page().locator(".print-heading").innerText())
                .startsWith("Last 24 hours · Nov 26, 2026, 12:00:00");
        assertThat(cut()).isEmpty();
    }

    private void begin(int width, int height, ColorScheme scheme) throws IOException {
        tab = new DashboardTab(chromium.browser(), width, height, scheme);
        shop = new PastShop(tab.page());
    }

    /** In UTC, unless the path says something else. */
    private void open(String path) {
        tab.open(dashboard
                .uri("http", path + (path.contains("tz=") ? "" : "&tz=UTC"))
                .toString());
        tab.awaitLevel("live", 10_000);
        await().atMost(SOON).until(() -> tab.values().get(1).equals("7"));
    }

    private void press(String key) {
        tab.page().keyboard().press(key);
    }

    private void awaitScope(String words) {
        await().atMost(SOON)
                .until(() -> tab.page().locator(".scope-period").innerText().equals(words));
    }

    private void awaitTime(String start) {
        await().atMost(SOON)
                .until(() -> tab.page().locator(".scrubber-time").innerText().startsWith(start + ","));
    }

    private void awaitDrawn() {
        await().atMost(SOON)
                .until(() -> tab.page()
                                .locator(".chart[data-kind=trend] path[ecmeta_data_index]")
                                .count()
                        > 0);
    }

    private String hrefOf(String link) {
        return tab.page().locator(link).getAttribute("href");
    }

    private static void goal(ObjectNode view, int dollars) {
        ((ObjectNode) view.get("today")).put("goal", dollars);
    }

    private static void history(ObjectNode view, String state, String reason) {
        ((ObjectNode) view.get("history")).put("state", state).put("reason", reason);
    }
}
