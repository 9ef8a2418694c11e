package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults while orders are delivered and kept on the disk: what is confirmed is not lost. */
@Tag("alone")
class DeliveryFaultIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration BACK = Duration.ofSeconds(40);
    private static final Duration END = Duration.ofSeconds(10);
    private static final int VIEWERS = 200;
    private static final int SOME = 500;

    @TempDir
    Path folder;

    private final int port = ServiceProcess.freePort();

    private ServiceProcess start(Path data) {
        return ServiceProcess.start(
                "dashboard",
                port,
                Map.of(
                        "INGEST", "true",
                        "INGEST_TOKEN", Delivery.TOKEN,
                        "LOOKBACK_MINUTES", "30",
                        "HISTORY", "on",
                        "DATA_DIR", data.toString()));
    }

    private static Crowd crowd(ServiceProcess dashboard, int size) {
        return new Crowd(dashboard.uri("ws", "/live"), size, SOON);
    }

    @Test
    void stoppedUnderLoad_saysSo_andLosesNothingThatItConfirmed() throws Exception {
        ServiceProcess dashboard = start(folder);
        try (Crowd crowd = crowd(dashboard, VIEWERS)) {
            Senders senders = new Senders(dashboard, "before", 4);
            await().atMost(SOON).until(() -> senders.confirmed.size() >= SOME);
            long start = System.nanoTime();
            dashboard.signal("TERM");
            int code = dashboard.awaitExit();
            Duration end = Duration.ofNanos(System.nanoTime() - start);
            senders.close();

            assertThat(code).as("exit code").isIn(0, 143);
            assertThat(end).isLessThan(END);
            await().atMost(SOON).untilAsserted(() -> assertThat(crowd.closeCodes())
                    .as("close codes")
                    .containsExactlyEntriesOf(Map.of(1001, (long) VIEWERS)));
            assertThat(dashboard.errors()).isEmpty();

            dashboard = start(folder);
            Duration back = crowd.awaitLive(BACK);
            Measured.print("SIGTERM under load, 200 viewers: end of the process", end, back);
            assertHas(dashboard, senders.confirmed);
            new Meters(dashboard).assertAddUp();
        } finally {
            dashboard.close();
        }
    }

    @Test
    void fullDisk_losesNothingThatWasConfirmed_andThePageStaysLive() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=80m", "tmpfs", disk.toString()))
                .as("this user may mount a file system")
                .isTrue();
        Set<String> confirmed = new HashSet<>();
        try {
            ServiceProcess dashboard = start(disk);
            try (Crowd crowd = crowd(dashboard, 20)) {
                Meters meters = new Meters(dashboard);
                try (Senders senders = new Senders(dashboard, "before", 2)) {
                    await().atMost(SOON).until(() -> senders.confirmed.size() >= SOME);
                    confirmed = senders.confirmed;
                }
                Path filler = disk.resolve("filler");
                Senders during = new Senders(dashboard, "during", 2);
                long start = System.nanoTime();
                await().atMost(SOON).until(() -> {
                    fill(filler);
                    return during.refused.get() > 0 && meters.sum("thelook_history_kept") == 0;
                });
                Duration told = Duration.ofNanos(System.nanoTime() - start);
                during.close();
                confirmed.addAll(during.confirmed);
                URI live = dashboard.uri("ws", "/live");
                await().atMost(SOON).untilAsserted(() -> assertThat(
                                Shown.view(live).at("/history/state").asText() + ": "
                                        + Shown.view(live).at("/history/reason").asText())
                        .isEqualTo("paused: the disk is full"));
                crowd.awaitAgreement(SOON);
                assertThat(crowd.live()).as("viewers who go on").isEqualTo(20);
                assertThat(crowd.closeCodes()).isEmpty();

                Files.delete(filler);
                start = System.nanoTime();
                Senders after = new Senders(dashboard, "after", 2);
                await().atMost(BACK)
                        .until(() -> after.confirmed.size() >= SOME && meters.sum("thelook_history_kept") == 1);
                Duration back = Duration.ofNanos(System.nanoTime() - start);
                after.close();
                confirmed.addAll(after.confirmed);
                Measured.print("full disk", told, back);
                assertHas(dashboard, confirmed);
                meters.assertAddUp();
                assertThat(meters.sum("thelook_history_dropped_total")).isZero();
                dashboard.kill();
                dashboard = start(disk);
                assertHas(dashboard, confirmed);
            } finally {
                dashboard.close();
            }
        } finally {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    /** The window has all of them, and so has the history. */
    private static void assertHas(ServiceProcess dashboard, Set<String> confirmed)
            throws IOException, InterruptedException {
        assertThat(Shown.records(dashboard)).doesNotHaveDuplicates().containsAll(confirmed);
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(kept(dashboard)).doesNotHaveDuplicates().containsAll(confirmed));
    }

    private static List<String> kept(ServiceProcess dashboard) throws IOException, InterruptedException {
        long now = System.currentTimeMillis();
        URI address = dashboard.uri("http", "/history.csv?from=" + (now - 1_000_000) + "&to=" + (now + 1_000));
        List<String> lines = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body()
                .lines()
                .toList();
        List<String> fields = List.of(lines.get(0).split(","));
        return lines.stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(line -> line[fields.indexOf("order_id")] + "/" + line[fields.indexOf("item_id")])
                .toList();
    }

    /** Fills the disk. */
    private static void fill(Path file) throws IOException {
        byte[] some = new byte[4_096];
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                out.write(some);
            }
        } catch (IOException e) {
            assertThat(Files.size(file)).isPositive();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
