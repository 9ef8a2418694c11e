package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every selection can be requested, linked to and reloaded, up to a limit that the page reports. */
class LongQueryIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final int NAMES = 14;

    /** Seven names of 60 characters, each of nine bytes in an address, take up 3,842 bytes; two of 200, 3,617. */
    @ParameterizedTest
    @CsvSource({"60, 7", "200, 2"})
    void filters_canBeAddedUpToTheLimitReloadedAndReconnected(int length, int most) throws Exception {
        try (PlainFeed feed = new PlainFeed(frame(length), 1_000);
                ServiceProcess dashboard = ServiceProcess.dashboard(feed.uri());
                Chromium chromium = new Chromium();
                DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            tab.open(dashboard.uri("http", "/?connect=true").toString());
            tab.awaitLevel("live", 10_000);
            tab.useTool(tab.chart("revenue_by_country"), "table");
            for (int i = 0; i < most; i++) {
                pick(tab, name(i, length));
                int chosen = i + 1;
                await().atMost(SOON).until(() -> items(tab).equals(Integer.toString(chosen)));
            }
            assertThat(tab.notice()).isEmpty();

            for (int i = most; i < NAMES; i++) {
                pick(tab, name(i, length));
            }

            await().atMost(SOON).until(() -> tab.notice()
                    .equals("Not possible: the filters may take up 4,000 characters of the address; "
                            + "remove one to add another."));
            assertIsFiltered(tab, most, length);
            // Something shorter still fits.
            tab.toggleFilter("Exclude cancelled");
            await().atMost(SOON).until(() -> tab.chips().size() == most + 1);
            assertThat(tab.notice()).isEmpty();
            assertIsFiltered(tab, most, length);

            tab.page().reload();
            tab.awaitLevel("live", 10_000);
            await().atMost(SOON).until(() -> tab.chips().size() == most + 1);
            assertIsFiltered(tab, most, length);
            assertThat(tab.notice()).isEmpty();

            tab.page().keyboard().press("c");
            tab.awaitLevel("off", 10_000);
            tab.page().keyboard().press("c");
            tab.awaitLevel("live", 10_000);
            assertIsFiltered(tab, most, length);
            assertThat(tab.notice()).isEmpty();

            tab.open(tab.address() + "&country=" + "x".repeat(1_000));
            await().atMost(SOON).until(() -> tab.notice()
                    .equals("Not possible: the filters in the address take up more than 4,000 characters; "
                            + "everything is shown instead."));
            await().atMost(SOON).until(() -> items(tab).equals(Integer.toString(NAMES)));
            assertThat(tab.chips()).isEmpty();
            assertThat(tab.complaints()).isEmpty();
        }
    }

    private static void pick(DashboardTab tab, String country) {
        tab.chart("revenue_by_country")
                .locator("td button[data-name=\"" + country + "\"]")
                .click();
    }

    private static void assertIsFiltered(DashboardTab tab, int most, int length) {
        await().atMost(SOON).until(() -> items(tab).equals(Integer.toString(most)));
        assertThat(tab.page().locator("#state").getAttribute("data-level")).isEqualTo("live");
        assertThat(tab.chips())
                .contains("Country: " + name(0, length))
                .doesNotContain("Country: " + name(most, length));
    }

    private static String items(DashboardTab tab) {
        return tab.values().get(1);
    }

    private static String name(int country, int length) {
        return "漢".repeat(length - 1) + (char) ('字' + country);
    }

    private static String frame(int length) {
        ArrayNode records = new ObjectMapper().createArrayNode();
        long now = System.currentTimeMillis();
        for (int i = 0; i < NAMES; i++) {
            records.addObject()
                    .put("user_id", "u" + i)
                    .put("age", 30)
                    .put("gender", "F")
                    .put("country", name(i, length))
                    .put("traffic_source", "Search")
                    .put("order_id", "o" + i)
                    .put("item_id", "i" + i)
                    .put("category", "Jeans")
                    .put("cost", 1)
                    .put("item_status", "Complete")
                    .put("sale_price", 10)
                    .put("created_at", now - i);
        }
        return records.toString();
    }
}
