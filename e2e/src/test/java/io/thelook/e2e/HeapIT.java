package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page is left open all day: what an hour of updates leaves in its memory. */
class HeapIT {

    /** Four a second. */
    private static final int AN_HOUR = 14_400;

    private static final int WARMING_UP = AN_HOUR / 2;

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void anHourOfUpdates_leavesTheHeapAsItWas() throws IOException {
        try (ServiceProcess dashboard = ServiceProcess.start("dashboard", ServiceProcess.freePort(), Map.of());
                Chromium chromium = new Chromium();
                DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            AtomicReference<WebSocketRoute> socket = new AtomicReference<>();
            ObjectNode view = (ObjectNode) JSON.readTree(Documented.view());
            tab.page().routeWebSocket(Pattern.compile("/live"), route -> {
                socket.set(route);
                route.send(view.toString());
            });
            tab.open(dashboard.uri("http", "/?connect=true").toString());
            await().until(() -> tab.values().get(1).equals("7"));

            send(socket.get(), view, 1, WARMING_UP);
            long early = heap(tab, WARMING_UP);
            send(socket.get(), view, WARMING_UP + 1, WARMING_UP + AN_HOUR);
            long late = heap(tab, WARMING_UP + AN_HOUR);

            assertThat(late).as("bytes in use, and an hour before: %d", early).isLessThan(early * 11 / 10);
            assertThat((Number) tab.page().evaluate("document.querySelectorAll('*').length"))
                    .satisfies(elements -> assertThat(elements.intValue()).isLessThan(3_000));
            assertThat(tab.complaints()).isEmpty();
        }
    }

    /** Every part changes with every update: more than a shop can do. */
    private static void send(WebSocketRoute socket, ObjectNode view, int first, int last) {
        for (int i = first; i <= last; i++) {
            ObjectNode update = view.deepCopy();
            update.put("type", "update")
                    .put("seq", i)
                    .put("now", view.get("now").asLong() + i);
            ((ObjectNode) update.get("metrics")).put("num_order_items", i);
            update.withArray("/revenue_by_country/bars")
                    .addArray()
                    .add("Country " + i % 40)
                    .add(i % 900)
                    .add(1);
            update.withArray("/latest")
                    .insertArray(0)
                    .add("id" + i)
                    .add(view.get("now").asLong())
                    .add("Brasil")
                    .add("Jeans")
                    .add(1)
                    .add(i)
                    .add("Shipped");
            ((ObjectNode) update.get("trend"))
                    .put("from", view.at("/trend/from").asLong() + i * 5_000L);
            socket.send(update.toString());
        }
    }

    private static long heap(DashboardTab tab, int shown) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> tab.values().get(1).equals(String.format(Locale.US, "%,d", shown)));
        CDPSession session = tab.page().context().newCDPSession(tab.page());
        session.send("HeapProfiler.collectGarbage");
        session.send("HeapProfiler.collectGarbage");
        return session.send("Runtime.getHeapUsage").get("usedSize").getAsLong();
    }
}
