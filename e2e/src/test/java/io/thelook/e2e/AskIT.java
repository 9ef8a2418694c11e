package io.thelook.e2e;

import static io.thelook.e2e.Recomputation.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The choices on the page, each result compared with a recomputation from the feed. */
class AskIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String COUNTRY = "revenue_by_country";
    private static final long MINUTE = 60_000;

    private static Chromium chromium;
    private static ServiceProcess producer;
    private static ServiceProcess dashboard;
    private static FeedFollower follower;
    private DashboardTab tab;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        producer = ServiceProcess.producer(Map.of("REFRESH_SECONDS", "3", "WAIT_SECONDS", "2"));
        // First, so that it has all the records that the dashboard has.
        follower = new FeedFollower(producer.uri("ws", "/ws"));
        dashboard = ServiceProcess.dashboard(producer.uri("ws", "/ws"));
    }

    @AfterAll
    static void stop() {
        follower.close();
        dashboard.close();
        producer.close();
        chromium.close();
    }

    @BeforeEach
    void open() {
        tab = openAt("/?connect=true");
    }

    @AfterEach
    void close() {
        assertThat(tab.complaints()).isEmpty();
        tab.close();
    }

    @Test
    void clickedBar_filtersEverythingAndItsOwnChartStillCompares() {
        List<String> countries = Recomputation.ranked(now().revenue().get("country"));

        await().atMost(SOON).until(() -> !tab.drawnBars(COUNTRY).isEmpty());
        tab.clickBar(COUNTRY, 0, countries.size());
        await().atMost(SOON).until(() -> tab.chips().size() == 1);
        String first = tab.chips().get(0).replace("Country: ", "");
        assertThat(countries.subList(0, 2))
                .as("the bars may have changed places")
                .contains(first);
        assertShows(record -> record.get("country").asText().equals(first));
        assertThat(tab.address()).contains("country=" + first.replace(' ', '+'));
        await().atMost(SOON).untilAsserted(() -> assertThat(tab.spokenBars(COUNTRY))
                .isEqualTo("Revenue by Country: " + inWords(now().revenue().get("country"))));

        pick("Revenue by Status", "Complete");
        pick("Revenue by Status", "Shipped");
        assertShows(record -> record.get("country").asText().equals(first)
                && List.of("Complete", "Shipped")
                        .contains(record.get("item_status").asText()));
        assertChips("Country: " + first, "Status: Complete", "Status: Shipped");

        tab.page().locator("#chips button[data-value=Shipped]").click();
        assertShows(record -> record.get("country").asText().equals(first)
                && record.get("item_status").asText().equals("Complete"));

        tab.page().keyboard().press("Escape");
        assertChips();
        assertShows(record -> true);
        assertThat(tab.address()).endsWith("/?connect=true");
    }

    @ParameterizedTest
    @CsvSource({
        "Revenue by Traffic Source, traffic_source",
        "Revenue by Category, category",
        "Revenue by Age, age",
        "Revenue by Gender, gender",
        "Live Orders, country"
    })
    void rowOfATable_filtersByItsName(String title, String property) {
        String name = Recomputation.ranked(now().revenue().get(property)).get(0);

        pick(title, name);

        assertShows(record -> Recomputation.value(record, property).equals(name));
    }

    @Test
    void cancelledAndReturned_canBeLeftOut() {
        tab.toggleFilter("Exclude cancelled");
        tab.toggleFilter("Exclude returned");

        assertShows(record -> !List.of("Cancelled", "Returned")
                .contains(record.get("item_status").asText()));
        assertChips("Not cancelled", "Not returned");
        assertThat(tab.address()).contains("not.item_status=Cancelled&not.item_status=Returned");
    }

    @Test
    void window_ofAMinute_hasThatMinute() {
        tab.page()
                .getByLabel("1 min", new Page.GetByLabelOptions().setExact(true))
                .check();

        await().atMost(SOON).untilAsserted(() -> {
            long edge = follower.now() - MINUTE;
            assertFigures(Recomputation.of(
                    follower.everything(), record -> record.get("created_at").asLong() >= edge));
        });
        assertThat(tab.address()).contains("window=1");
    }

    @Test
    void window_longerThanThereAreData_saysSo() {
        tab.page().locator("#replay").click();
        long since = knownFrom();
        tab.page().locator("#replay").click();

        tab.page().keyboard().press("q");

        await().atMost(SOON).until(() -> tab.page()
                .locator("#filling")
                .innerText()
                .matches("Only \\d+:\\d\\d of 15 min collected so far"));
        await().atMost(SOON)
                .untilAsserted(() -> assertFigures(Recomputation.of(
                        follower.everything(),
                        record -> record.get("created_at").asLong() >= since)));
    }

    /** The time since which the dashboard has all records, from the replay's slider. */
    private long knownFrom() {
        Locator slider = tab.page().locator(".scrubber-at");
        await().atMost(SOON).until(() -> Long.parseLong(slider.getAttribute("max")) > 0);
        return Long.parseLong(slider.getAttribute("min"));
    }

    @Test
    void link_showsTheSame() {
        tab.toggleFilter("Exclude returned");
        String country = Recomputation.ranked(now().revenue().get("country")).get(1);
        pick("Revenue by Country", country);
        await().atMost(SOON).until(() -> tab.chips().size() == 2);
        String link = tab.address();
        tab.close();

        tab = openAt(URI.create(link).getRawPath() + "?" + URI.create(link).getRawQuery());

        assertChips("Country: " + country, "Not returned");
        assertShows(record -> record.get("country").asText().equals(country)
                && !record.get("item_status").asText().equals("Returned"));
    }

    @Test
    void pause_freezesThePictureAndCountsWhatWaits() {
        Locator pause = tab.page().locator("#pause");
        pause.click();
        // By then, the figures have stopped counting.
        await().atMost(SOON).until(() -> newOrders(pause) > 0);
        List<String> frozen = tab.values();
        int before = newOrders(pause);

        await().atMost(SOON).until(() -> newOrders(pause) > before + 1);
        assertThat(tab.values()).isEqualTo(frozen);

        pause.click();
        await().atMost(SOON).until(() -> pause.innerText().equals("Pause"));
        assertShows(record -> true);
    }

    /** The number of orders since the page was paused, as its button says. */
    private static int newOrders(Locator pause) {
        Matcher words = Pattern.compile("Paused – (\\d+) new").matcher(pause.innerText());
        return words.matches() ? Integer.parseInt(words.group(1)) : 0;
    }

    @Test
    void replay_showsWhatWasAndComesBack() {
        tab.page().locator("#replay").click();
        Locator slider = tab.page().locator(".scrubber-at");
        long since = knownFrom();
        long latest = Long.parseLong(slider.getAttribute("max"));
        long then = (latest - MINUTE) / 1_000 * 1_000 + Long.parseLong(slider.getAttribute("min")) % 1_000;

        slider.evaluate(
                "(slider, at) => { slider.value = at; slider.dispatchEvent(new Event('input')); }",
                Long.toString(then));

        await().atMost(SOON).until(() -> tab.address().contains("at="));
        long at = at(tab.address());
        assertThat(at).isBetween(latest - MINUTE - 2_000, latest - MINUTE + 2_000);
        Recomputation was = Recomputation.of(follower.everything(), record -> {
            long createdAt = record.get("created_at").asLong();
            return createdAt <= at && createdAt >= Math.max(since, at - 5 * MINUTE);
        });
        await().atMost(SOON).untilAsserted(() -> assertFigures(was));
        assertThat(tab.page().locator(".scrubber-time").innerText())
                .matches("\\d\\d:\\d\\d:\\d\\d, 6\\d s ago|.*, 5\\d s ago");

        tab.page().locator(".scrubber-play").click();
        await().atMost(SOON).until(() -> at(tab.address()) > at + 8_000);

        tab.page().locator("#replay").click();
        assertShows(record -> true);
        assertThat(tab.address()).doesNotContain("at=");
    }

    private static long at(String url) {
        Matcher at = Pattern.compile("[?&]at=(\\d+)").matcher(url);
        assertThat(at.find()).as(url).isTrue();
        return Long.parseLong(at.group(1));
    }

    @Test
    void csv_hasTheRecordsOfTheFilteredWindow() throws Exception {
        pick("Revenue by Gender", "F");
        await().atMost(SOON).until(() -> tab.chips().size() == 1);
        await().atMost(SOON)
                .until(() -> tab.page().locator("#csv").getAttribute("href").contains("gender=F"));
        String href = tab.page().locator("#csv").getAttribute("href");

        await().atMost(SOON).untilAsserted(() -> {
            String csv = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(dashboard.uri("http", "/" + href))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            assertThat(csv.lines().count() - 1)
                    .isEqualTo(Recomputation.of(
                                    newest(),
                                    record -> record.get("gender").asText().equals("F"))
                            .items());
        });
    }

    private void pick(String title, String name) {
        Locator panel = tab.page().locator(".chart", new Page.LocatorOptions().setHas(heading(title)));
        if ("false".equals(panel.locator(".tool-table").getAttribute("aria-pressed"))) {
            tab.useTool(panel, "table");
        }
        panel.locator("td button[data-name=\"" + name + "\"]").click();
    }

    private Locator heading(String title) {
        return tab.page()
                .getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName(title).setExact(true));
    }

    private static String newest() {
        List<String> windows = follower.windows();
        return windows.get(windows.size() - 1);
    }

    private static Recomputation now() {
        return Recomputation.of(newest());
    }

    private void assertShows(Predicate<JsonNode> filter) {
        await().atMost(SOON).untilAsserted(() -> assertFigures(Recomputation.of(newest(), filter)));
    }

    /** The page shows a choice with its next frame. */
    private void assertChips(String... expected) {
        await().atMost(SOON).untilAsserted(() -> assertThat(tab.chips()).containsExactly(expected));
    }

    private void assertFigures(Recomputation expected) {
        assertThat(tab.values().subList(0, 4))
                .containsExactly(
                        number(expected.orders()),
                        number(expected.items()),
                        "$ " + number(expected.sales()),
                        "$ " + String.format(Locale.US, "%,.2f", expected.averageOrderValue()));
        assertThat(tab.values().get(5))
                .isEqualTo(
                        expected.grossMargin() == null
                                ? "–"
                                : String.format(
                                        Locale.US,
                                        "%.1f%%",
                                        expected.grossMargin().movePointRight(2)));
    }

    private static String inWords(Map<String, BigDecimal> revenue) {
        return Recomputation.ranked(revenue).stream()
                .map(name -> name + " $ " + number(Recomputation.whole(revenue.get(name))))
                .collect(Collectors.joining(", "));
    }

    private DashboardTab openAt(String path) {
        DashboardTab opened = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT);
        opened.open(dashboard.uri("http", path).toString());
        opened.awaitLevel("live", 10_000);
        await().atMost(SOON).until(opened::hasFigures);
        return opened;
    }
}
