package io.thelook.producer.feed;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.thelook.service.fanout.Listener;
import io.thelook.service.fanout.RawWebSocket;
import io.thelook.service.fanout.WebSocketPeer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that connect and then never read. */
@QuarkusTest
@TestProfile(StuckClientTest.LargeFrames.class)
@Tag("slow")
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

    @AfterEach
    void allHaveLeft() {
        await().atMost(Duration.ofSeconds(5)).until(() -> metric("peers") == 0);
    }

    @Test
    void stuckClient_isResetAfterTheLimitAndTheOthersAreServed() {
        try (RawWebSocket stuck = RawWebSocket.to(http, "/ws");
                Listener quick = Listener.to(http)) {
            await().atMost(Duration.ofSeconds(5)).until(() -> metric("peers") == 2);

            await().atMost(Duration.ofSeconds(20)).until(() -> metric("stuck_total") == 1);
            await().atMost(Duration.ofSeconds(5)).until(() -> metric("peers") == 1);

            await().atMost(Duration.ofSeconds(1)).until(stuck::isGone);
            int before = quick.messages.size();
            await().atMost(Duration.ofSeconds(10)).until(() -> quick.messages.size() > before + 1);
            assertThat(quick.closeCode).isNotDone();
        }
    }

    /** The answer to its goodbye waits behind what it does not read. */
    @Test
    void clientThatSaysGoodbyeAndDoesNotRead_countsUntilItIsReset() throws Exception {
        try (RawWebSocket stuck = RawWebSocket.to(http, "/ws")) {
            await().atMost(Duration.ofSeconds(5)).until(() -> metric("in_flight") > 0);

            stuck.sendClose();
            await().atMost(Duration.ofSeconds(5)).until(() -> metric("peers") == 0);

            // Not only then, a second after the goodbye.
            await().atMost(WebSocketPeer.GRACE.dividedBy(2)).until(stuck::isGone);
            await().atMost(Duration.ofSeconds(5)).until(() -> metric("in_flight") == 0);
        }
    }

    @Test
    void clientThatSaysTooMuchAndDoesNotRead_isReset() throws Exception {
        try (RawWebSocket stuck = RawWebSocket.to(http, "/ws")) {
            await().atMost(Duration.ofSeconds(5)).until(() -> metric("in_flight") > 0);

            stuck.sendText("x".repeat(100_000));

            await().atMost(Duration.ofSeconds(5)).until(stuck::isGone);
            await().atMost(Duration.ofSeconds(1)).until(() -> metric("peers") == 0);
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
