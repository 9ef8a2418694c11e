package io.thelook.dashboard.endpoint;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.thelook.service.fanout.Listener;
import io.thelook.service.http.RawClient;
import io.thelook.service.testing.ApiDocument;
import io.thelook.service.testing.HttpContract;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The responses over HTTP to a page that could not connect, and the end of connections without a request. */
@QuarkusTest
@TestProfile(LiveStateTest.Small.class)
class LiveStateTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    /** A dashboard with room for one viewer, that admits one a second, and closes quiet connections soon. */
    public static class Small implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "dashboard.max-viewers", "1", "dashboard.max-handshakes", "1", "dashboard.max-quiet-seconds", "2");
        }
    }

    @Inject
    MeterRegistry meters;

    @TestHTTPResource("/live")
    URI live;

    @Test
    void state_isOpenWithTheBuildOfThePage_orFullWithTheLimit() {
        HttpContract contract = new HttpContract(ApiDocument.resource("META-INF/openapi.yaml"), live.resolve("/"));
        contract.send("GET", "/live");
        assertThat(contract.send("GET", "/live?origin=https://evil.example").body())
                .isEqualTo("{\"state\":\"foreign\"}");
        assertThat(contract.send("GET", "/live?origin=http://localhost:" + live.getPort())
                        .status())
                .isEqualTo(200);
        String page = get("/").asString();
        String build = get("/live?window=5").jsonPath().getString("build");

        get("/live")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("state", equalTo("open"))
                .body("build", matchesPattern("[0-9a-f]{16}"));
        assertThat(page).contains("data-build=\"" + build + "\"");

        URI socket = URI.create(live.toString().replace("http", "ws"));
        try (Listener viewer = Listener.to(socket)) {
            await().atMost(SOON).until(() -> !viewer.messages.isEmpty());
            get("/live")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", equalTo("5"))
                    .body("state", equalTo("full"))
                    .body("most", equalTo(1))
                    .body("build", equalTo(build));
            contract.send("GET", "/live");
        }
        await().atMost(SOON).until(() -> {
            given().header("Sec-WebSocket-Key", "of a handshake").get("/live");
            return contract.send("GET", "/live").status() == 429;
        });
        assertThat(contract.unseen("/live")).isEmpty();
        await().atMost(SOON).until(() -> get("/live").statusCode() == 200);
    }

    @Test
    void quietConnections_areClosedAfterTheirTime_andCounted() throws IOException {
        double before = quiet();
        try (RawClient silent = RawClient.to(live.getPort());
                RawClient half = RawClient.to(live.getPort()).send("GET /live HTTP/1.1\r\nHost:")) {
            assertThat(silent.take(1)).as("bytes before the end").isZero();
            assertThat(half.take(1)).as("bytes before the end").isZero();
        }

        assertThat(quiet()).isGreaterThanOrEqualTo(before + 2);
    }

    private double quiet() {
        return meters.get("thelook.connections.quiet").functionCounter().count();
    }
}
