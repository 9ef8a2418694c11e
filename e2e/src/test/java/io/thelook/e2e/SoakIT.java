package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thelook.service.fanout.RawWebSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten times the default rate with 500 viewers, for hours, with faults: the dashboard's use of resources must not grow.
 * Runs in the profile {@code soak} only; {@code -Dsoak.minutes} sets how long.
 */
@Tag("soak")
class SoakIT {

    private static final Duration LENGTH = Duration.ofMinutes(Long.getLong("soak.minutes", 120));
    private static final int VIEWERS = 500;
    private static final int SLOW = 5;
    private static final int DEAF = 5;
    private static final int REQUESTS = 50;
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration BACK = Duration.ofSeconds(60);
    private static final int SAMPLES_BETWEEN_FAULTS = 4;
    private static final Path CSV = Path.of("target", "soak.csv");

    /** Faults are 5 minutes apart in a run of two hours. */
    private static final Duration BETWEEN_FAULTS =
            Duration.ofSeconds(Math.max(12, LENGTH.dividedBy(24).toSeconds()));

    /** Half a minute, or less in a short run. */
    private static final Duration CUT =
            Duration.ofSeconds(Math.min(30, BETWEEN_FAULTS.dividedBy(2).toSeconds()));

    @TempDir
    Path folder;

    private final int producerPort = ServiceProcess.freePort();
    private final Series heap = new Series("heap_mb", 1.15, 16);
    private final Series resident = new Series("resident_mb", 1.15, 64);
    private final Series threads = new Series("threads", 1, 4);
    private final Series descriptors = new Series("descriptors", 1, 2 * DEAF + 10);
    private final Series p50 = new Series("p50_ms", 1.5, 50);
    private final Series p99 = new Series("p99_ms", 1.5, 250);
    private final List<Series> all = List.of(heap, resident, threads, descriptors, p50, p99);
    private final List<RawWebSocket> deaf = new ArrayList<>();
    private ServiceProcess producer;
    private ServiceProcess dashboard;
    private Network feed;
    private Crowd crowd;

    /** A fault that has ended; the viewers have not recovered yet. */
    private interface Fault {
        void happen() throws Exception;
    }

    @Test
    void whatTheDashboardUses_staysTheSame() throws Exception {
        start();
        try (Network slowLink = new Network(dashboard.uri("http", "/"))) {
            slowLink.limit(4_096);
            crowd = new Crowd(dashboard.uri("ws", "/live"), VIEWERS, START);
            try (Crowd slow = new Crowd(slowLink.webSocket("/live"), SLOW, START)) {
                soak(slow);
            }
        } finally {
            stop();
        }
    }

    private void start() throws IOException {
        producer = startProducer();
        feed = new Network(producer.uri("http", "/"));
        dashboard = ServiceProcess.start(
                "dashboard",
                ServiceProcess.freePort(),
                Map.of(
                        "PRODUCER_URL", feed.webSocket("/ws").toString(),
                        "SLOW_VIEWER_SECONDS", "10",
                        "HISTORY", "on",
                        "DATA_DIR", folder.toString(),
                        "JAVA_TOOL_OPTIONS", "-Xmx512m"));
    }

    private ServiceProcess startProducer() {
        return ServiceProcess.start("producer", producerPort, Map.of("RATE", "20", "BACKFILL_DAYS", "1"));
    }

    private void stop() throws IOException {
        deaf.forEach(RawWebSocket::close);
        if (crowd != null) {
            crowd.close();
        }
        dashboard.close();
        feed.close();
        producer.close();
    }

    private void soak(Crowd slow) throws Exception {
        Map<String, Fault> faults = Map.of(
                "producer killed", this::killProducer,
                "viewers that never read", this::addDeafViewers,
                "reconnections at once", () -> crowd.reconnectAtOnce(),
                "network cut", this::cutNetwork);
        List<String> names = faults.keySet().stream().sorted().toList();
        Files.writeString(
                CSV,
                "seconds,after,recovery_ms," + all.stream().map(Series::name).collect(Collectors.joining(",")) + "\n");
        long start = System.nanoTime();
        for (int round = 0; System.nanoTime() - start < LENGTH.toNanos(); round++) {
            String name = names.get(round % names.size());
            faults.get(name).happen();
            long ended = System.nanoTime();
            crowd.awaitLive(BACK);
            long recovery = Duration.ofNanos(System.nanoTime() - ended).toMillis();
            new Meters(dashboard).assertAddUp();
            crowd.latencies();
            for (int i = 0; i < SAMPLES_BETWEEN_FAULTS; i++) {
                rest(BETWEEN_FAULTS.dividedBy(SAMPLES_BETWEEN_FAULTS));
                sample();
                write(Duration.ofNanos(System.nanoTime() - start), name, recovery);
                crowd.delays();
                slow.delays();
                slow.latencies();
            }
        }
        assertThat(slow.live()).as("slow viewers").isEqualTo(SLOW);
        SameRecords.await(dashboard, producer, Duration.ofSeconds(5));
        all.forEach(series -> System.out.println("soak: " + series.summary()));
        assertThat(dashboard.errors()).isEmpty();
        assertThat(all.stream().map(Series::complaint).flatMap(Optional::stream))
                .as("what is not flat; see " + CSV)
                .isEmpty();
    }

    private static void rest(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        await().atMost(time.plusSeconds(10)).until(() -> System.nanoTime() - until >= 0);
    }

    /** Latency first: a collection of garbage would be in it. */
    private void sample() throws IOException {
        List<Long> latencies = crowd.latencies();
        p50.add(latencies.get(latencies.size() / 2));
        p99.add(latencies.get(latencies.size() * 99 / 100));
        heap.add(dashboard.heap() / 1e6);
        resident.add(dashboard.residentMegabytes());
        threads.add(new Meters(dashboard).sum("jvm_threads_live_threads"));
        descriptors.add(dashboard.descriptors());
        crowd.latencies();
    }

    private void write(Duration time, String fault, long recovery) throws IOException {
        String values = all.stream()
                .map(series -> String.format(Locale.ROOT, "%.1f", series.last()))
                .collect(Collectors.joining(","));
        Files.writeString(
                CSV, time.toSeconds() + "," + fault + "," + recovery + "," + values + "\n", StandardOpenOption.APPEND);
    }

    private void killProducer() throws InterruptedException {
        producer.kill();
        producer = startProducer();
    }

    private void cutNetwork() {
        feed.pull();
        try {
            crowd.awaitStale(BACK);
            rest(CUT);
        } finally {
            feed.plugIn();
        }
    }

    private void addDeafViewers() {
        deaf.forEach(RawWebSocket::close);
        deaf.clear();
        for (int i = 0; i < DEAF; i++) {
            RawWebSocket viewer = RawWebSocket.to(dashboard.uri("http", "/"), "/live");
            deaf.add(viewer);
            try {
                for (int request = 0; request < REQUESTS; request++) {
                    viewer.sendText("{\"type\":\"replay\",\"at\":" + System.currentTimeMillis() + "}");
                }
            } catch (IOException closed) {
                // The dashboard may have closed it already.
            }
        }
    }
}
