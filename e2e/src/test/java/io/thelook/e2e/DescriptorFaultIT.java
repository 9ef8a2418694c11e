package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A dashboard without file descriptors. */
@Tag("alone")
class DescriptorFaultIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration BACK = Duration.ofSeconds(20);
    private static final int VIEWERS = 20;

    /** Descriptors that are left for connections. */
    private static final int LEFT = 40;

    private static final int TOO_MANY = 200;
    private static final Duration FAULT = Duration.ofSeconds(6);

    @Test
    void tooManyConnections_affectNoOpenOne_andAreLoggedOnce() throws Exception {
        try (ServiceProcess producer = ServiceProcess.producer(Map.of("RATE", "5", "BACKFILL_DAYS", "0"));
                ServiceProcess dashboard = ServiceProcess.dashboard(producer.uri("ws", "/ws"));
                Crowd crowd = new Crowd(dashboard.uri("ws", "/live"), VIEWERS, SOON)) {
            // By now, the JVM has opened all the files that it needs later.
            new Meters(dashboard).assertAddUp();
            boolean isLimited = dashboard.limitDescriptors(dashboard.descriptors() + LEFT);
            if (System.getenv("CI") == null) {
                assumeThat(isLimited).as("prlimit is installed").isTrue();
            }
            assertThat(isLimited).isTrue();
            List<Socket> connections = new ArrayList<>();
            try {
                Duration before = dashboard.cpu();
                long start = System.nanoTime();
                URI address = dashboard.uri("http", "/");
                for (int i = 0; i < TOO_MANY; i++) {
                    connections.add(new Socket(address.getHost(), address.getPort()));
                }
                await().atMost(SOON).until(() -> dashboard.log().contains("Too many open files"));
                crowd.awaitNewerThan(System.currentTimeMillis() + FAULT.toMillis(), SOON);

                double busy = (double) dashboard.cpu().minus(before).toNanos() / (System.nanoTime() - start);
                assertThat(busy).as("processors in use").isLessThan(.9);
                assertThat(crowd.live()).as("viewers who go on").isEqualTo(VIEWERS);
                assertThat(crowd.closeCodes()).isEmpty();
            } finally {
                for (Socket connection : connections) {
                    connection.close();
                }
            }

            long closed = System.nanoTime();
            try (Crowd more = new Crowd(dashboard.uri("ws", "/live"), VIEWERS / 2, BACK)) {
                Measured.print("no file descriptors left", Duration.ZERO, Duration.ofNanos(System.nanoTime() - closed));
                assertThat(more.live()).isPositive();
            }
            SameRecords.await(dashboard, producer);
            new Meters(dashboard).assertAddUp();
            assertThat(dashboard.log())
                    .containsOnlyOnce("no further connections can be accepted: Too many open files")
                    .doesNotContain("\tat ", "ERROR");
            assertThat(new Meters(dashboard).sum("thelook_http_accept_failures_total"))
                    .as("attempts")
                    .isBetween(2.0, 60.0);
        }
    }
}
