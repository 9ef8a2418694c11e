package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile clients reach their limits, which are counted, and a normal viewer hardly notices. The bounds on time are
 * wide; {@code benchmarks.jar fair} measures with narrow ones.
 */
@Tag("alone")
class FairnessIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration PHASE = Duration.ofSeconds(8);
    private static final int BETWEEN_REQUESTS_MILLIS = 100;
    private static final String NORMAL = "10.1.0.1";

    private final AtomicLong number = new AtomicLong();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private ServiceProcess producer;
    private ServiceProcess dashboard;
    private URI live;

    @BeforeEach
    void start(@TempDir Path folder) {
        producer = ServiceProcess.producer(
                Map.of("RATE", "30", "LOOKBACK_MINUTES", "30", "BACKFILL_DAYS", "1", "SEED", "1"));
        dashboard = ServiceProcess.start(
                "dashboard",
                ServiceProcess.freePort(),
                Map.of(
                        "FEED",
                        producer.uri("ws", "/ws").toString(),
                        "TRUSTED_PROXIES",
                        "127.0.0.1, ::1",
                        "HISTORY",
                        "on",
                        "DATA_DIR",
                        folder.toString()));
        live = dashboard.uri("ws", "/live");
        await().atMost(SOON).until(() -> metric("thelook_window_records ") > 20_000);
    }

    @AfterEach
    void stop() throws Exception {
        timer.shutdownNow();
        for (AutoCloseable each : open) {
            each.close();
        }
        dashboard.close();
        producer.close();
    }

    private LiveClient client(String address) {
        return client(live, address);
    }

    private LiveClient client(URI url, String address) {
        LiveClient client = new LiveClient(url, address, message -> {});
        open.add(client);
        return client;
    }

    private double metric(String name) throws IOException, InterruptedException {
        String all = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(dashboard.uri("http", "/q/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        Matcher value = Pattern.compile("^" + Pattern.quote(name) + "(.*)$", Pattern.MULTILINE)
                .matcher(all);
        assertThat(value.find()).as(name).isTrue();
        return Double.parseDouble(value.group(1).strip());
    }

    /** The longest time between two updates of the default view during a phase. */
    private final class Watching {

        private long lastAt;
        private long longest;

        synchronized void hear(JsonNode message) {
            if (message.get("type").asText().equals("update")) {
                long now = System.nanoTime();
                longest = lastAt == 0 ? 0 : Math.max(longest, now - lastAt);
                lastAt = now;
            }
        }

        private synchronized void begin() {
            lastAt = 0;
            longest = 0;
        }

        /** In milliseconds. */
        long longest() {
            begin();
            long began = System.nanoTime();
            await().atMost(PHASE.multipliedBy(2)).until(() -> System.nanoTime() - began > PHASE.toNanos());
            synchronized (this) {
                return TimeUnit.NANOSECONDS.toMillis(longest);
            }
        }
    }

    private static void assertIsAnswered(LiveClient client, String query) {
        int before = client.views();
        client.subscribe(query);
        await().atMost(SOON).until(() -> client.views() > before);
    }

    private Future<?> every100Millis(List<LiveClient> clients, String query) {
        return timer.scheduleAtFixedRate(
                () -> clients.forEach(client -> client.subscribe(query + number.incrementAndGet())),
                0,
                BETWEEN_REQUESTS_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private List<LiveClient> clients(int howMany, String address) {
        List<LiveClient> clients = new ArrayList<>();
        for (int i = 0; i < howMany; i++) {
            clients.add(client(address));
        }
        return clients;
    }

    @Test
    void clientsThatAskForViewAfterView_reachTheirLimits_andDelayOnlyThemselves() throws Exception {
        Watching watching = new Watching();
        open.add(new LiveClient(live, NORMAL, watching::hear));
        LiveClient asking = client("10.1.0.2");
        await().atMost(SOON).until(() -> asking.views() == 1);
        long without = watching.longest();

        List<LiveClient> alternating = clients(8, "10.66.0.1");
        every100Millis(alternating, "window=15&not.country=nowhere-");
        List<LiveClient> many = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            many.add(client(URI.create(live + "?window=5&not.country=many-" + i), "10.66.0.2"));
        }
        long with = watching.longest();

        assertThat(with).as("longest pause without: " + without + " ms").isLessThan(3 * without + 1_000);
        assertThat(alternating.stream().mapToInt(LiveClient::views).sum())
                .as("the attack is one")
                .isGreaterThan(20);
        await().atMost(SOON)
                .until(() -> many.stream().mapToInt(LiveClient::errors).sum() == 32);
        assertThat(many.stream().map(LiveClient::lastError).filter(error -> !error.isEmpty()))
                .allMatch(error -> error.startsWith("too many different views are open from your address (32)"));
        assertThat(metric("thelook_views_distinct ")).isLessThanOrEqualTo(1 + 32 + 8);
        for (int i = 0; i < 5; i++) {
            assertIsAnswered(asking, "window=15&not.country=nobody-" + i);
        }
        assertThat(asking.errors()).isZero();
    }

    @Test
    void clientsThatQueryTheHistory_waitForTheirBudget_andDelayOnlyThemselves() throws Exception {
        await().atMost(Duration.ofMinutes(2)).until(() -> metric("thelook_history_past_total ") > 50_000);
        LiveClient asking = client("10.1.0.2");
        long now = System.currentTimeMillis();
        String month = "from=" + (now - Duration.ofDays(35).toMillis()) + "&to=" + now + "&not.country=nowhere-";
        List<LiveClient> hostile = clients(24, "10.66.0.4");
        Future<?> attack = every100Millis(hostile, month);
        // While others ask, too: an address that is alone need not wait.
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            assertIsAnswered(asking, "window=7d&not.country=nobody-" + number.incrementAndGet());
            return metric("thelook_history_queries_deferred_total ") > 0;
        });
        for (int i = 0; i < 5; i++) {
            assertIsAnswered(asking, "window=7d&not.country=nobody-" + number.incrementAndGet());
        }
        assertThat(asking.errors()).isZero();
        assertThat(metric("thelook_history_queries_waiting ")).isLessThanOrEqualTo(3 * 16 + 3);
        // They are delayed, not refused, and are answered when they wait for it. The first view of each was the live
        // one.
        attack.cancel(false);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> hostile.stream().mapToInt(LiveClient::views).sum() > 24);
    }

    @Test
    void clientThatFloods_isReset_othersAreNot() throws Exception {
        LiveClient normal = client(NORMAL);
        LiveClient flooding = client("10.66.0.5");
        await().atMost(SOON).until(() -> normal.views() == 1 && flooding.views() == 1);
        for (int i = 0; i < 2_000 && !flooding.isOver(); i++) {
            flooding.say("{\"type\":\"ping\",\"id\":" + i + "}");
        }

        await().atMost(SOON).until(flooding::isOver);
        await().atMost(SOON).until(() -> metric("thelook_audience_flooding_total{audience=\"live\"} ") == 1);
        normal.subscribe("window=15");
        await().atMost(SOON).until(() -> normal.views() == 2);
        assertThat(normal.isOver()).isFalse();
    }
}
