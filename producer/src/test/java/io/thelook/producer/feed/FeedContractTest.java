package io.thelook.producer.feed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.thelook.model.FeedProtocol;
import io.thelook.service.fanout.Listener;
import io.thelook.service.testing.ApiDocument;
import io.thelook.service.testing.MessageContract;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The messages of the simulated shop match {@code /asyncapi.yaml}. */
@QuarkusTest
@TestProfile(FeedContractTest.SteadyShop.class)
class FeedContractTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String TOKEN = "t0k3n-of-the-admin";

    /** Orders that do not change, so that the feed pauses when no further ones arrive. */
    public static class SteadyShop implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "producer.refresh-seconds", "1",
                    "producer.mode", "steady",
                    "producer.rate", "10",
                    "producer.admin-token", TOKEN);
        }
    }

    @TestHTTPResource("/ws")
    URI http;

    private final MessageContract contract = new MessageContract(ApiDocument.resource("META-INF/asyncapi.yaml"));

    @Test
    void messages_areAsDocumented() {
        try (Listener plain = Listener.to(http);
                Listener incremental = Listener.to(http, FeedProtocol.NAME)) {
            awaitType(incremental, "snapshot");
            awaitType(incremental, "upsert");
            stopVisits();
            awaitType(incremental, "heartbeat");
            int before = incremental.messages.size();
            incremental.send(FeedProtocol.RESYNC);
            await().atMost(SOON).until(() -> incremental.messages.stream()
                    .skip(before)
                    .anyMatch(message -> message.startsWith("{\"type\":\"snapshot\"")));
            await().atMost(SOON).until(() -> plain.messages.size() > 2);

            plain.messages.forEach(frame -> contract.check("Window", frame));
            contract.check(
                    incremental.messages,
                    Map.of("snapshot", "Snapshot", "upsert", "Upsert", "heartbeat", "FeedHeartbeat"));
        }
        assertThat(contract.unseen("Record")).containsExactly("Record.product", "Record.quantity", "Record.updated_at");
    }

    private static void stopVisits() {
        given().header("Authorization", "Bearer " + TOKEN)
                .contentType("application/json")
                .body("{\"name\":\"outage\"}")
                .post("/scenario")
                .then()
                .statusCode(200);
    }

    private static void awaitType(Listener client, String type) {
        await().atMost(SOON).until(() -> client.messages.stream()
                .anyMatch(message -> message.startsWith("{\"type\":\"" + type + "\"")));
    }
}
