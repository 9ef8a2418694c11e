package io.thelook.producer.feed;

import static io.restassured.RestAssured.get;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.thelook.service.fanout.Listener;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A client that connects and then never reads. */
@QuarkusTest
@TestProfile(StuckClientTest.LargeFrames.class)
class StuckClientTest {

    /** Frames larger than what two sockets' buffers can hold, so that the first one gets stuck. */
    public static class LargeFrames implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "producer.wait-seconds", "0.01",
                    "producer.refresh-seconds", "2",
                    "producer.slow-client-seconds", "4");
        }
    }

    @TestHTTPResource("/ws")
    URI http;

    @Test
    void stuckClient_isClosedAfterTheLimitAndTheOthersAreServed() throws Exception {
        try (Socket stuck = new Socket();
                Listener quick = Listener.to(http)) {
            stuck.setReceiveBufferSize(8_192);
            stuck.connect(new InetSocketAddress(http.getHost(), http.getPort()));
            stuck.getOutputStream()
                    .write(("GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                            .getBytes(US_ASCII));
            await().atMost(Duration.ofSeconds(5)).until(() -> metric("peers") == 2);

            await().atMost(Duration.ofSeconds(20)).until(() -> metric("stuck_total") == 1);

            assertThat(metric("peers")).isEqualTo(1);
            int before = quick.messages.size();
            await().atMost(Duration.ofSeconds(10)).until(() -> quick.messages.size() > before + 1);
            assertThat(quick.closeCode).isNotDone();
        }
    }

    private static double metric(String name) {
        String prefix = "thelook_audience_" + name + "{audience=\"feed\"} ";
        return get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(prefix))
                .mapToDouble(line -> Double.parseDouble(line.substring(prefix.length())))
                .findFirst()
                .orElseThrow();
    }
}
