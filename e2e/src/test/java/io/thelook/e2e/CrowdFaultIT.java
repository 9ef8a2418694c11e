package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that are killed, and reconnections at once, with many viewers. Each test measures the recovery. */
@Tag("alone")
class CrowdFaultIT {

    private static final int VIEWERS = 200;
    private static final int ALL = 1_000;
    private static final Duration SOON = Duration.ofSeconds(30);

    /** The page says that it is not live after 2 s of silence; the rest is for a busy machine. */
    private static final Duration TOLD = Duration.ofSeconds(4);

    /** Reconnections wait up to 10 s. */
    private static final Duration BACK = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final int producerPort = ServiceProcess.freePort();
    private final int dashboardPort = ServiceProcess.freePort();
    private ServiceProcess producer;
    private ServiceProcess dashboard;

    @BeforeEach
    void start() {
        producer = startProducer();
        dashboard = startDashboard();
    }

    @AfterEach
    void stop() {
        dashboard.close();
        producer.close();
    }

    private ServiceProcess startProducer() {
        return ServiceProcess.start("producer", producerPort, Map.of("RATE", "5", "BACKFILL_DAYS", "0"));
    }

    private ServiceProcess startDashboard() {
        return ServiceProcess.start(
                "dashboard",
                dashboardPort,
                Map.of(
                        "PRODUCER_URL",
                        "ws://localhost:" + producerPort + "/ws",
                        "HISTORY",
                        "on",
                        "DATA_DIR",
                        folder.toString()));
    }

    private Crowd crowd(int size) {
        return new Crowd(dashboard.uri("ws", "/live"), size, SOON);
    }

    @Test
    void producerKilled_andStartedAgain() throws InterruptedException {
        try (Crowd crowd = crowd(VIEWERS)) {
            producer.kill();
            Duration told = crowd.awaitStale(TOLD);
            crowd.awaitAgreement(SOON);
            assertThat(crowd.metrics().get(0)).as("the figures stay").doesNotContain("\"num_orders\":0");

            producer = startProducer();
            Duration back = crowd.awaitLive(BACK);

            Measured.print("producer killed, 200 viewers", told, back);
            assertThat(crowd.failures())
                    .as("connections of viewers that failed")
                    .isZero();
            assertThat(crowd.closeCodes())
                    .as("connections of viewers that ended")
                    .isEmpty();
            assertNothingIsMissing(crowd);
        }
    }

    @Test
    void dashboardKilled_andStartedAgain() throws InterruptedException {
        try (Crowd crowd = crowd(VIEWERS)) {
            dashboard.kill();
            Duration told = crowd.awaitStale(TOLD);

            dashboard = startDashboard();
            Duration back = crowd.awaitLive(BACK);

            Measured.print("dashboard killed, 200 viewers", told, back);
            assertNothingIsMissing(crowd);
        }
    }

    @Test
    void thousandReconnectionsAtOnce() {
        try (Crowd crowd = crowd(ALL)) {
            crowd.reconnectAtOnce();
            Duration back = crowd.awaitLive(BACK);

            Measured.print("1,000 reconnections at once", Duration.ZERO, back);
            assertThat(crowd.failures()).as("attempts that failed").isZero();
            assertThat(new Meters(dashboard).sum("thelook_audience_refused_total"))
                    .isZero();
            await().atMost(SOON).until(() -> new Meters(dashboard).viewers() == ALL);
            assertNothingIsMissing(crowd);
        }
    }

    private void assertNothingIsMissing(Crowd crowd) {
        crowd.awaitNewerThan(System.currentTimeMillis(), SOON);
        crowd.awaitAgreement(SOON);
        assertThat(SameRecords.await(dashboard, producer)).isPositive();
        new Meters(dashboard).assertAddUp();
        assertThat(dashboard.errors()).isEmpty();
    }
}
