package io.thelook.e2e;

import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Measures what the page costs a browser; no part of the tests, because machines are noisy:
 * {@code ./mvnw verify -pl e2e -am -Dit.test=PageMeasurement -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class PageMeasurement {

    private static final int LOADS = 15;
    private static final Duration WATCHED = Duration.ofSeconds(30);

    /** Notes how long each message and each frame keeps the page's scripts busy. */
    private static final String STOPWATCH = """
            window.took = { message: [], frame: [] };
            const timed = (kind, callback) => function (...args) {
              const began = performance.now();
              try { return callback.apply(this, args); } finally { window.took[kind].push(performance.now() - began); }
            };
            const frame = window.requestAnimationFrame.bind(window);
            window.requestAnimationFrame = (callback) => frame(timed('frame', callback));
            const add = WebSocket.prototype.addEventListener;
            WebSocket.prototype.addEventListener = function (type, callback, ...rest) {
              return add.call(this, type, type === 'message' ? timed('message', callback) : callback, ...rest);
            };""";

    @Test
    void measure() throws IOException, InterruptedException {
        try (Chromium chromium = new Chromium()) {
            for (String waitSeconds : List.of("0.5", "0.005")) {
                try (ServiceProcess producer = ServiceProcess.producer(Map.of("WAIT_SECONDS", waitSeconds));
                        ServiceProcess dashboard = ServiceProcess.dashboard(producer.uri("ws", "/ws"))) {
                    if (waitSeconds.equals("0.5")) {
                        System.out.println("scripts, gzip: " + scriptBytes(dashboard) + " bytes");
                        System.out.println("first contentful paint: " + firstPaints(chromium, dashboard));
                    }
                    System.out.println("one user every " + waitSeconds + " s: " + updates(chromium, dashboard));
                }
            }
        }
    }

    private static long scriptBytes(ServiceProcess dashboard) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        String html = http.send(
                        HttpRequest.newBuilder(dashboard.uri("http", "/")).build(), BodyHandlers.ofString())
                .body();
        long bytes = 0;
        Matcher scripts = Pattern.compile("src=\"(/[^\"]+\\.js)\"").matcher(html);
        while (scripts.find()) {
            URI script = dashboard.uri("http", scripts.group(1));
            bytes += http.send(
                            HttpRequest.newBuilder(script)
                                    .header("Accept-Encoding", "gzip")
                                    .build(),
                            BodyHandlers.ofByteArray())
                    .body()
                    .length;
        }
        return bytes;
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

    private static String updates(Chromium chromium, ServiceProcess dashboard) {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            tab.page().addInitScript(STOPWATCH);
            tab.open(dashboard.uri("http", "/?connect=true").toString());
            tab.awaitLevel("live", 20_000);
            CDPSession session = tab.page().context().newCDPSession(tab.page());
            session.send("Performance.enable");
            tab.page().evaluate("window.took = { message: [], frame: [] }");
            double busyBefore = taskSeconds(session);
            await().pollDelay(WATCHED).atMost(WATCHED.plusSeconds(10)).until(() -> true);
            double busy = taskSeconds(session) - busyBefore;
            List<Double> messages = took(tab, "message");
            List<Double> frames = took(tab, "frame");
            return messages.size() + " messages, scripts per message p95 " + quantile(messages, 0.95) + " ms; "
                    + frames.size() + " frames, scripts per frame p95 " + quantile(frames, 0.95) + " ms, longest "
                    + quantile(frames, 1) + " ms; main thread busy " + Math.round(100 * busy / WATCHED.toSeconds())
                    + " % of the time, drawing included";
        }
    }

    private static double taskSeconds(CDPSession session) {
        for (var metric : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
            JsonObject each = metric.getAsJsonObject();
            if (each.get("name").getAsString().equals("TaskDuration")) {
                return each.get("value").getAsDouble();
            }
        }
        throw new IllegalStateException("the browser does not tell TaskDuration");
    }

    private static List<Double> took(DashboardTab tab, String kind) {
        return ((List<?>) tab.page().evaluate("kind => window.took[kind]", kind))
                .stream().map(each -> ((Number) each).doubleValue()).toList();
    }

    private static String quantile(List<Double> values, double q) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.isEmpty() ? "-" : String.format("%.1f", sorted.get((int) Math.round(q * (sorted.size() - 1))));
    }
}
