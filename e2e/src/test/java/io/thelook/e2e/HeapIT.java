package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The memory of a page that is left open all day, after hours of updates. */
class HeapIT {

    /** Four a second. */
    private static final int AN_HOUR = 14_400;

    private static final int WARMING_UP = 3 * AN_HOUR;

    /** In bytes: 35 for each update. */
    private static final long LEAST_LEAK = 500_000;

    /**
     * A leak grows every hour. Code that is compiled, which takes memory too, comes late where drawings are few because
     * the machine is busy, but it comes once.
     */
    private static final int HOURS = 4;

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void hoursOfUpdates_leaveTheHeapAsItWas() throws IOException {
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
            awaitShown(tab, WARMING_UP);
            List<Long> page = new ArrayList<>(List.of(heap(tab)));
            List<Long> worker = new ArrayList<>(List.of(heapOfWorker(tab)));
            int sent = WARMING_UP;
            for (int hour = 1; hour <= HOURS && (growsEveryHour(page) || growsEveryHour(worker)); hour++) {
                send(socket.get(), view, sent + 1, sent + AN_HOUR);
                sent += AN_HOUR;
                awaitShown(tab, sent);
                page.add(heap(tab));
                worker.add(heapOfWorker(tab));
            }

            assertThat(growsEveryHour(page))
                    .as("bytes in use, hour by hour: %s", page)
                    .isFalse();
            assertThat(growsEveryHour(worker))
                    .as("bytes the worker has in use, hour by hour: %s", worker)
                    .isFalse();
            assertThat((Number) tab.page().evaluate("document.querySelectorAll('*').length"))
                    .satisfies(elements -> assertThat(elements.intValue()).isLessThan(3_000));
            assertThat(tab.complaints()).isEmpty();
        }
    }

    private static boolean growsEveryHour(List<Long> heap) {
        return IntStream.range(1, heap.size()).allMatch(hour -> heap.get(hour) - heap.get(hour - 1) >= LEAST_LEAK);
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

    private static void awaitShown(DashboardTab tab, int items) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> tab.values().get(1).equals(String.format(Locale.US, "%,d", items)));
    }

    private static long heap(DashboardTab tab) {
        CDPSession session = tab.page().context().newCDPSession(tab.page());
        session.send("HeapProfiler.collectGarbage");
        session.send("HeapProfiler.collectGarbage");
        return session.send("Runtime.getHeapUsage").get("usedSize").getAsLong();
    }

    /**
     * The same of the worker that draws the charts, which is a target of its own and is asked through the page's
     * session.
     */
    private static long heapOfWorker(DashboardTab tab) {
        CDPSession session = tab.page().context().newCDPSession(tab.page());
        AtomicReference<String> worker = new AtomicReference<>();
        AtomicReference<JsonObject> answer = new AtomicReference<>();
        session.on(
                "Target.attachedToTarget",
                event -> worker.set(event.get("sessionId").getAsString()));
        session.on("Target.receivedMessageFromTarget", event -> {
            JsonObject message =
                    JsonParser.parseString(event.get("message").getAsString()).getAsJsonObject();
            if (message.has("id") && message.get("id").getAsInt() == 2) {
                answer.set(message.getAsJsonObject("result"));
            }
        });
        JsonObject attach = new JsonObject();
        attach.addProperty("autoAttach", true);
        attach.addProperty("waitForDebuggerOnStart", false);
        attach.addProperty("flatten", false);
        session.send("Target.setAutoAttach", attach);
        awaitWhileEventsCome(tab, () -> worker.get() != null);
        List.of(
                        "{\"id\":1,\"method\":\"HeapProfiler.collectGarbage\"}",
                        "{\"id\":2,\"method\":\"Runtime.getHeapUsage\"}")
                .forEach(message -> {
                    JsonObject sent = new JsonObject();
                    sent.addProperty("sessionId", worker.get());
                    sent.addProperty("message", message);
                    session.send("Target.sendMessageToTarget", sent);
                });
        awaitWhileEventsCome(tab, () -> answer.get() != null);
        return answer.get().get("usedSize").getAsLong();
    }

    /** Events come only while the browser is talked to. */
    private static void awaitWhileEventsCome(DashboardTab tab, BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            tab.address();
            return condition.getAsBoolean();
        });
    }
}
