package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clocks that are set an hour ahead or back while everything runs. libfaketime makes the clock of a process another
 * one; the time that does not jump ({@code System.nanoTime}) stays as it is, as with a real clock.
 */
@Tag("alone")
class ClockFaultIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration BACK = Duration.ofSeconds(20);
    private static final Duration CLOSE = Duration.ofSeconds(10);
    private static final int VIEWERS = 20;
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

    @TempDir
    static Path folder;

    private static ServiceProcess producer;
    private static ServiceProcess dashboard;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> library = LIBRARIES.stream().filter(Files::exists).findAny();
        if (System.getenv("CI") == null) {
            assumeThat(library).as("libfaketime is installed").isPresent();
        }
        String preload = library.orElseThrow().toString();
        producer = ServiceProcess.producer(clock("producer", preload, Map.of("RATE", "5", "BACKFILL_DAYS", "0")));
        dashboard = ServiceProcess.start(
                "dashboard",
                ServiceProcess.freePort(),
                clock(
                        "dashboard",
                        preload,
                        Map.of("PRODUCER_URL", producer.uri("ws", "/ws").toString())));
    }

    @AfterAll
    static void stop() {
        if (dashboard != null) {
            dashboard.close();
        }
        if (producer != null) {
            producer.close();
        }
    }

    private static Map<String, String> clock(String service, String library, Map<String, String> settings)
            throws IOException {
        set(service, "+0");
        Map<String, String> all = new HashMap<>(settings);
        all.put("LD_PRELOAD", library);
        all.put("FAKETIME_TIMESTAMP_FILE", folder.resolve(service).toString());
        all.put("FAKETIME_CACHE_DURATION", "1");
        all.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        // With Debian's default, every wait of a thread with a time limit ends at once, and the threads spin.
        all.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
        return all;
    }

    /** Sets a clock, at once and as a whole. */
    private static void set(String service, String offset) throws IOException {
        Path whole = Files.writeString(folder.resolve("next"), offset + "\n");
        Files.move(whole, folder.resolve(service), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @ParameterizedTest
    @CsvSource({"producer, +3600", "producer, -3600", "dashboard, +3600", "dashboard, -3600"})
    void clockSetByAnHour_andBackAgain(String service, String offset) throws IOException {
        try (Crowd crowd = new Crowd(dashboard.uri("ws", "/live"), VIEWERS, SOON)) {
            long before = orders();
            assertThat(before).isPositive();

            Duration away = set(crowd, service, offset);
            Duration home = set(crowd, service, "+0");

            Measured.print("clock of " + service + " set by " + offset + " s, and back", away, home);
            assertThat(crowd.closeCodes()).isEmpty();
            assertThat(dashboard.errors()).isEmpty();
            assertThat(producer.errors()).isEmpty();
        }
    }

    /** Sets a clock and waits until all viewers see what the shop sells; returns how long that took. */
    private Duration set(Crowd crowd, String service, String offset) throws IOException {
        set(service, offset);
        long start = System.nanoTime();
        awaitClock(service, Duration.ofSeconds(Long.parseLong(offset)));
        SameRecords.await(dashboard, producer, Duration.ofSeconds(1));
        crowd.awaitLive(BACK);
        crowd.awaitAgreement(SOON);
        Duration back = Duration.ofNanos(System.nanoTime() - start);
        assertThat(orders()).isPositive();
        new Meters(dashboard).assertAddUp();
        return back;
    }

    /** Waits until the service has the clock that was set: it looks once a second. */
    private static void awaitClock(String service, Duration offset) {
        await().atMost(SOON).untilAsserted(() -> assertThat(clock(service) - System.currentTimeMillis())
                .isCloseTo(offset.toMillis(), within(CLOSE.toMillis())));
    }

    private static long clock(String service) {
        if (service.equals("dashboard")) {
            return Shown.view(dashboard).get("now").asLong();
        }
        try (FeedFollower feed = new FeedFollower(producer.uri("ws", "/ws"))) {
            await().atMost(SOON).until(() -> !feed.windows().isEmpty());
            return feed.now();
        }
    }

    private long orders() {
        return Shown.view(dashboard).at("/metrics/num_orders").asLong();
    }
}
