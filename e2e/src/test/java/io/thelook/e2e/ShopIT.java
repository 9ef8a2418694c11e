package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Controlling the shop from its own page, and seeing the effect on the dashboard. */
class ShopIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static Chromium chromium;
    private static ServiceProcess producer;
    private static ServiceProcess dashboard;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        producer = ServiceProcess.producer(Map.of("REFRESH_SECONDS", "1"));
        dashboard = ServiceProcess.dashboard(producer.uri("ws", "/ws"));
    }

    @AfterAll
    static void stop() {
        dashboard.close();
        producer.close();
        chromium.close();
    }

    @Test
    void buttonOnTheShopsPage_isSeenOnTheDashboard() {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT);
                Page shop = shop(ColorScheme.LIGHT)) {
            tab.open(dashboard.uri("http", "/?connect=true").toString());
            tab.awaitLevel("live", 10_000);
            await().atMost(SOON).until(() -> items(tab) > 0);
            await().atMost(SOON).until(() -> on(shop).equals("nothing special"));
            long before = items(tab);

            shop.getByText("black-friday").click();
            shop.getByLabel("ADMIN_TOKEN").fill("not this one");
            shop.getByText("sign in", new Page.GetByTextOptions().setExact(true))
                    .click();
            await().atMost(SOON)
                    .until(() -> shop.locator("#answer").textContent().contains("wrong token"));
            shop.getByLabel("ADMIN_TOKEN").fill(producer.signInToken());
            shop.getByText("sign in", new Page.GetByTextOptions().setExact(true))
                    .click();

            await().atMost(SOON).until(() -> on(shop).matches("black-friday, \\d+ s left"));
            await().atMost(SOON).until(() -> items(tab) > before + 500);
            shop.getByText("stop", new Page.GetByTextOptions().setExact(true)).click();
            await().atMost(SOON).until(() -> on(shop).equals("nothing special"));
            assertThat(shop.locator("#signin").isHidden()).isTrue();
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @Test
    void linkInTheLog_opensTheShopsPageSignedIn() {
        try (Page shop = shop(ColorScheme.LIGHT)) {
            shop.navigate(producer.signInLink().toString());
            assertThat(shop.url()).isEqualTo(producer.uri("http", "/").toString());

            shop.getByText("day", new Page.GetByTextOptions().setExact(true)).click();

            await().atMost(SOON).until(() -> on(shop).startsWith("day"));
            shop.getByText("stop", new Page.GetByTextOptions().setExact(true)).click();
            await().atMost(SOON).until(() -> on(shop).equals("nothing special"));
        }
    }

    @Test
    void shopsPage_isReadableInTheDarkAndOnAPhone() {
        try (Page shop = shop(ColorScheme.DARK)) {
            shop.setViewportSize(390, 844);
            await().atMost(SOON).until(() -> on(shop).equals("nothing special"));
            shop.getByText("stop", new Page.GetByTextOptions().setExact(true)).click();
            shop.getByLabel("ADMIN_TOKEN").waitFor();

            assertThat((Boolean) shop.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                    .isTrue();
            assertThat(Axe.violations(shop)).isEmpty();
        }
    }

    private static Page shop(ColorScheme scheme) {
        Page page = chromium.browser()
                .newPage(new Browser.NewPageOptions().setViewportSize(1440, 900).setColorScheme(scheme));
        page.navigate(producer.uri("http", "/").toString());
        return page;
    }

    private static String on(Page shop) {
        return shop.locator("#scenario").textContent();
    }

    private static long items(DashboardTab tab) {
        return Long.parseLong(tab.values().get(1).replace(",", ""));
    }
}
