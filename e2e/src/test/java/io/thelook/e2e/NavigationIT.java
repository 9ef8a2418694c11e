package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.WaitForSelectorState;
import com.sun.net.httpserver.HttpServer;
import io.thelook.service.fanout.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page behaves as other pages of the web do: links, Back and Forward, reloads, the keyboard. */
class NavigationIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<String> COUNTRIES = List.of("Brasil", "China", "France");

    private static Chromium chromium;
    private static PlainFeed feed;
    private static ServiceProcess dashboard;
    private static PrefixProxy proxy;
    private static HttpServer portal;
    private DashboardTab tab;

    @BeforeAll
    static void start() throws IOException {
        chromium = new Chromium();
        feed = new PlainFeed(records(), 500);
        dashboard = ServiceProcess.start(
                "dashboard",
                ServiceProcess.freePort(),
                Map.of("FEED", feed.uri().toString(), "MAX_VIEWERS", "2", "FRAME_ANCESTORS", "http://localhost:*"));
        proxy = new PrefixProxy(Map.of("/dash", dashboard.uri("http", "/")));
        portal = portal();
    }

    @AfterAll
    static void stop() throws IOException {
        portal.stop(0);
        proxy.close();
        dashboard.close();
        feed.close();
        chromium.close();
    }

    @BeforeEach
    void newVisitor() {
        tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT);
    }

    @AfterEach
    void leave() {
        proxy.admit();
        // A tab that stays open keeps one of the two places.
        tab.close();
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void link_showsTheSameToANewVisitor_andThePlainAddressWaits() {
        open("/");
        assertThat(tab.checkbox().isChecked()).isFalse();

        open("/?window=15&country=China");
        tab.awaitLevel("live", 10_000);
        assertThat(tab.checkbox().isChecked()).isTrue();
        assertChips("Country: China");

        open("/?connect=false&country=China");
        assertThat(tab.checkbox().isChecked()).isFalse();
        assertChips("Country: China");
    }

    @Test
    void disconnectedPage_staysDisconnectedWhenItIsReloaded() {
        open("/?country=China");
        tab.awaitLevel("live", 10_000);
        tab.checkbox().uncheck(force());

        tab.page().reload();

        assertThat(tab.checkbox().isChecked()).isFalse();
        assertChips("Country: China");
    }

    @Test
    void backAndForward_undoAndRedoFiltersAndWindows() {
        openLive();
        String start = tab.address();
        press("1");
        await().atMost(SOON).until(() -> tab.address().contains("window=1"));
        clickToggle("Cancelled");
        assertChips("Not cancelled");
        // No choice, no step.
        press("1");
        press("5");

        tab.page().goBack();
        await().atMost(SOON).until(() -> isChosen("1"));
        assertChips("Not cancelled");
        tab.page().goBack();
        assertChips();
        assertThat(isChosen("1")).isTrue();
        tab.page().goBack();
        await().atMost(SOON).until(() -> isChosen("0"));
        assertThat(tab.address()).isEqualTo(start);
        assertItems("4");

        tab.page().goForward();
        tab.page().goForward();
        assertChips("Not cancelled");
        await().atMost(SOON).until(() -> isChosen("1"));
        assertItems("3");
    }

    @Test
    void backAndForward_leaveAndEnterAReplay_andMovingInItIsNoStep() {
        openLive();
        String start = tab.address();
        press("r");
        await().atMost(SOON).until(() -> tab.address().contains("at="));
        int steps = steps();
        for (int i = 0; i < 5; i++) {
            tab.page().locator(".scrubber-at").evaluate("""
                    (slider, i) => {
                      slider.value = Number(slider.max) - 1000 * i;
                      slider.dispatchEvent(new Event('input'));
                    }""", i);
        }
        assertThat(steps()).isEqualTo(steps);
        String replay = tab.address();

        tab.page().goBack();
        tab.page().locator("#scrubber").waitFor(hidden());
        assertThat(tab.address()).isEqualTo(start);

        tab.page().goForward();
        tab.page().locator("#scrubber").waitFor();
        assertThat(tab.address()).isEqualTo(replay);

        press("r");
        tab.page().locator("#scrubber").waitFor(hidden());
        tab.page().goBack();
        tab.page().locator("#scrubber").waitFor();
        assertThat(tab.address()).isEqualTo(replay);
    }

    @Test
    void fullDashboard_saysSoAndLetsThePageInLater() {
        try (Listener one = Listener.to(dashboard.uri("ws", "/live"));
                Listener two = Listener.to(dashboard.uri("ws", "/live"))) {
            await().atMost(SOON).until(() -> !one.messages.isEmpty() && !two.messages.isEmpty());
            open("/?connect=true");

            await().atMost(SOON).until(() -> tab.notice()
                    .matches("No data yet\\. The dashboard is full \\(2 viewers\\)\\. "
                            + "Trying again (now|in \\d+ s)\\."));
            assertThat(tab.page().locator(".state-word").innerText()).isEqualTo("Dashboard full");
        }
        tab.awaitLevel("live", 15_000);
    }

    @Test
    void expiredSignIn_saysSo() throws IOException {
        open("/?connect=true");
        tab.awaitLevel("live", 10_000);

        // A file that is on its way would be cut off as well.
        tab.page().waitForLoadState(LoadState.NETWORKIDLE);
        proxy.refuse("401 Unauthorized");
        await().atMost(SOON).until(() -> tab.notice().contains("Your sign-in has ended."));
        assertThat(tab.page().locator(".state-word").innerText()).isEqualTo("Sign in again");

        proxy.admit();
        tab.awaitLevel("live", 15_000);
    }

    @Test
    void newBuild_isOffered_andAWallDisplayReloadsItselfOnce() throws IOException {
        open("/?connect=true");
        tab.awaitLevel("live", 10_000);
        reconnect();
        // The same build: nothing to offer.
        tab.page().waitForCondition(() -> asked() == 1);
        assertThat(tab.page().locator("#renewal").isVisible()).isFalse();

        tab.page().route("**/live?origin=*", NavigationIT::serveNewBuild);
        reconnect();
        tab.page().locator("#renewal button").waitFor();
        assertThat(tab.page().locator("#renewal").innerText()).startsWith("There is a new version of this page.");
        long first = pages();
        tab.page().locator("#renewal button").click();
        tab.page().waitForCondition(() -> pages() == first + 1);

        tab.page().locator("#renewal").waitFor(hidden());
        tab.awaitLevel("live", 10_000);
        press("k");
        long before = pages();
        reconnect();
        tab.page().waitForCondition(() -> pages() == before + 1);
        tab.page().locator("#renewal").waitFor(hidden());
        tab.awaitLevel("live", 10_000);
        assertThat(tab.page().locator("body.kiosk").count()).isEqualTo(1);
        int questions = asked();
        reconnect();
        tab.page().waitForCondition(() -> asked() > questions);
        tab.page().locator("#renewal button").waitFor();
        assertThat(pages()).isEqualTo(before + 1);
    }

    @Test
    void focus_staysAmongTheChips() {
        open("/?country=Brasil&country=China&country=France");
        tab.awaitLevel("live", 10_000);
        tab.page().locator("#chips button[data-value=China]").focus();

        press("Enter");
        assertChips("Country: Brasil", "Country: France");
        assertThat(focused()).isEqualTo("France");
        press("Enter");
        assertChips("Country: Brasil");
        assertThat(focused()).isEqualTo("Brasil");
        press("Enter");
        assertChips();
        assertThat(tab.page().evaluate("document.activeElement.id")).isEqualTo("chips");
    }

    @Test
    void singleKeys_canBeTurnedOffForGood() {
        open("/?country=Brasil&connect=true");
        tab.awaitLevel("live", 10_000);
        press("?");
        tab.page().getByLabel("Use these shortcuts").uncheck();
        tab.page().locator("#shortcuts button").click();

        press("1");
        press("Escape");
        tab.page().reload();
        tab.awaitLevel("live", 10_000);
        press("1");
        press("Escape");

        assertChips("Country: Brasil");
        assertThat(isChosen("0")).isTrue();
    }

    @Test
    void escape_closesWhatIsOpen_andOnlyThenClearsFilters() {
        open("/?country=Brasil");
        tab.awaitLevel("live", 10_000);
        tab.page().locator(".filters-button").click();
        tab.page().locator("#filters:popover-open").waitFor();

        press("Escape");
        assertThat(tab.page().locator("#filters:popover-open").count()).isZero();
        assertChips("Country: Brasil");
        press("Escape");

        assertChips();
    }

    @Test
    void forcedColours_keepTheChosenWindowAndTheStateVisible() {
        open("/?connect=true");
        tab.awaitLevel("live", 10_000);
        tab.page().emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));

        assertThat(background("[name=window][value='0'] + span"))
                .isNotEqualTo(background("[name=window][value='1'] + span"));
        assertThat(background("#state .state-dot")).isNotEqualTo(background("body"));
    }

    @Test
    void frame_showsThePageOnlyOnTheSitesOfTheSetting() {
        tab.open("http://localhost:" + portal.getAddress().getPort());
        tab.page().frameLocator("iframe").locator("#connect").waitFor();

        try (DashboardTab other = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            other.open("http://127.0.0.1:" + portal.getAddress().getPort());
            await().atMost(SOON).until(() -> other.complaints().stream()
                    .anyMatch(complaint -> complaint.contains("frame-ancestors http://localhost:*")));
            assertThat(other.page().frameLocator("iframe").locator("#connect").count())
                    .isZero();
        }
    }

    private void open(String path) {
        tab.open(proxy.uri("/dash" + path).toString());
    }

    private void openLive() {
        open("/?connect=true");
        tab.awaitLevel("live", 10_000);
        assertItems("4");
    }

    private void press(String key) {
        tab.page().keyboard().press(key);
    }

    private void clickToggle(String status) {
        tab.page().locator("[data-except=" + status + "]").evaluate("box => box.click()");
    }

    private void reconnect() throws IOException {
        // A file that is on its way would be cut off as well.
        tab.page().waitForLoadState(LoadState.NETWORKIDLE);
        int sockets = proxy.webSockets();
        proxy.cut();
        await().atMost(SOON).until(() -> proxy.webSockets() > sockets);
        tab.awaitLevel("live", 15_000);
    }

    /** How often the page asked the dashboard over HTTP. */
    private int asked() {
        return (int) tab.requests().stream()
                .filter(url -> url.contains("/live?origin="))
                .count();
    }

    /** How often the page itself was loaded. */
    private long pages() {
        return tab.requests().stream()
                .filter(url -> url.matches(".*/dash/(\\?.*)?"))
                .count();
    }

    private boolean isChosen(String minutes) {
        return tab.page().locator("[name=window][value='" + minutes + "']").isChecked();
    }

    private int steps() {
        return ((Number) tab.page().evaluate("history.length")).intValue();
    }

    private String focused() {
        return (String) tab.page().evaluate("document.activeElement.dataset.value");
    }

    private String background(String selector) {
        return (String) tab.page().locator(selector).evaluate("element => getComputedStyle(element).backgroundColor");
    }

    private void assertChips(String... expected) {
        await().atMost(SOON).untilAsserted(() -> assertThat(tab.chips()).containsExactly(expected));
    }

    private void assertItems(String expected) {
        await().atMost(SOON).untilAsserted(() -> assertThat(tab.values().get(1)).isEqualTo(expected));
    }

    private static Locator.UncheckOptions force() {
        return new Locator.UncheckOptions().setForce(true);
    }

    private static Locator.WaitForOptions hidden() {
        return new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN);
    }

    private static void serveNewBuild(Route route) {
        route.fulfill(new Route.FulfillOptions()
                .setContentType("application/json")
                .setBody("{\"state\":\"open\",\"build\":\"0123456789abcdef\"}"));
    }

    /** Another site, whose page has the dashboard in a frame. */
    private static HttpServer portal() throws IOException {
        String page = "<!doctype html><title>A portal</title><link rel=icon href=data:,><iframe src=\""
                + proxy.uri("/dash/") + "\"></iframe>";
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                byte[] body = page.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }

    private static String records() {
        ArrayNode records = new ObjectMapper().createArrayNode();
        long now = System.currentTimeMillis();
        for (int i = 0; i < 4; i++) {
            records.addObject()
                    .put("user_id", "u" + i)
                    .put("age", 30)
                    .put("gender", "F")
                    .put("country", COUNTRIES.get(i % COUNTRIES.size()))
                    .put("traffic_source", "Search")
                    .put("order_id", "o" + i)
                    .put("item_id", "i" + i)
                    .put("category", "Jeans")
                    .put("cost", 1)
                    .put("item_status", i == 3 ? "Cancelled" : "Complete")
                    .put("sale_price", 10)
                    .put("created_at", now - i);
        }
        return records.toString();
    }
}
