package io.thelook.producer.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.thelook.service.fanout.Listener;
import io.thelook.service.testing.ApiDocument;
import io.thelook.service.testing.MessageContract;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** FEED_ENCODING=string: the page of the seed parses the message, and then what it got once more. */
@QuarkusTest
@TestProfile(StringFeedTest.AsTheReference.class)
class StringFeedTest {

    public static class AsTheReference implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("producer.feed-encoding", "string");
        }
    }

    @TestHTTPResource("/ws")
    URI http;

    @Test
    void client_writtenAsTheSeedsPage_getsItsRecords() throws Exception {
        ObjectMapper json = new ObjectMapper();
        try (Listener client = Listener.to(http)) {
            await().atMost(Duration.ofSeconds(1)).until(() -> !client.messages.isEmpty());

            String lastJsonMessage = json.readValue(client.messages.get(0), String.class);
            JsonNode records = json.readTree(lastJsonMessage);
            // At night, a window has half of what it has in the evening.
            assertThat(records).hasSizeGreaterThan(300);
            assertThat(records.get(0).get("sale_price").isTextual()).isTrue();
            assertThat(Double.parseDouble(records.get(0).get("sale_price").asText()))
                    .isPositive();
            assertThat(Double.parseDouble(records.get(0).get("cost").asText())).isPositive();
            assertThat(records.get(0).get("created_at").isIntegralNumber()).isTrue();
            new MessageContract(ApiDocument.resource("META-INF/asyncapi.yaml"))
                    .check("WindowAsText", client.messages.get(0));
        }
    }
}
