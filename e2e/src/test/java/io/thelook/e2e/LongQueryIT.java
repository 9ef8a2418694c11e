package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever can be clicked can be asked for, linked to and reloaded: up to a limit, of which the page tells. */
class LongQueryIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** Seven names of 60 characters, each of nine bytes in an address, take up 3,842 bytes. */
    private static final int MOST_NAMES = 7;

    @Test
    void filters_canBeAddedUpToTheLimitAndReloaded() throws Exception {
        try (PlainFeed feed = new PlainFeed(frame(), 1_000);
                ServiceProcess dashboard = ServiceProcess.dashboard(feed.uri());
                Chromium chromium = new Chromium();
                DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            tab.open(dashboard.uri("http", "/?connect=true").toString());
            tab.awaitLevel("live", 10_000);
            tab.useTool(tab.chart("revenue_by_country"), "table");
            for (int i = 0; i < MOST_NAMES; i++) {
                pick(tab, i);
                int chosen = i + 1;
                await().atMost(SOON).until(() -> items(tab).equals(Integer.toString(chosen)));
            }
            assertThat(tab.notice()).isEmpty();

            pick(tab, MOST_NAMES);

            await().atMost(SOON).until(() -> tab.notice()
                    .equals("Not possible: the filters may take up 4,000 characters of the address; "
                            + "remove one to add another."));
            assertIsFiltered(tab);
            // Something shorter still fits.
            tab.toggleFilter("Exclude cancelled");
            await().atMost(SOON).until(() -> tab.chips().size() == MOST_NAMES + 1);
            assertThat(tab.notice()).isEmpty();
            assertIsFiltered(tab);

            tab.page().reload();
            tab.awaitLevel("live", 10_000);
            await().atMost(SOON).until(() -> tab.chips().size() == MOST_NAMES + 1);
            assertIsFiltered(tab);
            assertThat(tab.notice()).isEmpty();

            tab.open(tab.address() + "&country=" + "x".repeat(1_000));
            await().atMost(SOON).until(() -> tab.notice()
                    .equals("Not possible: the filters in the address take up more than 4,000 characters; "
                            + "everything is shown instead."));
            await().atMost(SOON).until(() -> items(tab).equals("10"));
            assertThat(tab.chips()).isEmpty();
            assertThat(tab.complaints()).isEmpty();
        }
    }

    private static void pick(DashboardTab tab, int country) {
        tab.chart("revenue_by_country")
                .locator("td button[data-name=\"" + name(country) + "\"]")
                .click();
    }

    private static void assertIsFiltered(DashboardTab tab) {
        await().atMost(SOON).until(() -> items(tab).equals(Integer.toString(MOST_NAMES)));
        assertThat(tab.page().locator("#state").getAttribute("data-level")).isEqualTo("live");
        assertThat(tab.chips()).contains("Country: " + name(0)).doesNotContain("Country: " + name(MOST_NAMES));
    }

    private static String items(DashboardTab tab) {
        return tab.values().get(1);
    }

    private static String name(int country) {
        return "漢".repeat(59) + (char) ('字' + country);
    }

    private static String frame() {
        ArrayNode records = new ObjectMapper().createArrayNode();
        long now = System.currentTimeMillis();
        for (int i : List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)) {
            records.addObject()
                    .put("user_id", "u" + i)
                    .put("age", 30)
                    .put("gender", "F")
                    .put("country", name(i))
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
