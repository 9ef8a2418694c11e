package io.thelook.e2e;

import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Measures the cost of the page to a browser. Not part of the tests, because machines are noisy:
 * {@code ./mvnw verify -pl e2e -am -Dit.test=PageMeasurement -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class PageMeasurement {

    private static final int LOADS = 15;
    private static final Duration WATCHED = Duration.ofSeconds(30);

    @Test
    void measure() throws IOException, InterruptedException {
        try (Chromium chromium = new Chromium()) {
            for (String waitSeconds : List.of("0.5", "0.005")) {
                try (ServiceProcess producer = ServiceProcess.producer(Map.of("WAIT_SECONDS", waitSeconds));
                        ServiceProcess dashboard = ServiceProcess.dashboard(producer.uri("ws", "/ws"))) {
                    if (waitSeconds.equals("0.5")) {
                        System.out.println("scripts, gzip: " + scriptBytes(chromium, dashboard) + " bytes");
                        System.out.println("first contentful paint: " + firstPaints(chromium, dashboard));
                    }
                    for (int height : List.of(900, 2_400)) {
                        System.out.println("one user every " + waitSeconds + " s, 1440 x " + height + ": "
                                + updates(chromium, dashboard, height));
                    }
                }
            }
        }
    }

    /** The size of all scripts that the page requests, including its worker's and the shared ones. */
    private static long scriptBytes(Chromium chromium, ServiceProcess dashboard)
            throws IOException, InterruptedException {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            tab.open(dashboard.uri("http", "/?connect=true").toString());
            await().until(() -> !tab.drawnBars("revenue_by_country").isEmpty());
            long bytes = 0;
            for (String script : Set.copyOf(tab.requests())) {
                if (URI.create(script).getPath().endsWith(".js")) {
                    bytes += HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(script))
                                            .header("Accept-Encoding", "gzip")
                                            .build(),
                                    BodyHandlers.ofByteArray())
                            .body()
                            .length;
                }
            }
            return bytes;
        }
    }

    private static String firstPaints(Chromium chromium, ServiceProcess dashboard) {
        List<Double> paints = new ArrayList<>();
        for (int i = 0; i < LOADS; i++) {
            try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
                tab.open(dashboard.uri("http", "/").toString());
                paints.add(((Number) tab.page().evaluate("""
                                () => new Promise((done) => new PerformanceObserver((list) => {
                                  const paint = list.getEntriesByName('first-contentful-paint')[0];
                                  if (paint) { done(paint.startTime); }
                                }).observe({ type: 'paint', buffered: true }))""")).doubleValue());
            }
        }
        return "median " + quantile(paints, 0.5) + " ms, of " + LOADS + " from " + quantile(paints, 0) + " to "
                + quantile(paints, 1);
    }

    /**
     * The work of the page's main thread, in milliseconds of CPU, from the browser's own trace: the longest piece
     * without a break between the arrival of an update and that of the next one, and all of it, in which figures count
     * up and bars glide.
     */
    private static String updates(Chromium chromium, ServiceProcess dashboard, int height) {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, height, ColorScheme.LIGHT)) {
            tab.open(dashboard.uri("http", "/?connect=true").toString());
            tab.awaitLevel("live", 20_000);
            chromium.browser()
                    .startTracing(
                            tab.page(),
                            new Browser.StartTracingOptions()
                                    .setCategories(List.of("toplevel", "devtools.timeline", "__metadata")));
            await().pollDelay(WATCHED).atMost(WATCHED.plusSeconds(10)).until(() -> true);
            return new MainThread(chromium.browser().stopTracing()).inWords();
        }
    }

    /** The main thread of the page in a trace: the one that receives the messages of a socket. */
    private static final class MainThread {

        private final NavigableMap<Long, Double> tasks = new TreeMap<>();
        private final NavigableMap<Long, Double> scripts = new TreeMap<>();
        private final List<Long> updates = new ArrayList<>();

        MainThread(byte[] trace) {
            List<JsonObject> events = new ArrayList<>();
            JsonParser.parseString(new String(trace, StandardCharsets.UTF_8))
                    .getAsJsonObject()
                    .getAsJsonArray("traceEvents")
                    .forEach(event -> events.add(event.getAsJsonObject()));
            List<JsonObject> received = events.stream()
                    .filter(event -> isNamed(event, "WebSocketReceive"))
                    .toList();
            received.forEach(event -> updates.add(event.get("ts").getAsLong()));
            Collections.sort(updates);
            events.stream()
                    .filter(event -> event.has("tdur")
                            && event.get("pid").equals(received.get(0).get("pid"))
                            && event.get("tid").equals(received.get(0).get("tid")))
                    .forEach(event -> {
                        if (isNamed(event, "ThreadControllerImpl::RunTask")) {
                            note(event, tasks);
                        } else if (isNamed(event, "FunctionCall")) {
                            note(event, scripts);
                        }
                    });
        }

        private static void note(JsonObject event, Map<Long, Double> milliseconds) {
            milliseconds.put(event.get("ts").getAsLong(), event.get("tdur").getAsDouble() / 1_000);
        }

        private static boolean isNamed(JsonObject event, String name) {
            return event.get("name").getAsString().equals(name);
        }

        String inWords() {
            List<Double> longest = new ArrayList<>();
            List<Double> whole = new ArrayList<>();
            List<Double> scripting = new ArrayList<>();
            for (int i = 0; i + 1 < updates.size(); i++) {
                Collection<Double> during =
                        tasks.subMap(updates.get(i), updates.get(i + 1)).values();
                longest.add(during.stream().mapToDouble(each -> each).max().orElse(0));
                whole.add(sum(during));
                scripting.add(
                        sum(scripts.subMap(updates.get(i), updates.get(i + 1)).values()));
            }
            double seconds = (updates.get(updates.size() - 1) - updates.get(0)) / 1e6;
            double busy = sum(whole) / 10 / seconds;
            return updates.size() + " updates; scripts p50 " + quantile(scripting, 0.5) + ", p95 "
                    + quantile(scripting, 0.95) + " ms; longest task p50 " + quantile(longest, 0.5) + ", p95 "
                    + quantile(longest, 0.95) + " ms; whole p50 " + quantile(whole, 0.5) + ", p95 "
                    + quantile(whole, 0.95) + " ms; busy " + String.format("%.1f", busy) + " %";
        }

        private static double sum(Collection<Double> values) {
            return values.stream().mapToDouble(each -> each).sum();
        }
    }

    private static String quantile(List<Double> values, double q) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.isEmpty() ? "-" : String.format("%.1f", sorted.get((int) Math.round(q * (sorted.size() - 1))));
    }
}
