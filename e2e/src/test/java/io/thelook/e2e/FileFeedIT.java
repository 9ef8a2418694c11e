package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.thelook.service.fanout.Listener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged dashboard follows a file. */
class FileFeedIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** Usually, a line takes half a second. */
    private static final Duration ON_A_BUSY_MACHINE = Duration.ofSeconds(5);

    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60 * MINUTE;

    @TempDir
    Path folder;

    private final long now = System.currentTimeMillis();
    private Path file;
    private ServiceProcess dashboard;

    @BeforeEach
    void prepare() {
        file = folder.resolve("orders.ndjson");
    }

    @AfterEach
    void stop() {
        if (dashboard != null) {
            dashboard.close();
        }
    }

    private void start(String... settings) {
        Map<String, String> all = new HashMap<>(Map.of("FEED", "file:" + file));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        dashboard = ServiceProcess.start("dashboard", ServiceProcess.freePort(), all);
    }

    private void append(String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n", StandardOpenOption.APPEND, StandardOpenOption.CREATE);
    }

    private static String at(String order, int price, long createdAt) {
        return Delivery.record(order, "1", price).replace("}", ",\"created_at\":" + createdAt + "}");
    }

    private JsonNode source() {
        return Shown.view(dashboard).path("source");
    }

    @Test
    void appendedLine_isShownWithinASecond_andBadOnesAreSkipped() throws IOException {
        append(at("a", 10, now - MINUTE), "rubbish", "[" + at("b", 20, now) + "," + at("c", 30, now) + "]");
        start();
        Shown.awaitFigures(dashboard, "3 orders, 3 items, 60");
        assertThat(Shown.view(dashboard).at("/problems/malformed_frames").asInt())
                .isEqualTo(1);
        assertThat(source().path("state").asText()).isEqualTo("live");

        try (Listener viewer = Listener.to(dashboard.uri("ws", "/live"))) {
            await().atMost(SOON).until(() -> !viewer.messages.isEmpty());
            long appended = System.nanoTime();
            append(Delivery.record("d", "1", 5));
            await().pollInterval(Duration.ofMillis(5)).atMost(ON_A_BUSY_MACHINE).until(() -> viewer.messages.stream()
                    .anyMatch(each -> each.contains("\"num_orders\":4")));
            System.out.printf(
                    "a line of a file: shown after %d ms%n",
                    Duration.ofNanos(System.nanoTime() - appended).toMillis());
        }

        Shown.awaitFigures(dashboard, "4 orders, 4 items, 65");
        assertThat(new Meters(dashboard).sum("thelook_source_file_lines_total")).isEqualTo(4);
        assertThat(dashboard.errors()).isEmpty();
    }

    @Test
    void fileThatIsMissing_isReported_andReplacedOnesAreReadFromTheirStart() throws IOException {
        start();
        await().atMost(SOON).until(() -> source().path("state").asText().equals("waiting"));
        assertThat(source().path("reason").asText()).isEqualTo("no file " + file);

        append(at("a", 10, now));
        Shown.awaitFigures(dashboard, "1 orders, 1 items, 10");
        Files.move(file, folder.resolve("orders.ndjson.1"));
        append(at("b", 20, now));
        Shown.awaitFigures(dashboard, "2 orders, 2 items, 30");
        Files.writeString(file, "");
        append(at("c", 30, now), at("a", 10, now));

        Shown.awaitFigures(dashboard, "3 orders, 3 items, 60");
        assertThat(source().path("state").asText()).isEqualTo("live");
        assertThat(dashboard.log()).containsOnlyOnce("no file " + file + "; retrying until it can be read");
        assertThat(dashboard.errors()).isEmpty();
    }

    @Test
    void mappingAndDeliveries_workAsWithOtherSources() throws Exception {
        Path mapping = Files.writeString(
                folder.resolve("shop.jq"),
                ".orders[] | .number as $order | .lines[]" + " | {order_id: $order, item_id: .no, sale_price: .total}");
        start("FEED_MAPPING", mapping.toString(), "INGEST", "true", "INGEST_TOKEN", Delivery.TOKEN, "DATA_DIR", data());

        append("{\"orders\":[{\"number\":\"A-1\",\"lines\":[{\"no\":1,\"total\":\"19\"},{\"no\":2,\"total\":5}]}]}");
        Shown.awaitFigures(dashboard, "1 orders, 2 items, 24");
        Delivery.post(
                HttpClient.newHttpClient(),
                dashboard,
                "{\"orders\":[{\"number\":\"A-2\",\"lines\":[{\"no\":1,\"total\":6}]}]}");

        Shown.awaitFigures(dashboard, "2 orders, 3 items, 30");
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    /** What the file has of earlier days is there at the first start, and once only after the next. */
    @Test
    void history_isBuiltFromTheFile_andIsTheSameAfterARestart() throws Exception {
        append(
                at("old", 10, now - 3 * DAY),
                at("changed", 20, now - 2 * DAY),
                Delivery.record("timeless", "1", 7),
                at("changed", 25, now - 2 * DAY));
        Files.setLastModifiedTime(file, FileTime.fromMillis(now - DAY));
        start("HISTORY", "on", "HISTORY_DAYS", "7", "DATA_DIR", data());
        awaitDays("3 orders, 3 items, 42");
        assertThat(Shown.view(dashboard).at("/metrics/num_orders").asInt())
                .as("none of them is new")
                .isZero();
        append(at("new", 1, now - 1_000));
        awaitDays("4 orders, 4 items, 43");
        dashboard.kill();
        append(at("missed", 2, now - 1_000));
        Files.setLastModifiedTime(file, FileTime.fromMillis(now - DAY));

        start("HISTORY", "on", "HISTORY_DAYS", "7", "DATA_DIR", data());

        awaitDays("5 orders, 5 items, 45");
        Shown.awaitFigures(dashboard, "2 orders, 2 items, 3");
        assertThat(dashboard.errors()).isEmpty();
    }

    private void awaitDays(String figures) {
        URI days = dashboard.uri("ws", "/live?from=" + (now - 6 * DAY) + "&to=" + now);
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode view = Shown.view(days);
            assertThat(Shown.figures(view)).isEqualTo(figures);
            assertThat(view.at("/window").has("covered_seconds")).isFalse();
        });
    }
}
