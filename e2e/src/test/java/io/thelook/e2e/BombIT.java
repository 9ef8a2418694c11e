package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thelook.service.fanout.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small messages that would inflate to large ones, sent to a dashboard with little memory. */
class BombIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int VIEWERS = 20;
    private static final int BOMBS = 20;
    private static final long MEGABYTE = 1_000_000;

    /** Twice the whole heap. */
    private static final int INFLATED = 256_000_000;

    @TempDir
    Path folder;

    @Test
    void bombs_areRefusedAndCounted_andCostNoMemory() throws Exception {
        try (ScriptedFeed feed = new ScriptedFeed();
                ServiceProcess dashboard = ServiceProcess.start(
                        "dashboard",
                        ServiceProcess.freePort(),
                        Map.of(
                                "FEED", feed.address(),
                                "FEED_MODE", "additions",
                                "INGEST", "true",
                                "INGEST_TOKEN", Delivery.TOKEN,
                                "DATA_DIR", folder.toString(),
                                "MAX_FRAME_MB", "8",
                                "MAX_INGEST_MB", "2",
                                "JAVA_TOOL_OPTIONS", "-Xmx128m"));
                Crowd crowd = new Crowd(dashboard.uri("ws", "/live"), VIEWERS, SOON)) {
            Meters meters = new Meters(dashboard);
            byte[] bomb = inflatesTo(INFLATED);
            assertThat(bomb).hasSizeLessThan(300_000);
            long before = dashboard.heap();

            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            HttpClient client = HttpClient.newHttpClient();
            for (int i = 0; i < BOMBS; i++) {
                answers.add(client.sendAsync(delivery(dashboard, bomb), BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.join().statusCode()).as(answer.join().body()).isIn(400, 413, 503);
            }
            assertThat(meters.sum("thelook_ingest_responses_total{status=\"400\"")
                            + meters.sum("thelook_ingest_responses_total{status=\"413\"")
                            + meters.sum("thelook_ingest_responses_total{status=\"503\""))
                    .isEqualTo(BOMBS);

            for (int i = 0; i < BOMBS; i++) {
                feed.sayInBinary(bomb);
            }
            await().atMost(SOON).until(() -> meters.sum("thelook_frames_malformed_total") == BOMBS);

            byte[] deflated = deflated(INFLATED);
            for (String path : List.of("/live", "/ws")) {
                try (RawWebSocket socket = RawWebSocket.to(
                        dashboard.uri("http", "/"), path, "Sec-WebSocket-Extensions: permessage-deflate")) {
                    assertThat(socket.answer()).contains("permessage-deflate");
                    socket.sendCompressed(deflated);
                    socket.readToTheEnd();
                } catch (IOException reset) {
                    // While the message is still being sent, a refusal looks like this.
                }
            }
            await().atMost(SOON).until(() -> meters.viewers() == VIEWERS);

            feed.say("[" + Delivery.record("good", "1", 3) + "]");
            Shown.awaitFigures(dashboard, "1 orders, 1 items, 3");
            assertThat(dashboard.heap() - before).as("bytes more on the heap").isLessThan(16 * MEGABYTE);
            assertThat(crowd.live()).as("viewers who go on").isEqualTo(VIEWERS);
            assertThat(crowd.closeCodes()).isEmpty();
            assertThat(feed.connections()).as("connections to the feed").isEqualTo(1);
            meters.assertAddUp();
            assertThat(dashboard.errors()).isEmpty();
        }
    }

    private static HttpRequest delivery(ServiceProcess dashboard, byte[] body) {
        return HttpRequest.newBuilder(dashboard.uri("http", "/ingest"))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .header("Authorization", "Bearer " + Delivery.TOKEN)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private static byte[] inflatesTo(int size) throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            write(out, size);
        }
        return bomb.toByteArray();
    }

    private static byte[] deflated(int size) throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (DeflaterOutputStream out =
                new DeflaterOutputStream(bomb, new Deflater(Deflater.DEFAULT_COMPRESSION, true))) {
            write(out, size);
        }
        return bomb.toByteArray();
    }

    private static void write(OutputStream out, int size) throws IOException {
        byte[] spaces = " ".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
        for (int written = 0; written < size; written += spaces.length) {
            out.write(spaces);
        }
    }
}
