package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that shows incoming messages, with real deliveries, in a real browser. */
class ConnectIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final String GOOD = """
            {"order_id":"A-1007","item_id":"1","sale_price":"19.90","quantity":2,"product":"Cup <b>& saucer</b>",
             "country":"France","category":"Kitchen","created_at":"2026-03-02T10:05:11+01:00","currency":"EUR"}""";
    private static final String BAD = "{\"order_id\":\"A-1008\",\"item_id\":\"1\",\"sale_price\":\"free\"}";
    private static final String FOREIGN =
            "{\"order_id\":\"A-1009\",\"item_id\":\"1\",\"sale_price\":\"5.00\",\"currency\":\"USD\"}";
    private static final String OWN = "{\"no\":\"B-1\",\"lines\":[{\"id\":1,\"sum\":\"12.50\",\"name\":\"Tent\"},"
            + "{\"id\":2,\"sum\":\"0.99\",\"name\":\"Pegs\"}]}";

    @TempDir
    Path data;

    private Chromium chromium;
    private ServiceProcess dashboard;

    @BeforeEach
    void start() {
        chromium = new Chromium();
        dashboard = ServiceProcess.start(
                "dashboard",
                ServiceProcess.freePort(),
                Map.of(
                        "INGEST", "true",
                        "INGEST_TOKEN", Delivery.TOKEN,
                        "CURRENCY", "EUR",
                        "SHOP_NAME", "Fjällräven & Söhne",
                        "DATA_DIR", data.toString()));
    }

    @AfterEach
    void stop() {
        dashboard.close();
        chromium.close();
    }

    @Test
    void shopOwner_seesWhatArrives_andTriesAMapping() throws Exception {
        deliver("{\"order_id\":\"before\",\"item_id\":\"1\",\"sale_price\":1}");
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            Page page = tab.page();
            tab.open(dashboard.uri("http", "/").toString());
            page.locator("#state a").click();
            page.waitForURL("**/connect");
            page.locator("#signin").waitFor();
            assertThat(page.locator("#inside").isVisible()).isFalse();
            assertThat(page.locator("body").innerText()).contains("sign-in link in the log");

            page.locator("#token").fill("a wrong token");
            page.locator("#signin-form button").click();
            await().atMost(SOON)
                    .until(() -> page.locator("#signin-answer").innerText().contains("wrong token"));
            page.locator("#token").fill(dashboard.signInToken());
            page.locator("#signin-form button").click();
            page.locator("#inside").waitFor();
            assertThat(page.locator("#signin").isVisible()).isFalse();
            await().atMost(SOON).until(() -> page.locator("#source").innerText().contains("Ready since"));
            assertThat(page.locator("#source").innerText()).contains("POST /ingest", "Journal", "on disk");
            assertThat(page.locator("#messages li").count())
                    .as("nothing was kept before somebody looked")
                    .isZero();

            deliver(GOOD);
            deliver(BAD);
            deliver(FOREIGN);

            Locator messages = page.locator("#messages li.message");
            awaitCount(messages, 3);
            assertThat(messages.nth(2).locator("pre").textContent()).isEqualTo(GOOD);
            assertThat(messages.nth(2).locator("tbody tr").innerText().split("\t"))
                    .containsExactly(
                            "A-1007",
                            "1",
                            "19.9",
                            "2",
                            "Cup <b>& saucer</b>",
                            "Kitchen",
                            "France",
                            "2026-03-02T09:05:11Z");
            assertThat(messages.nth(1).locator(".result").innerText()).contains("sale_price", "free");
            assertThat(messages.nth(0).locator(".result").innerText()).contains("USD", "EUR");
            assertThat(page.locator("#refused").innerText())
                    .contains("Other currency\t1\t", "\"USD\"", "Not a number\t1\t", "\"free\"");

            page.locator("#hold").click();
            deliver(OWN);
            await().atMost(SOON)
                    .until(() -> page.locator("#messages-hint").innerText().contains("1 newer"));
            assertThat(messages.count()).isEqualTo(3);
            page.locator("#hold").click();
            awaitCount(messages, 4);

            tryOut(page, messages.first(), OWN);
            page.locator("#program")
                    .fill(".no as $no\n| .lines[]\n| {order_id: $no, item_id: .id, sale_price: .sum, }}");
            page.locator("#trial-run").click();
            await().atMost(SOON)
                    .until(() -> page.locator("#trial-error").innerText().startsWith("Mapping: line 3, column 5"));
            assertThat(page.locator("#program").getAttribute("aria-invalid")).isEqualTo("true");
            page.locator("#program")
                    .fill(".no as $no\n| .lines[]\n| {order_id: $no, item_id: .id, sale_price: .sum, product: .name}");
            page.locator("#trial-run").click();
            Locator rows = page.locator("#trial-result tbody tr");
            awaitCount(rows, 2);
            assertThat(rows.allInnerTexts()).containsExactly("B-1\t1\t12.5\tTent", "B-1\t2\t0.99\tPegs");
            assertThat(page.locator("#trial-error").innerText()).isEmpty();

            page.locator("#preset").selectOption("woocommerce");
            await().atMost(SOON)
                    .until(() -> page.locator("#program").inputValue().contains("line_items"));
            page.locator("#trial-run").click();
            await().atMost(SOON)
                    .until(() -> page.locator("#trial-result").innerText().contains("0 records"));

            assertThat(Axe.violations(page)).isEmpty();
            assertThat(tab.complaints()).allMatch(complaint -> complaint.contains("401"));
            assertThat(tab.requests()).allMatch(request -> request.startsWith("http://localhost:"));
            assertThat(dashboard.log()).doesNotContain("A-1007").doesNotContain("Cup");
        }
    }

    @Test
    void linkInTheLog_leadsToThePage_whichSaysWhenTheDashboardIsGone() throws Exception {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            Page page = tab.page();
            tab.open(linkToThePage());
            page.waitForURL("**/connect");
            page.locator("#inside").waitFor();
            deliver(GOOD);
            awaitCount(page.locator("#messages li.message"), 1);

            dashboard.close();

            await().atMost(SOON)
                    .until(() -> page.locator("#trouble").innerText().contains("does not answer"));
            assertThat(page.locator("#messages li.message").count()).isEqualTo(1);
        }
    }

    @Test
    void simulatedShop_isShownToo_andSoIsItsEnd() throws Exception {
        try (ServiceProcess producer = ServiceProcess.producer(Map.of("RATE", "20"));
                ServiceProcess follower = ServiceProcess.dashboard(producer.uri("ws", "/ws"));
                DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.DARK)) {
            Page page = tab.page();
            tab.open(follower.uri("http", "/connect").toString());
            page.locator("#signin").waitFor();
            tab.open(follower.signInLink() + "&to=/connect");
            awaitCount(page.locator("#messages li.message"), 20);
            assertThat(page.locator("#source").innerText())
                    .contains("WebSocket\nws://localhost:", "Connected since", "thelook");
            assertThat(page.locator("#messages pre").first().textContent()).startsWith("{\"type\":\"upsert\",");
            assertThat(page.locator("#messages tbody tr").first().innerText()).matches("(?s)[0-9a-f-]{36}\\t.*");
            tab.screenshot("connect-simulated");

            producer.signal("TERM");

            await().atMost(SOON).until(() -> page.locator("#source").innerText().contains("Trying again in"));
        }
    }

    /** Nothing is wider than the screen, and everything is readable. */
    @Test
    void page_fitsEveryScreen() throws Exception {
        for (int width : List.of(390, 820, 1440, 2560)) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                assertFits(width, scheme);
            }
        }
    }

    private void assertFits(int width, ColorScheme scheme) throws Exception {
        String as = width + "-" + scheme;
        try (DashboardTab tab = new DashboardTab(chromium.browser(), width, 1000, scheme)) {
            Page page = tab.page();
            tab.open(dashboard.uri("http", "/connect").toString());
            page.locator("#signin").waitFor();
            assertThat(Axe.violations(page)).as("sign-in, " + as).isEmpty();
            tab.screenshot("connect-signin-" + as);
            tab.open(linkToThePage());
            page.locator("#inside").waitFor();
            String newest = "[\"" + as + "\"," + (GOOD + ",").repeat(30) + "7]";
            for (String body : List.of(GOOD, "{\"order_id\":", BAD, OWN, FOREIGN, newest)) {
                deliver(body);
            }
            Locator messages = page.locator("#messages li.message");
            await().atMost(SOON)
                    .until(() -> messages.count() > 0
                            && messages.first().locator("pre").textContent().contains(as));
            tryOut(page, messages.nth(2), OWN);
            page.locator("#program").fill("{order_id: .no} + (.lines[] | {item_id: .id, sale_price: .sum})");
            page.locator("#trial-run").click();
            awaitCount(page.locator("#trial-result tbody tr"), 2);
            page.evaluate("document.activeElement.blur(); scrollTo(0, 0)");

            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of("target", "screenshots", "connect-" + as + ".png")));
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                    .as(as)
                    .isLessThanOrEqualTo(width);
            assertThat(Axe.violations(page)).as(as).isEmpty();
        }
    }

    @Test
    void page_isUsableWithTheKeyboard() throws Exception {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            Page page = tab.page();
            tab.open(dashboard.uri("http", "/connect").toString());
            page.locator("#signin").waitFor();
            assertThat(focused(page)).isEqualTo("token");
            page.keyboard().type(dashboard.signInToken());
            page.keyboard().press("Enter");
            page.locator("#inside").waitFor();
            deliver(OWN);
            awaitCount(page.locator("#messages li.message"), 1);

            page.locator("#messages li.message button").focus();
            page.keyboard().press("Enter");
            await().atMost(SOON).until(() -> focused(page).equals("preset"));
            page.keyboard().press("Tab");
            page.keyboard().type("{order_id: .no, item_id: 1, sale_price: 2}");
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");

            awaitCount(page.locator("#trial-result tbody tr"), 1);
        }
    }

    /** The link to the dashboard was relative, and led nowhere from an address with a slash at its end. */
    @Test
    void addressWithASlashAtItsEnd_leadsToTheDashboardToo() {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            Page page = tab.page();
            tab.open(dashboard.uri("http", "/connect/").toString());
            page.locator("#token").fill(dashboard.signInToken());
            page.locator("#signin-form button").click();
            page.locator("#inside").waitFor();

            page.getByText("Dashboard", new Page.GetByTextOptions().setExact(true))
                    .click();

            page.waitForURL(dashboard.uri("http", "/").toString());
        }
    }

    @Test
    void rawMessages_areNotInAnyResponse_withoutTheToken() throws Exception {
        deliver(GOOD);
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            Response response =
                    tab.page().navigate(dashboard.uri("http", "/connect").toString());
            tab.page().locator("#signin").waitFor();

            assertThat(response.text()).doesNotContain("A-1007").doesNotContain("Cup");
            assertThat(HTTP.send(
                                    HttpRequest.newBuilder(dashboard.uri("http", "/connect/state"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body())
                    .startsWith("{\"error\":\"token missing");
        }
    }

    private String linkToThePage() {
        return dashboard.signInLink() + "&to=/connect";
    }

    /** Takes a message as the sample, and waits until it has been fetched. */
    private static void tryOut(Page page, Locator message, String text) {
        message.locator("button").click();
        await().atMost(SOON).until(() -> page.locator("#sample").inputValue().equals(text));
    }

    private static void awaitCount(Locator elements, int expected) {
        await().atMost(SOON).until(() -> elements.count() == expected);
    }

    private static String focused(Page page) {
        return (String) page.evaluate("document.activeElement.id");
    }

    private void deliver(String body) throws IOException, InterruptedException {
        Delivery.post(HTTP, dashboard, body);
    }
}
