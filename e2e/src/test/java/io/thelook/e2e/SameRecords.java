package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Compares what a dashboard shows with what the shop has sold. */
final class SameRecords {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Records of the last moments may be on their way, and those at the other end may have left one of the two. */
    private static final long MARGIN = 1_500;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private SameRecords() {}

    /**
     * Waits until the dashboard's window of the feed has exactly the shop's records.
     *
     * @return their number
     */
    static int await(ServiceProcess dashboard, ServiceProcess shop) {
        return await(dashboard, shop, Duration.ofSeconds(30));
    }

    /**
     * The same, for windows that were empty shortly before.
     *
     * @param atLeast the length of the time that can be compared
     */
    static int await(ServiceProcess dashboard, ServiceProcess shop, Duration atLeast) {
        int[] number = new int[1];
        Awaitility.await().atMost(SOON).untilAsserted(() -> {
            Map<String, Long> sold = sold(shop);
            Map<String, Long> shown = shown(dashboard);
            long from = Math.max(first(sold), first(shown)) + MARGIN;
            long to = Math.min(last(sold), last(shown)) - MARGIN;
            Set<String> expected = between(sold, from, to);
            assertThat(between(shown, from, to)).isNotEmpty().isEqualTo(expected);
            assertThat(to - from).as("milliseconds that can be compared").isGreaterThan(atLeast.toMillis());
            number[0] = expected.size();
        });
        return number[0];
    }

    private static Map<String, Long> sold(ServiceProcess shop) {
        try (FeedFollower feed = new FeedFollower(shop.uri("ws", "/ws"))) {
            Awaitility.await().atMost(PATIENCE).until(() -> !feed.windows().isEmpty());
            Map<String, Long> records = new HashMap<>();
            for (JsonNode record : JSON.readTree(feed.windows().get(0))) {
                records.put(
                        record.get("order_id").asText() + "/"
                                + record.get("item_id").asText(),
                        record.get("created_at").asLong());
            }
            return records;
        } catch (JsonProcessingException e) {
            throw new AssertionError("the feed is not JSON", e);
        }
    }

    private static Map<String, Long> shown(ServiceProcess dashboard) {
        HttpRequest request =
                HttpRequest.newBuilder(dashboard.uri("http", "/window.csv")).build();
        try {
            List<String> lines =
                    HTTP.send(request, BodyHandlers.ofString()).body().lines().toList();
            List<String> fields = List.of(lines.get(0).split(","));
            return lines.stream()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .collect(Collectors.toMap(
                            line -> line[fields.indexOf("order_id")] + "/" + line[fields.indexOf("item_id")],
                            line -> Long.parseLong(line[fields.indexOf("created_at")])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long first(Map<String, Long> records) {
        return records.values().stream().mapToLong(Long::longValue).min().orElse(0);
    }

    private static long last(Map<String, Long> records) {
        return records.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private static Set<String> between(Map<String, Long> records, long from, long to) {
        return records.entrySet().stream()
                .filter(record -> record.getValue() >= from && record.getValue() < to)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
