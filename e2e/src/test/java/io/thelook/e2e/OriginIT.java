package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pages of another site in a real browser: it differs by its port only. */
class OriginIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static Chromium chromium;
    private static HttpServer site;
    private static ServiceProcess producer;
    private static ServiceProcess dashboard;
    private static ServiceProcess open;

    @BeforeAll
    static void start() throws IOException {
        chromium = new Chromium();
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            byte[] page = "<!doctype html><title>Another site</title>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        site.start();
        producer = ServiceProcess.producer(Map.of("REFRESH_SECONDS", "1"));
        dashboard = ServiceProcess.dashboard(producer.uri("ws", "/ws"));
        open = ServiceProcess.start(
                "dashboard",
                ServiceProcess.freePort(),
                Map.of("FEED", producer.uri("ws", "/ws").toString(), "ALLOWED_ORIGINS", siteOrigin()));
    }

    @AfterAll
    static void stop() {
        open.close();
        dashboard.close();
        producer.close();
        site.stop(0);
        chromium.close();
    }

    private static String siteOrigin() {
        return "http://localhost:" + site.getAddress().getPort();
    }

    /** The outcome for a WebSocket that a page of the other site opens. */
    private static Object opened(URI socket) {
        try (Page page = chromium.browser().newPage()) {
            page.navigate(siteOrigin());
            return page.evaluate("""
                    address => new Promise((resolve) => {
                      const socket = new WebSocket(address);
                      socket.onmessage = () => resolve('read');
                      socket.onerror = () => resolve('refused');
                    })""", socket.toString());
        }
    }

    @Test
    void anotherSite_cannotReadFromTheDashboard() {
        assertThat(opened(dashboard.uri("ws", "/live"))).isEqualTo("refused");
        assertThat(opened(dashboard.uri("ws", "/ws"))).isEqualTo("refused");
    }

    @Test
    void siteThatIsAllowed_can() {
        assertThat(opened(open.uri("ws", "/live"))).isEqualTo("read");
        assertThat(opened(open.uri("ws", "/ws"))).isEqualTo("read");
    }

    @Test
    void feedOfTheShop_isOpenToAllSites() {
        assertThat(opened(producer.uri("ws", "/ws"))).isEqualTo("read");
    }

    /** 127.0.0.1 is another host than localhost, and the dashboard serves both. */
    @Test
    void ownPage_connects_whateverItsHostIsCalled() {
        for (String host : new String[] {"localhost", "127.0.0.1"}) {
            try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
                tab.open(dashboard.uri("http", "/?connect=true").toString().replace("localhost", host));
                tab.awaitLevel("live", 10_000);
            }
        }
    }

    /**
     * A site that points its own name at the dashboard's address (DNS rebinding): Origin and Host agree. Chromium takes
     * all names below localhost for this machine.
     */
    @Test
    void siteWhoseNameLeadsToTheDashboard_isToldByItsNameOnly() {
        try (ServiceProcess named = ServiceProcess.start(
                        "dashboard",
                        ServiceProcess.freePort(),
                        Map.of("FEED", producer.uri("ws", "/ws").toString(), "ALLOWED_HOSTS", "shop.example"));
                DashboardTab own = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT);
                Page site = chromium.browser().newPage()) {
            String home = named.uri("http", "/?connect=true").toString();
            Response answer = site.navigate(home.replace("localhost", "evil.localhost"));
            assertThat(answer.status()).isEqualTo(421);
            assertThat(answer.text()).contains("evil.localhost", "ALLOWED_HOSTS");

            own.open(home);
            own.awaitLevel("live", 10_000);

            String unprotected = dashboard.uri("http", "/").toString();
            assertThat(site.navigate(unprotected.replace("localhost", "evil.localhost"))
                            .status())
                    .as("without the setting")
                    .isEqualTo(200);
        }
    }

    @Test
    void proxyThatDoesNotPassTheHost_isNamedAsTheReason() throws IOException {
        try (HostProxy proxy = new HostProxy(dashboard.uri("http", "/"), "");
                DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            tab.open(proxy.uri("/?connect=true").toString());

            await().atMost(SOON).untilAsserted(() -> assertThat(
                            tab.page().locator("#notice").innerText())
                    .contains("The dashboard does not know this address"));
        }
    }

    @Test
    void proxyThatIsTrusted_maySayTheHostInAnotherHeader() throws IOException {
        try (ServiceProcess behind = ServiceProcess.start(
                        "dashboard",
                        ServiceProcess.freePort(),
                        Map.of("FEED", producer.uri("ws", "/ws").toString(), "TRUSTED_PROXIES", "127.0.0.0/8, ::1"));
                HostProxy proxy = new HostProxy(behind.uri("http", "/"), "X-Forwarded-Host");
                DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            tab.open(proxy.uri("/?connect=true").toString());

            tab.awaitLevel("live", 10_000);
        }
    }
}
