package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The log has errors only for faults of the service. */
class LogIT {

    @Test
    void feedThatResetsEveryHandshake_isReportedInOneLine() throws IOException {
        AtomicInteger resets = new AtomicInteger();
        try (ServerSocket feed = new ServerSocket(0);
                ServiceProcess dashboard =
                        ServiceProcess.dashboard(URI.create("ws://localhost:" + feed.getLocalPort() + "/ws"))) {
            CompletableFuture.runAsync(() -> resetAll(feed, resets));

            await().atMost(Duration.ofSeconds(30)).until(() -> resets.get() >= 3);

            assertThat(dashboard.log()).containsOnlyOnce("; retrying until it is back");
            assertThat(dashboard.errors()).isEmpty();
        }
    }

    /** Takes each connection, waits for the request and answers with a reset, until the socket is closed. */
    private static void resetAll(ServerSocket feed, AtomicInteger resets) {
        while (!feed.isClosed()) {
            try (Socket connection = feed.accept()) {
                connection.getInputStream().read();
                connection.setSoLinger(true, 0);
                resets.incrementAndGet();
            } catch (IOException e) {
                // Closed: the loop ends.
            }
        }
    }
}
