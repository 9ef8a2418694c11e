package io.thelook.e2e;

import static io.thelook.e2e.Recomputation.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both packaged services, a real browser, and every figure compared with what the producer sends. */
class PageIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String COUNTRY = "revenue_by_country";
    private static final String SOURCE = "revenue_by_traffic_source";

    private static Chromium chromium;
    private static ServiceProcess producer;
    private static ServiceProcess dashboard;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        // Infrequent enough that drawings stop moving before they change again.
        producer = ServiceProcess.producer(Map.of("REFRESH_SECONDS", "3", "WAIT_SECONDS", "3"));
        dashboard = ServiceProcess.start(
                "dashboard",
                ServiceProcess.freePort(),
                Map.of(
                        "REFRESH_SECONDS",
                        "3",
                        "PRODUCER_URL",
                        producer.uri("ws", "/ws").toString()));
    }

    @AfterAll
    static void stop() {
        dashboard.close();
        producer.close();
        chromium.close();
    }

    @Test
    void tickingTheBox_showsWhatTheProducerSends() {
        try (DashboardTab tab = open(1440, 900, ColorScheme.LIGHT, "/");
                FeedFollower follower = new FeedFollower(producer.uri("ws", "/ws"))) {
            assertThat(tab.checkbox().isChecked()).as("on the first visit").isFalse();
            assertThat(tab.values()).hasSize(6).containsOnly("–");
            assertThat(tab.notice()).isEqualTo("Switch on “Connect to WS Server” to watch the shop live.");

            tab.checkbox().check();
            tab.awaitLevel("live", 10_000);

            // The first delta has a window to compare with that both have seen.
            await().atMost(SOON).until(() -> follower.windows().size() >= 3);
            await().atMost(SOON).untilAsserted(() -> assertShows(tab, follower.windows()));
            await().atMost(SOON).until(() -> tab.latency().matches("Delay [\\d.]+ (ms|sec) \\(max [\\d.]+( sec)?\\)"));
            assertThat(tab.complaints()).isEmpty();
        }
    }

    private static void assertShows(DashboardTab tab, List<String> windows) {
        Recomputation now = Recomputation.of(windows.get(windows.size() - 1));
        Recomputation before = Recomputation.of(windows.get(windows.size() - 2));

        assertThat(tab.values())
                .startsWith(
                        number(now.orders()),
                        number(now.items()),
                        "$ " + number(now.sales()),
                        "$ " + String.format(Locale.US, "%,.2f", now.averageOrderValue()))
                .endsWith(String.format(Locale.US, "%.1f%%", now.grossMargin().movePointRight(2)));
        long[] changes = {now.orders() - before.orders(), now.items() - before.items(), now.sales() - before.sales()};
        for (int i = 0; i < changes.length; i++) {
            assertThat(tab.deltas().get(i)).isEqualTo(signed(changes[i]));
            assertThat(tab.trends().get(i)).isEqualTo(changes[i] > 0 ? "up" : changes[i] < 0 ? "down" : "neutral");
        }
        assertBars(tab, COUNTRY, "Revenue by Country", now.revenue().get("country"));
        assertBars(tab, SOURCE, "Revenue by Traffic Source", now.revenue().get("traffic_source"));
    }

    private static void assertBars(DashboardTab tab, String field, String title, Map<String, BigDecimal> revenue) {
        List<String> names = Recomputation.ranked(revenue);
        assertThat(tab.spokenBars(field))
                .isEqualTo(title + ": "
                        + names.stream()
                                .map(name -> name + " $ " + number(Recomputation.whole(revenue.get(name))))
                                .collect(Collectors.joining(", ")));
        assertThat(tab.drawnNames(field, names)).isEqualTo(names);
        List<Double> lengths =
                tab.drawnBars(field).stream().map(DashboardTab.DrawnBar::length).toList();
        assertThat(lengths).hasSameSizeAs(names);
        double pixelsPerDollar = lengths.get(0) / revenue.get(names.get(0)).doubleValue();
        for (int i = 0; i < names.size(); i++) {
            assertThat(lengths.get(i))
                    .as("length of %s", names.get(i))
                    .isCloseTo(revenue.get(names.get(i)).doubleValue() * pixelsPerDollar, within(1.5));
        }
    }

    @Test
    void theChoice_isRememberedAndTheAddressDecidesFirst() {
        try (DashboardTab tab = open(1440, 900, ColorScheme.LIGHT, "/")) {
            tab.checkbox().check();
            tab.awaitLevel("live", 10_000);

            tab.page().reload();
            tab.awaitLevel("live", 10_000);
            assertThat(tab.checkbox().isChecked()).isTrue();

            tab.open(dashboard.uri("http", "/?connect=false").toString());
            assertThat(tab.checkbox().isChecked()).isFalse();
            tab.awaitLevel("off", 1_000);
        }
    }

    @Test
    void untickingTheBox_disconnectsAndShowsNoFigures() {
        try (DashboardTab tab = open(1440, 900, ColorScheme.LIGHT, "/?connect=true")) {
            tab.awaitLevel("live", 10_000);

            tab.checkbox().uncheck();

            tab.awaitLevel("off", 1_000);
            await().atMost(SOON).until(() -> tab.values().stream().allMatch("–"::equals));
        }
    }

    @Test
    void colours_stayWithTheirNamesAfterAReload() {
        try (DashboardTab tab = open(1440, 900, ColorScheme.LIGHT, "/?connect=true")) {
            tab.awaitLevel("live", 10_000);
            Map<String, String> before = awaitColours(tab);

            tab.page().reload();
            tab.awaitLevel("live", 10_000);

            Map<String, String> after = awaitColours(tab);
            after.keySet().retainAll(before.keySet());
            assertThat(after).isNotEmpty().allSatisfy((name, colour) -> assertThat(colour)
                    .isEqualTo(before.get(name)));
        }
    }

    /** The drawn colours by name, read while names and bars agree. */
    private static Map<String, String> awaitColours(DashboardTab tab) {
        return await().atMost(SOON)
                .until(
                        () -> {
                            List<String> names = List.of(tab.spokenBars(SOURCE)
                                    .replace("Revenue by Traffic Source: ", "")
                                    .replaceAll(" \\$ [\\d,]*\\d", "")
                                    .split(", "));
                            List<String> colours = tab.drawnBars(SOURCE).stream()
                                    .map(DashboardTab.DrawnBar::colour)
                                    .toList();
                            return names.size() == colours.size() && names.equals(tab.drawnNames(SOURCE, names))
                                    ? names.stream()
                                            .collect(Collectors.toMap(n -> n, n -> colours.get(names.indexOf(n))))
                                    : null;
                        },
                        colours -> colours != null);
    }

    @Test
    void tooltip_tellsNameValueAndShare() {
        try (DashboardTab tab = open(1440, 900, ColorScheme.LIGHT, "/?connect=true")) {
            tab.awaitLevel("live", 10_000);
            await().atMost(SOON).until(() -> !tab.drawnBars(SOURCE).isEmpty());

            BoundingBox chart = tab.chart(SOURCE).locator(".chart-canvas svg").boundingBox();
            tab.page().mouse().move(chart.x + 100, chart.y + chart.height / 2);

            await().atMost(SOON).until(() -> tab.chart(SOURCE)
                    .locator(".chart-tip")
                    .innerText()
                    .matches("\\w+\\n\\$ [\\d,]+ +\\([\\d.]+%\\)\\n[\\d,]+ items?"));
        }
    }

    /** The page is painted before its script is there. */
    @Test
    void clickBeforeTheScript_connects() {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            AtomicReference<Route> script = new AtomicReference<>();
            tab.page().route(Pattern.compile("/app-[A-Z0-9]+\\.js"), script::set);
            tab.page()
                    .navigate(
                            dashboard.uri("http", "/").toString(),
                            new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
            tab.page().waitForCondition(() -> script.get() != null);
            tab.checkbox().check();
            script.get().resume();

            tab.awaitLevel("live", 10_000);
        }
    }

    @ParameterizedTest
    @CsvSource({"1440, 900", "390, 844"})
    void nothing_movesWhenDataArrive(int width, int height) {
        try (DashboardTab tab = open(width, height, ColorScheme.LIGHT, "/")) {
            List<String> before = layout(tab.page());

            tab.checkbox().check();
            tab.awaitLevel("live", 10_000);
            await().atMost(SOON).until(tab::hasFigures);

            assertThat(layout(tab.page())).isEqualTo(before);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> layout(Page page) {
        return (List<String>) page.evaluate("() => [...document.querySelectorAll('.panel, .controls, h1, .card-value')]"
                + ".map(e => e.getBoundingClientRect()).map(r => [r.x, r.y, r.height].join(' '))");
    }

    @Test
    void phone_stacksEverythingAndFitsItsWidth() {
        try (DashboardTab tab = open(390, 844, ColorScheme.LIGHT, "/?connect=true")) {
            tab.awaitLevel("live", 10_000);

            double country = tab.chart(COUNTRY).boundingBox().y;
            BoundingBox source = tab.chart(SOURCE).boundingBox();
            assertThat(source.y).isGreaterThan(country + 300);
            assertThat(source.height).isEqualTo(340);
            assertThat((Boolean) tab.page().evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                    .isTrue();
        }
    }

    @Test
    void phone_saysWhatIsWrongWhereverOneHasScrolledTo() {
        try (DashboardTab tab = open(390, 844, ColorScheme.LIGHT, "/?connect=true")) {
            tab.awaitLevel("live", 10_000);
            assertThat(tab.page().locator("#notice").isVisible()).isFalse();

            tab.checkbox().uncheck();
            tab.awaitLevel("off", 10_000);
            tab.page().evaluate("() => scrollTo(0, document.documentElement.scrollHeight)");

            BoundingBox notice = tab.page().locator("#notice").boundingBox();
            BoundingBox last = tab.page().locator(".panel").last().boundingBox();
            assertThat(notice.y + notice.height).isLessThanOrEqualTo(844);
            assertThat(last.y + last.height).isLessThanOrEqualTo(notice.y);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "desktop-light, 1440, 900, LIGHT",
        "desktop-dark, 1440, 900, DARK",
        "mobile-light, 390, 844, LIGHT",
        "mobile-dark, 390, 844, DARK"
    })
    void page_inEveryDress_loadsNothingFromElsewhereAndComplainsOfNothing(
            String name, int width, int height, ColorScheme scheme) {
        try (DashboardTab tab = open(width, height, scheme, "/?connect=true")) {
            tab.awaitLevel("live", 10_000);
            await().atMost(SOON).until(tab::hasFigures);

            await().atMost(SOON).until(() -> !tab.latency().isEmpty());
            tab.screenshot(name);

            assertThat(tab.deltasFit()).isTrue();
            assertThat(tab.requests())
                    .allMatch(url -> url.startsWith(dashboard.uri("http", "/").toString()) || url.startsWith("data:"));
            assertThat(tab.complaints()).isEmpty();
        }
    }

    private static DashboardTab open(int width, int height, ColorScheme scheme, String path) {
        DashboardTab tab = new DashboardTab(chromium.browser(), width, height, scheme);
        tab.open(dashboard.uri("http", path).toString());
        return tab;
    }

    private static String signed(long change) {
        return change > 0 ? "+" + number(change) : number(change).replace('-', '−');
    }
}
