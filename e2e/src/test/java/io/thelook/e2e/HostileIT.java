package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hostile texts in a feed neither run as code, nor break the layout, nor slow the page. */
class HostileIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<String> HOSTILE = List.of(
            "<img src=x onerror=\"window.harmed=true\">",
            "<script>window.harmed=true</script>",
            "';window.harmed=true;//",
            "{{constructor.constructor('window.harmed=true')()}}",
            "\u202Egnp.tfel-ot-thgir\u202C",
            "x".repeat(256),
            "👩‍👩‍👧‍👦 🇫🇷 👍🏽",
            "{b|rich}{a|text}",
            "__proto__");

    @Test
    void hostileTexts_areShownAsTexts() throws IOException {
        try (PlainFeed feed = new PlainFeed(hostileFrame(), 1_000);
                ServiceProcess dashboard = ServiceProcess.dashboard(feed.uri());
                Chromium chromium = new Chromium();
                DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            tab.open(dashboard.uri("http", "/?connect=true").toString());
            tab.awaitLevel("live", 10_000);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(tab.values().get(1)).isEqualTo("5,010"));
            await().atMost(SOON)
                    .until(() -> tab.spokenBars("revenue_by_country").contains("Other (4,990) "));
            assertThat(tab.values().get(2)).hasSizeGreaterThan(10);
            assertThat(tab.valuesFit()).as("a long figure is written smaller").isTrue();

            await().atMost(SOON).untilAsserted(() -> assertThat(tab.spokenBars("revenue_by_category"))
                    .contains(HOSTILE.get(0), HOSTILE.get(5), HOSTILE.get(8), "Other ("));
            assertThat(tab.spokenBars("revenue_by_product"))
                    .contains(HOSTILE.get(0), HOSTILE.get(5), HOSTILE.get(8), "Other (5,000)");
            tab.showTables();
            await().atMost(SOON).untilAsserted(() -> assertThat(tab.page()
                            .locator("[data-field=revenue_by_category] tbody")
                            .innerText())
                    .contains(HOSTILE.get(1)));
            for (String property : List.of("category", "product")) {
                tab.page()
                        .locator("[data-field=revenue_by_" + property + "] td button")
                        .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText("onerror"))
                        .click();
                await().atMost(SOON).until(() -> tab.values().get(1).equals("1"));
            }
            await().atMost(SOON).untilAsserted(() -> assertThat(tab.chips())
                    .containsExactly("Category: " + HOSTILE.get(0), "Product: " + HOSTILE.get(0)));
            assertThat(tab.page().locator(".orders td:nth-child(6)").innerText())
                    .isEqualTo("$ 1,000,000.00");
            assertThat((Boolean) tab.page()
                            .locator(".orders td:nth-child(6)")
                            .evaluate("cell => cell.scrollWidth <= cell.clientWidth"))
                    .as("a million is shown whole")
                    .isTrue();
            tab.page().reload();
            await().atMost(SOON).until(() -> tab.values().get(1).equals("1"));

            assertThat(tab.page().evaluate("window.harmed ?? null")).isNull();
            assertThat((Boolean) tab.page().evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                    .as("fits its width")
                    .isTrue();
            assertThat(tab.complaints()).isEmpty();
            tab.screenshot("hostile");
        }
    }

    /** 5,000 countries, and every hostile text once in each place where a text may be. */
    private static String hostileFrame() {
        ArrayNode records = new ObjectMapper().createArrayNode();
        long now = System.currentTimeMillis();
        for (int i = 0; i < 5_010; i++) {
            String text = i < HOSTILE.size() ? HOSTILE.get(i) : "Country " + i;
            records.addObject()
                    .put("user_id", "u" + i)
                    .put("age", i % 120)
                    .put("gender", i < HOSTILE.size() ? text : "M")
                    .put("country", text)
                    .put("traffic_source", i < HOSTILE.size() ? text : "Search")
                    .put("order_id", i < HOSTILE.size() ? text : "o" + i)
                    .put("item_id", "i" + i)
                    .put("category", i < HOSTILE.size() ? text : "Category " + i % 20)
                    .put("product", i < HOSTILE.size() ? text : "Product " + i)
                    .put("cost", 1)
                    .put("item_status", i < HOSTILE.size() ? text : "Complete")
                    .put("sale_price", i < HOSTILE.size() ? 1_000_000 - i : 1)
                    .put("created_at", now - 5_010 + (i < HOSTILE.size() ? 5_000 : i));
        }
        return records.toString();
    }
}
