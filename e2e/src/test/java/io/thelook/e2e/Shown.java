package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.service.fanout.Listener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** What a dashboard shows. */
final class Shown {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Shown() {}

    /** The view of the feed's own window that a viewer who comes now receives first. */
    static JsonNode view(ServiceProcess dashboard) {
        return view(dashboard.uri("ws", "/live"));
    }

    /** The same, of the dashboard on a port of this machine. */
    static JsonNode view(int port) {
        return view(URI.create("ws://localhost:" + port + "/live"));
    }

    /** The same, at an address. */
    static JsonNode view(URI live) {
        try (Listener viewer = Listener.to(live)) {
            await().atMost(PATIENCE).until(() -> !viewer.messages.isEmpty());
            return JSON.readTree(viewer.messages.get(0));
        } catch (JsonProcessingException e) {
            throw new AssertionError("the first message of /live is not JSON", e);
        }
    }

    /** The same in short: orders, items and sales. */
    static String figures(ServiceProcess dashboard) {
        return figures(view(dashboard));
    }

    static String figures(JsonNode view) {
        JsonNode metrics = view.path("metrics");
        return metrics.path("num_orders").asText() + " orders, "
                + metrics.path("num_order_items").asText() + " items, "
                + metrics.path("total_sales").asText();
    }

    /** Waits until the dashboard shows these orders, items and sales. */
    static void awaitFigures(ServiceProcess dashboard, String expected) {
        await().atMost(SOON).untilAsserted(() -> assertThat(figures(dashboard)).isEqualTo(expected));
    }

    /** The order and the item of each record in the feed's own window, as /window.csv has them. */
    static List<String> records(ServiceProcess dashboard) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(dashboard.uri("http", "/window.csv")).build();
        List<String> rows =
                HTTP.send(request, BodyHandlers.ofString()).body().lines().toList();
        List<String> fields = List.of(rows.get(0).split(","));
        int order = fields.indexOf("order_id");
        int item = fields.indexOf("item_id");
        return rows.stream()
                .skip(1)
                .map(row -> row.split(",", -1))
                .map(row -> row[order] + "/" + row[item])
                .toList();
    }
}
