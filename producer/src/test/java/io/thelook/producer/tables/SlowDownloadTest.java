package io.thelook.producer.tables;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.thelook.service.http.RawClient;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients that ask for a table and then do not read it. */
@QuarkusTest
@TestProfile(SlowDownloadTest.LargeTables.class)
class SlowDownloadTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** The table of events is larger than what two sockets' buffers can hold. */
    public static class LargeTables implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "producer.max-iterations", "0",
                    "producer.lookback-minutes", "60",
                    "producer.rate", "5",
                    "producer.slow-client-seconds", "1");
        }
    }

    @TestHTTPResource("/")
    URI server;

    @Test
    void clientsThatDoNotRead_keepTheSeatsForTheLimitOnly() throws Exception {
        await().atMost(SOON).until(() -> get("/export/products.csv").statusCode() == 200);
        try (RawClient one = RawClient.to(server.getPort()).ask("GET", "/export/events.csv");
                RawClient two = RawClient.to(server.getPort()).ask("GET", "/export/events.ndjson")) {
            await().atMost(SOON).until(() -> metric("active") == 2);
            get("/export/products.csv").then().statusCode(503).header("Retry-After", "5");
            assertThat(metric("refused_total")).isEqualTo(1);

            await().atMost(SOON).until(() -> metric("slow_total") == 2 && metric("active") == 0);

            assertThat(one.isReset()).isTrue();
            assertThat(two.isReset()).isTrue();
            get("/export/products.csv").then().statusCode(200);
        }
    }

    private static double metric(String name) {
        String prefix = "thelook_downloads_" + name + " ";
        return get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(prefix))
                .mapToDouble(line -> Double.parseDouble(line.substring(prefix.length())))
                .findFirst()
                .orElseThrow();
    }
}
