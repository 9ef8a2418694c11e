package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state of both services at {@code /status}, in a real browser and as JSON. */
class StatusIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PASSWORD = "canary-of-the-feed";
    private static final String TOKEN = "canary-of-the-token";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path data;

    private Chromium chromium;
    private ServiceProcess producer;
    private ServiceProcess dashboard;

    @BeforeEach
    void start() {
        chromium = new Chromium();
        producer = ServiceProcess.producer(Map.of(
                "ADMIN_TOKEN", TOKEN, "PUBLISH", "http://user:" + PASSWORD + "@127.0.0.1:1/orders?key=" + TOKEN));
        URI feed = producer.uri("ws", "/ws");
        dashboard = ServiceProcess.start(
                "dashboard",
                ServiceProcess.freePort(),
                Map.of(
                        "FEED",
                        "ws://user:" + PASSWORD + "@localhost:" + feed.getPort() + "/ws?key=" + TOKEN,
                        "ADMIN_TOKEN",
                        TOKEN,
                        "SHOP_NAME",
                        "Fjällräven & Söhne",
                        "HISTORY",
                        "on",
                        "DATA_DIR",
                        data.toString()));
    }

    @AfterEach
    void stop() {
        dashboard.close();
        producer.close();
        chromium.close();
    }

    private static JsonNode status(ServiceProcess service) {
        try (InputStream in = service.uri("http", "/status.json").toURL().openStream()) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void reports_sayWhatRunsAndHowItIs_withoutSecrets() {
        await().atMost(SOON)
                .until(() -> status(dashboard).at("/history/state").asText().equals("on"));
        await().atMost(SOON)
                .until(() -> status(dashboard).at("/source/state").asText().equals("live"));

        JsonNode report = status(dashboard);
        assertThat(report.at("/product/quarkus").asText()).matches("\\d+\\.\\d+.*");
        assertThat(report.at("/product/java").asText()).isNotEmpty();
        assertThat(report.at("/product/version").asText()).isNotEmpty();
        assertThat(report.at("/product/page").asText()).matches("[0-9a-f]{16}");
        assertThat(report.at("/product/uptime_seconds").asDouble()).isBetween(0.1, 600.0);
        assertThat(report.at("/source/websocket").asText()).endsWith("/ws").doesNotContain("@");
        assertThat(report.at("/source/clock_difference_seconds").asDouble()).isBetween(-1.0, 1.0);
        assertThat(report.at("/records/received").asLong()).isPositive();
        assertThat(report.at("/limits/viewers/limit").asLong()).isEqualTo(10_000);
        assertThat(report.at("/threads/views").asText()).isEqualTo("running");
        assertThat(report.get("problems")).isEmpty();

        JsonNode shop = status(producer);
        assertThat(shop.at("/shop/state").asText()).isEqualTo("open");
        assertThat(shop.at("/limits/clients/used").asLong()).isEqualTo(1);
        await().atMost(SOON)
                .until(() -> status(producer).get("problems").toString().contains("PUBLISH is retrying"));
        assertThat(report + " " + shop + " " + status(producer))
                .doesNotContain(PASSWORD)
                .doesNotContain(TOKEN);
    }

    @Test
    void page_refreshesItself_andSaysWhatIsWrong() throws Exception {
        await().atMost(SOON).until(() -> status(dashboard).get("problems").isEmpty());
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            Page page = tab.page();
            tab.open(dashboard.uri("http", "/status").toString());
            assertThat(page.locator("#verdict").innerText()).isEqualTo("Everything works");

            producer.kill();
            await().atMost(SOON)
                    .until(() -> page.locator("#verdict").innerText().equals("Needs attention"));
            assertThat(page.locator(".verdict li").first().innerText()).startsWith("The feed is not live");

            dashboard.kill();
            await().atMost(SOON)
                    .until(() -> page.locator("#trouble").innerText().startsWith("The dashboard does not answer."));
        }
    }

    @Test
    void pages_fitAndAreAccessible() {
        await().atMost(SOON).until(() -> status(dashboard).get("problems").isEmpty());
        for (int width : List.of(390, 1440)) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                assertFitsAndIsAccessible(dashboard, "dashboard", width, scheme);
                assertFitsAndIsAccessible(producer, "producer", width, scheme);
            }
        }
    }

    private void assertFitsAndIsAccessible(ServiceProcess service, String name, int width, ColorScheme scheme) {
        String as = "status-" + name + "-" + width + "-" + scheme;
        try (DashboardTab tab = new DashboardTab(chromium.browser(), width, 900, scheme)) {
            Page page = tab.page();
            tab.open(service.uri("http", "/status").toString());

            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of("target", "screenshots", as + ".png")));
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                    .as(as)
                    .isLessThanOrEqualTo(width);
            assertThat(Axe.violations(page)).as(as).isEmpty();
            assertThat(tab.complaints()).as(as).isEmpty();
        }
    }
}
