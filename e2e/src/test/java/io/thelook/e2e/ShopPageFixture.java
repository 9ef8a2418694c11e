package io.thelook.e2e;

import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests of the page of a dashboard that shows the simulated shop, both with their default settings. */
abstract class ShopPageFixture {

    static final Duration SOON = Duration.ofSeconds(20);
    static final String COUNTRY = "revenue_by_country";

    static Chromium chromium;
    static ServiceProcess producer;
    static ServiceProcess dashboard;

    @BeforeAll
    static void startShop() {
        chromium = new Chromium();
        producer = ServiceProcess.producer(Map.of());
        dashboard = ServiceProcess.dashboard(producer.uri("ws", "/ws"));
    }

    @AfterAll
    static void stopShop() {
        dashboard.close();
        producer.close();
        chromium.close();
    }

    /** Opens the page in a new tab. */
    static DashboardTab openTab(ServiceProcess of, int width, int height, ColorScheme scheme, String path) {
        DashboardTab tab = new DashboardTab(chromium.browser(), width, height, scheme);
        tab.open(of.uri("http", path).toString());
        return tab;
    }

    /** Opens the page in a new tab, and waits for its first live figures. The path has to make it connect. */
    static DashboardTab openLive(int width, int height, ColorScheme scheme, String path) {
        DashboardTab tab = openTab(dashboard, width, height, scheme, path);
        tab.awaitLevel("live", 10_000);
        await().atMost(SOON).until(tab::hasFigures);
        return tab;
    }

    /** The same in light colours. */
    static DashboardTab openLive(int width, int height, String path) {
        return openLive(width, height, ColorScheme.LIGHT, path);
    }
}
