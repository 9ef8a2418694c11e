package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.thelook.service.testing.KafkaBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The history of dashboards that read a topic of a real broker: of a new one, and of one that was killed. {@code
 * -Dtopic.items=1000000} for more items, and the time that a new one takes for them.
 */
class TopicHistoryIT {

    private static final String TOPIC = "orders";
    private static final int PARTITIONS = 3;
    private static final int ITEMS = Integer.getInteger("topic.items", 20_000);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    @TempDir
    Path folder;

    private final long now = System.currentTimeMillis();

    /** The latest price of each item in the topic. */
    private final Map<String, Integer> prices = new TreeMap<>();

    private KafkaBroker broker;
    private KafkaProducer<String, String> producer;
    private ServiceProcess dashboard;

    @BeforeEach
    void start() throws Exception {
        broker = KafkaBroker.start();
        createTopic();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringSerializer(), new StringSerializer());
    }

    private void createTopic() throws Exception {
        // Records as old as these would be deleted at once.
        broker.createTopic(TOPIC, PARTITIONS, Map.of("retention.ms", "-1"));
    }

    @AfterEach
    void stop() throws IOException {
        if (dashboard != null) {
            dashboard.close();
        }
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
        broker.close();
    }

    private void startDashboard(String data) {
        dashboard = ServiceProcess.start(
                "dashboard",
                ServiceProcess.freePort(),
                Map.of(
                        "FEED",
                        "kafka://" + broker.bootstrap() + "/" + TOPIC,
                        "HISTORY",
                        "on",
                        "HISTORY_DAYS",
                        "7",
                        "DATA_DIR",
                        folder.resolve(data).toString()));
    }

    /**
     * Sends a version of an item.
     *
     * @param createdAt of the order
     * @param sentAt when it was added to the topic
     */
    private void send(int number, long createdAt, long sentAt, int price) {
        String order = "o" + number / 2;
        String item = "i" + number;
        producer.send(new ProducerRecord<>(
                TOPIC,
                null,
                sentAt,
                order,
                "{\"order_id\":\"" + order + "\",\"item_id\":\"" + item + "\",\"sale_price\":" + price
                        + ",\"created_at\":" + createdAt + ",\"updated_at\":" + sentAt + "}"));
        prices.put(order + "/" + item, price);
    }

    /** Sends items that were created and sent between two times. */
    private void send(int from, int count, long start, long end) {
        for (int i = 0; i < count; i++) {
            long at = start + (end - start) * i / count;
            send(from + i, at, at, 10 + i % 90);
        }
        producer.flush();
    }

    private Map<String, Integer> kept() {
        URI address = dashboard.uri("http", "/history.csv?from=" + (now - 6 * DAY) + "&to=" + (now + HOUR));
        try {
            List<String> lines = HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                    .body()
                    .lines()
                    .toList();
            List<String> names = List.of(lines.get(0).split(","));
            Map<String, Integer> kept = new TreeMap<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] fields = line.split(",");
                Integer before =
                        kept.put(fields[names.indexOf("order_id")] + "/" + fields[names.indexOf("item_id")], (int)
                                Double.parseDouble(fields[names.indexOf("sale_price")]));
                assertThat(before).as("an item once").isNull();
            }
            return kept;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void awaitAllKept() {
        await().atMost(SOON).untilAsserted(() -> assertThat(kept()).isEqualTo(prices));
    }

    /** The dashboard knows that it lacks nothing of the last days. */
    private void awaitNoGap() {
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode view = Shown.view(dashboard.uri("ws", "/live?from=" + (now - 6 * DAY) + "&to=" + now));
            assertThat(view.at("/metrics/num_order_items").asInt()).isEqualTo(prices.size());
            assertThat(view.at("/window").has("covered_seconds")).isFalse();
        });
    }

    @Test
    void newDashboard_hasTheDaysOfTheTopic_andAKilledOneResumesWhereItWas() throws Exception {
        send(0, ITEMS, now - 5 * DAY, now - HOUR);
        long began = System.nanoTime();
        startDashboard("a");
        System.out.printf(
                "history from a topic: %d items, ready after %d ms, with the start of the process%n",
                ITEMS, Duration.ofNanos(System.nanoTime() - began).toMillis());
        awaitAllKept();
        awaitNoGap();
        assertThat(dashboard.errors()).isEmpty();

        send(ITEMS, 300, now - MINUTE, now);
        awaitAllKept();
        dashboard.kill();
        // Older than the window: found by the position alone.
        send(ITEMS + 300, 2_000, now - 3 * HOUR, now - 2 * HOUR);
        send(4, now - 5 * DAY, now - 2 * HOUR, 77);
        producer.flush();
        startDashboard("a");
        awaitAllKept();
        awaitNoGap();
        dashboard.close();

        startDashboard("b");
        awaitAllKept();
        awaitNoGap();
        assertThat(dashboard.errors()).isEmpty();
    }
}
