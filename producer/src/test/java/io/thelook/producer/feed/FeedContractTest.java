package io.thelook.producer.feed;

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

/** That the messages of the simulated shop are as {@code /asyncapi.yaml} describes them. */
@QuarkusTest
@TestProfile(FeedContractTest.SlowShop.class)
class FeedContractTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** Pauses between the orders are long enough for heartbeats. */
    public static class SlowShop implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("producer.refresh-seconds", "1", "producer.rate", "1");
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

    private static void awaitType(Listener client, String type) {
        await().atMost(SOON).until(() -> client.messages.stream()
                .anyMatch(message -> message.startsWith("{\"type\":\"" + type + "\"")));
    }
}
