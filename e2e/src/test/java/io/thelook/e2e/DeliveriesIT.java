package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.thelook.service.fanout.Listener;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries of orders to the packaged dashboard, and their outcome when something breaks. */
class DeliveriesIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int POSTS = 2_000;
    private static final int SENDERS = 4;
    private static final int BURST = 25;
    private static final int ROUNDS = 3;

    @TempDir
    Path folder;

    private final int port = ServiceProcess.freePort();
    private final HttpClient client = HttpClient.newHttpClient();

    private Map<String, String> settings(String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "INGEST",
                "true",
                "INGEST_TOKEN",
                Delivery.TOKEN,
                "LOOKBACK_MINUTES",
                "30",
                "DATA_DIR",
                folder.resolve("data").toString()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private ServiceProcess start(String... more) {
        return ServiceProcess.start("dashboard", port, settings(more));
    }

    /** Kills the dashboard at a random moment of the deliveries, and starts it again, several times. */
    @Test
    void killedDuringDeliveries_hasWhatItConfirmedOnceEach() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("DeliveriesIT: seed " + seed);
        Random random = new Random(seed);
        Deliveries all = new Deliveries();
        for (int round = 0; round < ROUNDS; round++) {
            int killedAt = all.confirmed.size() + 50 + random.nextInt(POSTS - 300);
            try (ServiceProcess dashboard = start()) {
                List<Future<?>> senders = all.begin(dashboard, "round-" + round);
                await().atMost(SOON).pollInterval(Duration.ofMillis(1)).until(() -> all.confirmed.size() >= killedAt);
                dashboard.kill();
                all.await(senders);
            }
            System.out.printf("%d of %d deliveries were confirmed%n", all.confirmed.size(), all.sent.size());

            try (ServiceProcess again = ServiceProcess.begin("dashboard", port, settings())) {
                // The first view, at the earliest moment at which a client can request it.
                String first = Shown.figures(firstView(again));
                List<String> records = Shown.records(again);
                assertThat(records).as("seed %d", seed).doesNotHaveDuplicates();
                assertThat(new HashSet<>(records))
                        .as("seed %d", seed)
                        .containsAll(all.confirmed)
                        .isSubsetOf(all.sent);
                assertThat(first)
                        .isEqualTo(records.size() + " orders, " + records.size() + " items, " + 3 * records.size());
                // A sender repeats what was not confirmed.
                for (String record : all.sent) {
                    if (!all.confirmed.contains(record)) {
                        assertThat(all.isConfirmed(again, record)).isTrue();
                    }
                }
                assertThat(Shown.records(again)).containsExactlyInAnyOrderElementsOf(all.sent);
            }
        }
    }

    private static JsonNode firstView(ServiceProcess dashboard) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptions()
                .until(() -> Shown.view(dashboard), view -> true);
    }

    /** The sent deliveries, and the confirmed ones. */
    private final class Deliveries {

        final Set<String> sent = ConcurrentHashMap.newKeySet();
        final Set<String> confirmed = ConcurrentHashMap.newKeySet();
        private ExecutorService threads;

        /** Sends 2,000 deliveries in bursts, each of several connections, until the dashboard does not answer. */
        List<Future<?>> begin(ServiceProcess dashboard, String round) {
            threads = Executors.newFixedThreadPool(SENDERS);
            List<Future<?>> senders = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                String prefix = round + "-" + sender + "-";
                senders.add(threads.submit(() -> send(dashboard, prefix)));
            }
            return senders;
        }

        private void send(ServiceProcess dashboard, String prefix) {
            HttpClient own = HttpClient.newHttpClient();
            boolean isAlive = true;
            for (int first = 0; first < POSTS / SENDERS && isAlive; first += BURST) {
                Map<String, CompletableFuture<HttpResponse<String>>> burst = new HashMap<>();
                for (int i = first; i < first + BURST; i++) {
                    String order = prefix + i;
                    sent.add(order + "/1");
                    burst.put(
                            order + "/1",
                            own.sendAsync(
                                    Delivery.request(dashboard, Delivery.record(order, "1", 3)),
                                    BodyHandlers.ofString()));
                }
                for (Map.Entry<String, CompletableFuture<HttpResponse<String>>> each : burst.entrySet()) {
                    try {
                        confirm(each.getValue().join(), each.getKey());
                    } catch (CompletionException e) {
                        isAlive = false;
                    }
                }
            }
        }

        private void confirm(HttpResponse<String> response, String record) {
            if (response.statusCode() == 202) {
                confirmed.add(record);
            }
        }

        boolean isConfirmed(ServiceProcess dashboard, String record) throws IOException, InterruptedException {
            String order = record.substring(0, record.indexOf('/'));
            confirm(Delivery.post(client, dashboard, Delivery.record(order, "1", 3)), record);
            return confirmed.contains(record);
        }

        void await(List<Future<?>> senders) throws InterruptedException, ExecutionException {
            for (Future<?> sender : senders) {
                sender.get();
            }
            threads.shutdown();
        }
    }

    /**
     * Deliveries to a full disk cannot be confirmed. Everything else continues, and so do deliveries when there is room
     * again.
     */
    @Test
    void fullDisk_refusesDeliveriesForNow() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        assumeThat(mount(disk, "size=2m"))
                .as("this user may mount a file system")
                .isTrue();
        try (ServiceProcess dashboard = start("DATA_DIR", disk.toString())) {
            assertThat(Delivery.post(client, dashboard, Delivery.record("before", "1", 3))
                            .statusCode())
                    .isEqualTo(202);
            Path filler = disk.resolve("filler");
            fill(filler);

            HttpResponse<String> refused = await().atMost(SOON)
                    .until(
                            () -> Delivery.post(client, dashboard, large("during")),
                            response -> response.statusCode() != 202);

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValueAsLong("Retry-After")).hasValue(5);
            assertThat(refused.body())
                    .isEqualTo("{\"error\":\"the records cannot be written to the disk at the moment: "
                            + "send them again after 5 s\"}");
            try (Listener viewer = Listener.to(dashboard.uri("ws", "/live"))) {
                await().atMost(SOON).until(() -> viewer.messages.size() > 2);
            }
            int shown = Shown.records(dashboard).size();
            assertThat(Delivery.post(client, dashboard, large("during")).statusCode())
                    .isEqualTo(503);
            assertThat(Shown.records(dashboard))
                    .as("nothing is shown that is not on the disk")
                    .hasSize(shown);

            Files.delete(filler);

            assertThat(Delivery.post(client, dashboard, Delivery.record("after", "1", 3))
                            .statusCode())
                    .isEqualTo(202);
            assertThat(Shown.records(dashboard)).contains("before/1", "after/1");
            List<String> confirmed = Shown.records(dashboard);
            dashboard.kill();
            try (ServiceProcess again = start("DATA_DIR", disk.toString())) {
                assertThat(Shown.records(again)).doesNotHaveDuplicates().containsAll(confirmed);
            }
            assertThat(dashboard.log())
                    .contains("cannot write to the journal")
                    .contains("can be written again")
                    .doesNotContain("\tat ");
        } finally {
            unmount(disk);
        }
    }

    /** A delivery of some hundred kilobytes. */
    private static String large(String order) {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            records.add(Delivery.record(order + "-" + "x".repeat(150), Integer.toString(i), 3));
        }
        return records.toString();
    }

    private static void fill(Path file) throws IOException {
        byte[] some = new byte[4_096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(some);
            }
        } catch (IOException e) {
            // Full.
            assertThat(Files.size(file)).isPositive();
        }
    }

    private static boolean mount(Path disk, String options) throws IOException, InterruptedException {
        try {
            return run("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.toString()) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void unmount(Path disk) throws IOException, InterruptedException {
        assertThat(run("umount", disk.toString())).isZero();
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void secondDashboardInTheSameFolder_doesNotStart() throws InterruptedException {
        try (ServiceProcess first = start();
                ServiceProcess second = ServiceProcess.begin("dashboard", ServiceProcess.freePort(), settings())) {
            assertThat(second.awaitExit()).isEqualTo(1);
            assertThat(second.log().strip())
                    .isEqualTo("configuration: DATA_DIR=" + folder.resolve("data") + ": cannot keep the journal in "
                            + folder.resolve("data/journal")
                            + ": another dashboard uses it; set DATA_DIR to a separate folder");
            assertThat(Shown.figures(first)).isEqualTo("0 orders, 0 items, 0");
        }
    }

    @Test
    void folderThatIsAFile_isReportedInOneLine() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(failure("DATA_DIR", file.toString()))
                .startsWith("configuration: DATA_DIR=" + file + ": cannot keep the journal in " + file + "/journal: ");
    }

    @Test
    void folderOnAReadOnlyDisk_isReportedInOneLine() throws IOException, InterruptedException {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        assumeThat(mount(disk, "ro")).as("this user may mount a file system").isTrue();
        try {
            assertThat(failure("DATA_DIR", disk.toString()))
                    .startsWith(
                            "configuration: DATA_DIR=" + disk + ": cannot keep the journal in " + disk + "/journal: ")
                    .containsIgnoringCase("read-only");
        } finally {
            unmount(disk);
        }
    }

    /** The output of a failed start, which has one line. */
    private String failure(String... more) throws InterruptedException {
        try (ServiceProcess service = ServiceProcess.begin("dashboard", port, settings(more))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.log().strip()).doesNotContain("\n");
            return service.log().strip();
        }
    }

    @Test
    void withoutAFeed_theSimulatedShopIsNotAsked() throws Exception {
        try (ScriptedFeed simulated = new ScriptedFeed()) {
            simulated.say("[" + Delivery.record("simulated", "1", 1_000) + "]");
            try (ServiceProcess dashboard = start("DEFAULT_FEED", simulated.address())) {
                assertThat(Delivery.post(client, dashboard, Delivery.record("real", "1", 3))
                                .body())
                        .isEqualTo("{\"accepted\":1,\"duplicate\":0,\"rejected\":[]}");
                Shown.awaitFigures(dashboard, "1 orders, 1 items, 3");
                assertThat(Shown.view(dashboard).path("source").path("state").asText())
                        .isEqualTo("live");
                try (Listener viewer = Listener.to(dashboard.uri("ws", "/live"))) {
                    await().atMost(SOON).until(() -> viewer.messages.size() > 2);
                }
                assertThat(simulated.connections()).isZero();
            }
            try (ServiceProcess dashboard = ServiceProcess.start(
                    "dashboard", ServiceProcess.freePort(), Map.of("DEFAULT_FEED", simulated.address()))) {
                await().atMost(SOON).until(() -> simulated.connections() > 0);
                Shown.awaitFigures(dashboard, "1 orders, 1 items, 1000");
            }
        }
    }

    @Test
    void additionsOfAFeed_andDeliveries_addUp() throws Exception {
        try (ScriptedFeed feed = new ScriptedFeed()) {
            feed.say("[" + Delivery.record("fed", "1", 10) + "," + Delivery.record("fed", "2", 10) + "]");
            try (ServiceProcess dashboard = start("FEED", feed.address(), "FEED_MODE", "additions")) {
                Shown.awaitFigures(dashboard, "1 orders, 2 items, 20");

                Delivery.post(client, dashboard, Delivery.record("delivered", "1", 3));

                Shown.awaitFigures(dashboard, "2 orders, 3 items, 23");
                feed.say("[" + Delivery.record("fed", "3", 10) + "]");
                Shown.awaitFigures(dashboard, "2 orders, 4 items, 33");
            }
        }
    }

    @Test
    void settingsThatContradictEachOther_areReportedInOneLine() throws InterruptedException {
        assertThat(failure("FEED", "ws://me:geheim@localhost:1/ws"))
                .isEqualTo("configuration: INGEST=true: expected no FEED, one of kafka:// or file:, or"
                        + " FEED_MODE=additions, because a feed that sends its whole window leaves no room for"
                        + " other orders");
        assertThat(failure("FEED", "kafka://localhost:1/orders", "FEED_MODE", "window"))
                .isEqualTo("configuration: FEED_MODE=window: expected additions for a topic of Kafka");
        assertThat(failure("FEED", "file:///var/orders.ndjson", "FEED_MODE", "window"))
                .isEqualTo("configuration: FEED_MODE=window: expected additions for a file");
    }

    @Test
    void mappingThatIsNone_isReportedInOneLineWithThePlace() throws IOException, InterruptedException {
        Path missing = folder.resolve("missing.jq");
        assertThat(failure("FEED_MAPPING", missing.toString()))
                .isEqualTo("configuration: FEED_MAPPING=" + missing
                        + ": cannot be read, expected a mapping file that exists");

        Path broken = Files.writeString(folder.resolve("broken.jq"), "# An order\n.orders[]\n| {order_id: .id]");
        assertThat(failure("FEED_MAPPING", broken.toString()))
                .startsWith(
                        "configuration: FEED_MAPPING=" + broken + ": line 3, column 17: unexpected \"]\", expected ");

        assertThat(failure("FEED_MAPPING", "bigcommerce"))
                .isEqualTo(
                        "configuration: FEED_MAPPING=bigcommerce: expected thelook, shopify, woocommerce, magento, stripe, or"
                                + " the path of a mapping file that ends in .jq");
    }

    @Test
    void shortSecrets_areRefusedAndNotShown() throws InterruptedException {
        for (String secret :
                List.of("INGEST_TOKEN", "ADMIN_TOKEN", "SHOPIFY_SECRET", "WOOCOMMERCE_SECRET", "STRIPE_SECRET")) {
            assertThat(failure(secret, "geheim7"))
                    .startsWith("configuration: " + secret)
                    .contains("8 characters")
                    .doesNotContain("geheim");
        }
    }
}
