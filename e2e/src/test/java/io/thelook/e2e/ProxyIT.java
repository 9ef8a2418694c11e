package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Both services below paths of one host, behind a proxy that removes the paths from the requests. */
class ProxyIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static Chromium chromium;
    private static ServiceProcess producer;
    private static ServiceProcess dashboard;
    private static PrefixProxy proxy;

    @BeforeAll
    static void start() throws IOException {
        chromium = new Chromium();
        producer = ServiceProcess.producer(Map.of("REFRESH_SECONDS", "1", "ADMIN_TOKEN", "open-sesame"));
        dashboard = ServiceProcess.start(
                "dashboard",
                ServiceProcess.freePort(),
                Map.of("FEED", producer.uri("ws", "/ws").toString(), "ADMIN_TOKEN", "open-sesame"));
        proxy = new PrefixProxy(Map.of("/shop", producer.uri("http", "/"), "/a/dash", dashboard.uri("http", "/")));
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
        dashboard.close();
        producer.close();
        chromium.close();
    }

    @Test
    void page_showsFiguresChartsMapAndDownload() {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 2400, ColorScheme.LIGHT)) {
            tab.open(proxy.uri("/a/dash/?connect=true").toString());

            tab.awaitLevel("live", 10_000);
            await().atMost(SOON)
                    .until(() -> !tab.drawnBars("revenue_by_country").isEmpty());
            await().atMost(SOON)
                    .until(() ->
                            tab.page().locator(".chart[data-kind=map] path").count() > 100);
            URI csv = URI.create((String) tab.page().locator("#csv").evaluate("link => link.href"));
            assertThat(csv.getPath()).isEqualTo("/a/dash/window.csv");
            APIResponse download = tab.page().request().get(csv.toString());
            assertThat(download.status()).isEqualTo(200);
            assertThat(tab.complaints()).isEmpty();
        }
        assertThat(proxy.strays()).isEmpty();
    }

    @Test
    void connectPage_signsInAndShowsWhatArrives() {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            tab.open(proxy.uri("/a/dash/connect").toString());
            tab.page().locator("#token").fill("open-sesame");
            tab.page().locator("#token").press("Enter");
            tab.page().locator("#messages li").first().waitFor();

            // Without the token, which only the sign-in page of the dashboard's own path has given.
            tab.open(proxy.uri("/a/dash/connect/").toString());
            tab.page().locator("#messages li").first().waitFor();

            tab.page()
                    .getByText("Dashboard", new Page.GetByTextOptions().setExact(true))
                    .click();
            await().atMost(SOON).until(() -> URI.create(tab.address()).getPath().equals("/a/dash/"));
        }
        assertThat(proxy.strays()).isEmpty();
    }

    @Test
    void signInLink_leadsBackBelowThePath() {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            tab.open(proxy.uri("/a/dash/signin?token=open-sesame&to=/connect").toString());

            assertThat(tab.address()).isEqualTo(proxy.uri("/a/dash/connect").toString());
            tab.page().locator("#messages li").first().waitFor();
            assertThat(tab.page().context().cookies()).singleElement().satisfies(cookie -> assertThat(cookie.path)
                    .isEqualTo("/a/dash"));
        }
        assertThat(proxy.strays()).isEmpty();
    }

    @Test
    void producersPage_controlsTheShop() {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            tab.open(proxy.uri("/shop/").toString());

            String address = proxy.uri("/shop/ws").toString().replace("http", "ws");
            await().atMost(SOON)
                    .until(() -> tab.page().locator("pre").innerText().equals("ws listen " + address));
            await().atMost(SOON)
                    .until(() -> tab.page().locator("#scenario").innerText().equals("nothing special"));
            tab.page().locator("button[value=flash-sale]").click();
            tab.page().locator("#token").fill("open-sesame");
            tab.page().locator("#token").press("Enter");
            await().atMost(SOON)
                    .until(() -> tab.page().locator("#scenario").innerText().startsWith("flash-sale"));
            tab.page().locator("button[value=none]").click();

            for (Locator link : tab.page().locator("main a").all()) {
                String target = (String) link.evaluate("link => link.href");
                assertThat(tab.page().request().get(target).status()).as(target).isEqualTo(200);
            }
        }
        assertThat(proxy.strays()).isEmpty();
    }
}
