package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that share the token of their feed. */
class FeedTokenIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TOKEN = "t0k3n-of-the-feed";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static Chromium chromium;
    private static ServiceProcess producer;
    private static ServiceProcess dashboard;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        producer = ServiceProcess.producer(Map.of("REFRESH_SECONDS", "1", "BACKFILL_DAYS", "1", "FEED_TOKEN", TOKEN));
        dashboard = dashboard(TOKEN, Map.of("HISTORY", "on", "DATA_DIR", folder.toString()));
    }

    @AfterAll
    static void stop() {
        dashboard.close();
        producer.close();
        chromium.close();
    }

    private static ServiceProcess dashboard(String token, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("FEED", producer.uri("ws", "/ws").toString());
        settings.put("FEED_TOKEN", token);
        return ServiceProcess.start("dashboard", ServiceProcess.freePort(), settings);
    }

    /** The status with which a WebSocket is refused; 101 if it opens. */
    private static int opened(URI socket, String authorization) {
        try {
            WebSocket.Builder builder = HTTP.newWebSocketBuilder();
            if (!authorization.isEmpty()) {
                builder.header("Authorization", authorization);
            }
            builder.buildAsync(socket, new WebSocket.Listener() {}).join().abort();
            return 101;
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    @Test
    void feedAndRelay_areOpenToThoseWithTheToken() {
        for (URI socket : new URI[] {producer.uri("ws", "/ws"), dashboard.uri("ws", "/ws")}) {
            assertThat(opened(socket, "")).isEqualTo(401);
            assertThat(opened(socket, "Bearer wrong-wrong")).isEqualTo(401);
            assertThat(opened(socket, "Bearer " + TOKEN)).isEqualTo(101);
        }
    }

    @Test
    void dashboard_readsTheFeedAndItsPast() {
        try (DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            tab.open(dashboard.uri("http", "/?connect=true").toString());

            tab.awaitLevel("live", 10_000);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(metrics()).containsPattern("thelook_history_past_total [1-9]"));
        }
    }

    private static String metrics() throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(
                HttpRequest.newBuilder(dashboard.uri("http", "/q/metrics")).build(), BodyHandlers.ofString());
        return response.body();
    }

    @Test
    void wrongToken_isNamedAsTheReason_andShownNowhere() {
        try (ServiceProcess stranger = dashboard("wrong-t0k3n", Map.of());
                DashboardTab tab = new DashboardTab(chromium.browser(), 1440, 900, ColorScheme.LIGHT)) {
            tab.open(stranger.uri("http", "/?connect=true").toString());

            await().atMost(SOON).untilAsserted(() -> assertThat(
                            tab.page().locator("#notice").innerText())
                    .contains("401"));
            assertThat(tab.page().content()).doesNotContain("wrong-t0k3n");
            assertThat(stranger.log()).contains("401").doesNotContain("wrong-t0k3n");
        }
    }
}
