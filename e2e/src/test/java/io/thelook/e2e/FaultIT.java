package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page when something between the shop and the user breaks, and its automatic recovery. */
@Tag("alone")
class FaultIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final double TWO_SECONDS = 2_000;

    private final int producerPort = ServiceProcess.freePort();
    private final int dashboardPort = ServiceProcess.freePort();
    private Chromium chromium;
    private ServiceProcess producer;
    private ServiceProcess dashboard;
    private DashboardTab tab;

    @BeforeEach
    void watch() {
        chromium = new Chromium();
        producer = startProducer();
        dashboard = startDashboard();
        tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT);
        // AUTO_CONNECT: the test does not tick the box.
        tab.open(dashboard.uri("http", "/").toString());
        tab.awaitLevel("live", 10_000);
        await().atMost(SOON).until(tab::hasFigures);
    }

    @AfterEach
    void stop() {
        tab.close();
        dashboard.close();
        producer.close();
        chromium.close();
    }

    private ServiceProcess startProducer() {
        return ServiceProcess.start("producer", producerPort, Map.of("REFRESH_SECONDS", "1"));
    }

    private ServiceProcess startDashboard() {
        return ServiceProcess.start(
                "dashboard",
                dashboardPort,
                Map.of("PRODUCER_URL", "ws://localhost:" + producerPort + "/ws", "AUTO_CONNECT", "true"));
    }

    @Test
    void producerStoppedAndStarted_isToldWithinTwoSecondsAndMended() {
        producer.close();

        tab.awaitLevel("stale", TWO_SECONDS);
        // A second after the newest data, the figures have stopped counting.
        await().atMost(SOON).until(() -> tab.notice().matches("No data for [1-9] s\\. The feed is not reachable .*"));
        List<String> kept = tab.values();
        assertThat(kept).doesNotContain("0");
        tab.screenshot("stale");
        await().atMost(SOON).until(() -> tab.notice().matches("No data for ([3-9]|\\d\\d) s\\..*"));
        assertThat(tab.values()).isEqualTo(kept);

        producer = startProducer();
        tab.awaitLevel("live", SOON.toMillis());
        await().atMost(SOON).until(() -> !tab.values().equals(kept));
        assertThat(tab.complaints()).isEmpty();
        assertThat(dashboard.errors()).isEmpty();
    }

    @Test
    void producerFrozen_isToldWithinTwoSecondsAndMended() throws IOException, InterruptedException {
        producer.signal("STOP");
        try {
            tab.awaitLevel("stale", TWO_SECONDS);
            assertThat(tab.notice()).contains("The feed does not answer.");
        } finally {
            producer.signal("CONT");
        }
        tab.awaitLevel("live", SOON.toMillis());
    }

    @Test
    void dashboardStoppedAndStarted_isToldWithinTwoSecondsAndMended() {
        dashboard.close();

        tab.awaitLevel("stale", TWO_SECONDS);
        await().atMost(SOON).until(() -> tab.notice().contains("The dashboard is not reachable."));

        dashboard = startDashboard();
        tab.awaitLevel("live", SOON.toMillis());
    }

    /** The first view then has no figures at all. */
    @Test
    void dashboardStartedWithoutItsFeed_saysSoAndIsMendedWithIt() {
        tab.page().locator("table.orders").hover();
        producer.close();
        dashboard.close();

        dashboard = startDashboard();
        await().atMost(SOON).until(() -> tab.notice().startsWith("No data yet. The feed is not reachable"));
        producer = startProducer();

        tab.awaitLevel("live", SOON.toMillis());
        await().atMost(SOON).until(tab::hasFigures);
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void dashboardFrozen_isToldAndMended() throws IOException, InterruptedException {
        dashboard.signal("STOP");
        try {
            tab.awaitLevel("stale", TWO_SECONDS + 1_000); // up to a second of it passes between two heartbeats
            assertThat(tab.notice()).contains("The dashboard does not answer.");
        } finally {
            dashboard.signal("CONT");
        }
        tab.awaitLevel("live", SOON.toMillis());
    }
}
