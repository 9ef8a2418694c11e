package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Alerts on the page. The page and its scripts come from the packaged dashboard; the views are made here, from the
 * documented one.
 */
class AlertIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TITLE = "theLook eCommerce Dashboard";
    private static final String SALES = ".card[data-metric=total_sales]";

    private static Chromium chromium;
    private static ServiceProcess dashboard;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        // No test needs a feed.
        String nowhere = "ws://localhost:" + ServiceProcess.freePort() + "/ws";
        dashboard = ServiceProcess.start("dashboard", ServiceProcess.freePort(), Map.of("PRODUCER_URL", nowhere));
    }

    @AfterAll
    static void stop() {
        dashboard.close();
        chromium.close();
    }

    @Test
    void hiddenPage_tellsInItsTitleIconAndANotification_andTakesThemBack() throws IOException {
        try (Shop shop = new Shop()) {
            shop.open("/?connect=true");
            shop.setAlert("total_sales", "60000", "");
            shop.hide();

            shop.sell(60_001);

            await().atMost(SOON).until(() -> shop.title().equals("▲ Total Sales above $ 60,000 – " + TITLE));
            assertThat(shop.icon()).contains("c2321f");
            assertThat(shop.notifications()).as("not wanted").isEmpty();
            shop.letTimePass(59_000);
            await().atMost(SOON).until(() -> shop.title().equals("▲ Total Sales was above $ 60,000 – " + TITLE));
            shop.letTimePass(40_000);
            await().atMost(SOON).until(() -> shop.title().equals(TITLE));
            assertThat(shop.icon()).doesNotContain("c2321f");
        }
    }

    @Test
    void notification_isAskedForByAClickOnly_andClosedWhenTheFigureIsBack() throws IOException {
        try (Shop shop = new Shop()) {
            shop.open("/?connect=true");
            assertThat(shop.page.evaluate("window.permissionsAsked")).isEqualTo(0);
            shop.bell("total_sales").click();
            shop.page.evaluate("window.answer = 'denied'");
            shop.field("notify").click();
            await().atMost(SOON).until(() -> shop.text("#alert-hint").startsWith("This browser blocks notifications"));
            assertThat(shop.field("notify").isChecked()).isFalse();

            shop.page.evaluate("window.answer = 'granted'; Notification.permission = 'default';");
            shop.field("notify").check();
            String sample = "Alerts will look like this";
            await().atMost(SOON).until(() -> shop.notifications().equals(List.of(sample)));
            assertThat(shop.text("#alert-hint")).isEmpty();
            shop.field("above").fill("60000");
            shop.save();
            shop.hide();
            shop.sell(70_000);

            await().atMost(SOON).until(() -> shop.notifications()
                    .equals(List.of(sample, "Total Sales above $ 60,000: $ 70,000 · Last minute")));
            shop.letTimePass(40_000);
            await().atMost(SOON).until(() -> shop.notifications().equals(List.of(sample)));
        }
    }

    @Test
    void figure_thatSwingsAroundItsLimit_isAnnouncedOnce() throws IOException {
        try (Shop shop = new Shop()) {
            shop.open("/?connect=true");
            shop.setAlert("total_sales", "60000", "");
            shop.page.evaluate("""
                    window.announced = [];
                    new MutationObserver(() => announced.push(document.getElementById('alert-announcement').textContent))
                      .observe(document.getElementById('alert-announcement'), { childList: true, characterData: true, subtree: true });
                    window.titles = [];
                    new MutationObserver(() => titles.push(document.title))
                      .observe(document.querySelector('title'), { childList: true });""");

            for (int i = 0; i < 20; i++) {
                shop.sell(i % 2 == 0 ? 60_100 : 59_900);
            }

            shop.skip(3_000);
            shop.sell(59_900);
            await().atMost(SOON).until(() -> shop.text(SALES + " .card-alert").equals("Was above $ 60,000"));
            assertThat(shop.page.evaluate("titles"))
                    .isEqualTo(List.of(
                            "▲ Total Sales above $ 60,000 – " + TITLE, "▲ Total Sales was above $ 60,000 – " + TITLE));
            assertThat(shop.page.evaluate("announced")).isEqualTo(List.of("Total Sales above $ 60,000."));
        }
    }

    @Test
    void enter_saves_andEscapeDiscards() throws IOException {
        try (Shop shop = new Shop()) {
            shop.open("/?connect=true");
            shop.bell("total_sales").click();
            shop.field("above").fill("5");
            shop.page.keyboard().press("Escape");
            assertThat(shop.page.locator("#alert").isVisible()).isFalse();
            assertThat(shop.bell("total_sales").getAttribute("aria-pressed")).isEqualTo("false");

            shop.bell("total_sales").click();
            shop.field("above").fill("1000");
            shop.page.keyboard().press("Enter");

            await().atMost(SOON).until(() -> shop.text(SALES + " .card-alert").equals("Above $ 1,000"));
            assertThat(shop.page.locator("#alert").isVisible()).isFalse();
            assertThat(shop.bell("total_sales").getAttribute("title")).isEqualTo("Alert above $ 1,000");
            shop.page.reload();
            await().atMost(SOON).until(() -> shop.text(SALES + " .card-alert").equals("Above $ 1,000"));
        }
    }

    @Test
    void form_saysItsUnits_andRefusesWhatItCannotUse() throws IOException {
        try (Shop shop = new Shop()) {
            shop.open("/?connect=true");
            for (Map.Entry<String, String> unit : Map.of(
                            "num_orders", "orders",
                            "total_sales", "$",
                            "average_order_value", "$",
                            "orders_per_minute", "per minute",
                            "gross_margin", "%")
                    .entrySet()) {
                shop.bell(unit.getKey()).click();
                assertThat(shop.page.locator("#alert .alert-unit").allTextContents())
                        .containsOnly(unit.getValue());
                shop.page.locator("#alert .alert-cancel").click();
            }
            shop.bell("total_sales").click();
            assertThat(Axe.violations(shop.page)).isEmpty();

            shop.field("above").fill("10");
            shop.field("below").fill("20");
            shop.save();
            assertThat(shop.text("#alert-problem")).isEqualTo("The upper limit must be greater than the lower one.");
            shop.field("above").fill("30.5");
            assertThat(shop.text("#alert-problem")).isEmpty();
            shop.save();
            assertThat(shop.text("#alert-problem")).isEqualTo("Enter a whole number, or nothing.");
            assertThat(shop.page.locator("#alert").isVisible()).isTrue();
            shop.field("above").fill("1000");
            shop.save();

            assertThat(shop.page.locator("#alert").isVisible()).isFalse();
            assertThat(shop.bell("total_sales").getAttribute("title")).isEqualTo("Alert above $ 1,000 or below $ 20");
        }
    }

    @Test
    void alert_belongsToThePeriodAndTheFilterForWhichItWasSet() throws IOException {
        try (Shop shop = new Shop()) {
            shop.open("/?connect=true&window=5&country=Brasil");
            shop.bell("total_sales").click();
            assertThat(shop.text("#alert-scope")).isEqualTo("for Last 5 minutes · Brasil");
            shop.field("above").fill("1000");
            shop.save();
            await().atMost(SOON).until(() -> shop.text(SALES + " .card-alert").equals("Above $ 1,000"));

            shop.page.keyboard().press("Escape"); // removes the filter
            await().atMost(SOON).until(() -> shop.bell("total_sales")
                    .getAttribute("title")
                    .equals("Alert (set for another period or filter, not watched now)"));
            assertThat(shop.bell("total_sales").getAttribute("aria-pressed")).isEqualTo("false");
            assertThat(shop.text(SALES + " .card-alert")).isEmpty();
            shop.skip(3_000);
            shop.sell(9_000);
            shop.bell("total_sales").click();
            assertThat(shop.text("#alert-scope")).isEqualTo("for Last 5 minutes");
            assertThat(shop.text(".alert-list li span"))
                    .isEqualTo("Total Sales above $ 1,000Last 5 minutes · Brasil – not watched now");
            assertThat(shop.title()).isEqualTo(TITLE);
            assertThat(Axe.violations(shop.page)).isEmpty();
            shop.tab.screenshot("alert");

            shop.page.locator(".alert-list").getByText("Show").click();
            await().atMost(SOON).until(() -> shop.tab.address().contains("country=Brasil"));
            shop.skip(3_000);
            shop.sell(9_000);
            await().atMost(SOON).until(() -> shop.text(SALES + " .card-alert").equals("Above $ 1,000"));
            shop.bell("total_sales").click();
            assertThat(shop.text(".alert-list li small")).isEqualTo("Last 5 minutes · Brasil – alerting");
            shop.page.locator(".alert-list").getByText("Remove").click();
            assertThat(shop.page.locator(".alert-list").isVisible()).isFalse();
            shop.page.keyboard().press("Escape");
            assertThat(shop.title()).isEqualTo(TITLE);
        }
    }

    @Test
    void alert_ofAnEarlierVersion_isKeptForEverything() throws IOException {
        try (Shop shop = new Shop()) {
            shop.page.addInitScript("""
                    localStorage.setItem('thelook.alerts', JSON.stringify({
                      gross_margin: { above: 50, below: null, sound: false }, total_sales: { above: 9000, below: null, sound: true } }));""");
            shop.open("/?connect=true");

            await().atMost(SOON).until(() -> shop.text(".card[data-metric=gross_margin] .card-alert")
                    .equals("Above 50.0%"));
            shop.bell("total_sales").click();
            assertThat(shop.field("above").inputValue()).isEqualTo("9000");
            assertThat(shop.field("sound").isChecked()).isTrue();
        }
    }

    @Test
    void pausedPage_judgesTheLiveFigure_andSaysSo() throws IOException {
        try (Shop shop = new Shop()) {
            shop.open("/?connect=true");
            shop.setAlert("total_sales", "60000", "");
            shop.page.keyboard().press("p");

            shop.sell(60_001);

            await().atMost(SOON).until(() -> shop.text(SALES + " .card-alert").equals("Live: above $ 60,000"));
            assertThat(shop.text(SALES + " .card-value")).isEqualTo("$ 1,316");
        }
    }

    @Test
    void sound_thatTheBrowserBlocks_isHintedAt() throws IOException {
        try (Shop shop = new Shop()) {
            // Playwright's own scripts count as use of the page, which lifts the real block.
            shop.page.addInitScript("""
                    window.isSoundBlocked = true;
                    localStorage.setItem('thelook.alerts', JSON.stringify([
                      { metric: 'total_sales', scope: '', above: 60000, below: null, sound: true, notify: false }]));""");
            shop.open("/?kiosk");
            Locator hint = shop.page.getByText("Click anywhere to allow sound");
            hint.waitFor();
            assertThat((Boolean) shop.page.evaluate("document.documentElement.scrollHeight <= innerHeight"))
                    .isTrue();
            shop.tab.screenshot("sound-blocked");

            shop.page.mouse().click(5, 5);

            await().atMost(SOON).until(() -> !hint.isVisible());
            shop.sell(60_001);
            await().atMost(SOON).until(() -> shop.page.evaluate("window.tones").equals(1));
        }
    }

    /** A page with a shop whose figures and clock the test controls, and a browser without permissions. */
    private static final class Shop implements AutoCloseable {

        final DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT);
        final Page page = tab.page();
        private final ObjectNode documented = (ObjectNode) JSON.readTree(Documented.view());
        private final AtomicReference<WebSocketRoute> socket = new AtomicReference<>();
        private volatile int sales = 1_316;
        private volatile String query = "";

        Shop() throws IOException {
            page.addInitScript("""
                    window.skipped = 0;
                    const now = performance.now.bind(performance);
                    performance.now = () => now() + window.skipped;

                    window.isHidden = false;
                    const nextFrame = requestAnimationFrame.bind(window);
                    window.requestAnimationFrame = (callback) => (window.isHidden ? 0 : nextFrame(callback));
                    Object.defineProperty(document, 'hidden', { get: () => window.isHidden });

                    window.answer = 'granted';
                    window.permissionsAsked = 0;
                    window.notifications = [];
                    window.Notification = class extends EventTarget {
                      static permission = 'default';
                      static async requestPermission() {
                        window.permissionsAsked++;
                        return Notification.permission = window.answer;
                      }
                      constructor(title, { body = '' }) {
                        super();
                        this.words = [title, body].filter((part) => part !== '').join(': ');
                        window.notifications.push(this);
                      }
                      close() {
                        window.notifications = window.notifications.filter((each) => each !== this);
                      }
                    };

                    window.tones = 0;
                    window.isSoundBlocked = false;
                    document.addEventListener('pointerdown', () => { window.isSoundBlocked = false; }, { capture: true });
                    window.AudioContext = class extends AudioContext {
                      resume() {
                        return window.isSoundBlocked ? new Promise(() => {}) : super.resume();
                      }
                      createOscillator() {
                        window.tones++;
                        return super.createOscillator();
                      }
                    };""");
            page.routeWebSocket(url -> url.contains("/live"), route -> {
                socket.set(route);
                int start = route.url().indexOf('?');
                query = start < 0 ? "" : route.url().substring(start);
                route.onMessage(message -> {
                    if (message.text().contains("\"subscribe\"")) {
                        query = message.text();
                        say("view");
                    }
                });
                say("view");
            });
        }

        void open(String path) {
            tab.open(dashboard.uri("http", path).toString());
            await().atMost(SOON).until(() -> text(SALES + " .card-value").equals("$ 1,316"));
        }

        /** Sends the sales of the window. */
        void sell(int dollars) {
            sales = dollars;
            say("update");
        }

        private void say(String type) {
            ObjectNode view = documented.deepCopy().put("type", type);
            ((ObjectNode) view.get("metrics")).put("total_sales", sales);
            ((ObjectNode) view.get("window")).put("minutes", query.contains("window=5") ? 5 : 1);
            socket.get().send(view.toString());
        }

        void skip(int millis) {
            page.evaluate("millis => { window.skipped += millis; }", millis);
        }

        /** Sends the same sales for longer than the hold time. */
        void letTimePass(int dollars) {
            for (int i = 0; i < 7; i++) {
                skip(2_000);
                sell(dollars);
            }
        }

        /** Hides the page as a browser does: without animation frames. */
        void hide() {
            page.evaluate("window.isHidden = true");
        }

        String title() {
            return page.title();
        }

        String icon() {
            return page.locator("link[rel=icon]").getAttribute("href");
        }

        @SuppressWarnings("unchecked")
        List<String> notifications() {
            return (List<String>) page.evaluate("window.notifications.map(({ words }) => words)");
        }

        Locator bell(String metric) {
            return page.locator(".card[data-metric=" + metric + "] .card-bell");
        }

        Locator field(String name) {
            return page.locator("#alert [name=" + name + "]");
        }

        void setAlert(String metric, String above, String below) {
            bell(metric).click();
            field("above").fill(above);
            field("below").fill(below);
            save();
        }

        void save() {
            page.locator("#alert button[value=save]").click();
        }

        String text(String selector) {
            return page.locator(selector).textContent();
        }

        @Override
        public void close() {
            assertThat(tab.complaints()).isEmpty();
            tab.close();
        }
    }
}
