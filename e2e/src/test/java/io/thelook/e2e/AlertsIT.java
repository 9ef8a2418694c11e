package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.service.testing.Receiver;
import io.thelook.service.testing.Receiver.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard with ALERTS: from a feed to the receivers of its webhooks. No page is open. */
class AlertsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SECRET = "B0GEHEIM-geheimnis";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void feed_leadsToMessages_andNothingShowsTheAddress() throws IOException, InterruptedException {
        AtomicInteger requests = new AtomicInteger();
        try (Receiver receiver = new Receiver();
                ScriptedFeed feed = new ScriptedFeed()) {
            receiver.behave(request ->
                    requests.incrementAndGet() == 1 ? new Reply(500, "/" + SECRET, Map.of()) : Receiver.ACCEPTED);
            Path rules = rules("""
                    {"webhooks":{"ops":{"format":"json","url_env":"OPS_URL"}},
                     "rules":[{"name":"Many","query":"country=Brasil","figure":"num_orders","above":2,"for_seconds":0},
                              {"name":"Silence","no_data_seconds":3}]}
                    """);
            feed.say(orders(1));
            try (ServiceProcess dashboard = dashboard(feed, rules, receiver.address("/" + SECRET))) {
                feed.say(orders(3));
                await().atMost(SOON)
                        .until(() -> bodies(receiver).stream().anyMatch(body -> is(body, "Many", "firing")));
                feed.say(orders(2));
                await().atMost(SOON)
                        .until(() -> bodies(receiver).stream().anyMatch(body -> is(body, "Many", "recovered")));
                await().atMost(SOON)
                        .until(() -> bodies(receiver).stream().anyMatch(body -> is(body, "Silence", "firing")));
                feed.say(orders(2));
                await().atMost(SOON)
                        .until(() -> bodies(receiver).stream().anyMatch(body -> is(body, "Silence", "recovered")));

                String metrics = get(dashboard.uri("http", "/q/metrics"));
                assertThat(metrics)
                        .contains("thelook_alerts_fired_total{rule=\"Many\"} 1.0")
                        .contains("thelook_alerts_firing{rule=\"Many\"} 0.0")
                        .contains("thelook_alerts_retried_total{webhook=\"ops\"} 1.0");
                String health = get(dashboard.uri("http", "/q/health"));
                assertThat(health).contains("\"alerts\": \"running\"");
                assertThat(dashboard.log())
                        .doesNotContain("already been registered", "already registered")
                        .contains("alert “Many”: firing, at 3")
                        .contains("alert “Many”: recovered, at 2");
                assertThat(metrics + health + dashboard.log()).doesNotContain("GEHEIM");
            }
        }
    }

    @Test
    void withoutRules_nothingOfAlertsRuns() throws IOException, InterruptedException {
        try (ScriptedFeed feed = new ScriptedFeed();
                ServiceProcess dashboard = ServiceProcess.dashboard(URI.create(feed.address()))) {
            assertThat(get(dashboard.uri("http", "/q/health/live")))
                    .contains("\"views\"")
                    .doesNotContain("alerts");
            assertThat(get(dashboard.uri("http", "/q/metrics")))
                    .contains("thelook_views")
                    .doesNotContain("alerts");
        }
    }

    @Test
    void badRule_endsTheStartWithOneLine() throws IOException, InterruptedException {
        Path rules = rules("""
                {"webhooks":{"ops":{"format":"json","url":"http://localhost/B0GEHEIM"}},
                 "rules":[{"name":"Many","figure":"orders","above":2}]}
                """);
        try (ServiceProcess dashboard =
                ServiceProcess.begin("dashboard", ServiceProcess.freePort(), Map.of("ALERTS", rules.toString()))) {
            assertThat(dashboard.awaitExit()).isEqualTo(1);
            assertThat(dashboard.log().strip())
                    .isEqualTo("configuration: ALERTS=" + rules + ": rule 1 “Many”: figure: expected one of num_orders,"
                            + " num_order_items, total_sales, average_order_value, orders_per_minute, gross_margin,"
                            + " refunds");
        }
    }

    private Path rules(String text) throws IOException {
        return Files.writeString(folder.resolve("alerts.json"), text);
    }

    private static ServiceProcess dashboard(ScriptedFeed feed, Path rules, String address) {
        return ServiceProcess.start(
                "dashboard",
                ServiceProcess.freePort(),
                Map.of("FEED", feed.address(), "ALERTS", rules.toString(), "OPS_URL", address));
    }

    private static String orders(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"order_id\":\"o%d\",\"item_id\":\"i%d\",\"sale_price\":10,\"country\":\"Brasil\"}"
                        .formatted(i, i))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static List<JsonNode> bodies(Receiver receiver) {
        return receiver.taken().stream().map(request -> json(request.text())).toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean is(JsonNode body, String rule, String type) {
        return body.get("rule").asText().equals(rule)
                && body.get("type").asText().equals(type);
    }

    private static String get(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }
}
