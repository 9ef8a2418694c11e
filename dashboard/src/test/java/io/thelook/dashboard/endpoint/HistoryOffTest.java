package io.thelook.dashboard.endpoint;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.thelook.service.fanout.Listener;
import io.thelook.service.testing.ApiDocument;
import io.thelook.service.testing.HttpContract;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A dashboard that keeps no history. */
@QuarkusTest
class HistoryOffTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TestHTTPResource("/live")
    URI live;

    @Test
    void periodBeyondTheLiveWindow_isRefused_andTheDefaultViewShown() {
        try (Listener viewer = Listener.to(URI.create(live + "?window=7d"))) {
            await().atMost(SOON)
                    .until(() -> viewer.messages.stream().anyMatch(message -> message.contains("keeps no history")));
            viewer.send("{\"type\":\"day\",\"at\":1}");
            await().atMost(SOON)
                    .until(() -> viewer.messages.stream()
                                    .filter(message -> message.contains("keeps no history"))
                                    .count()
                            == 2);

            assertThat(viewer.messages).anyMatch(message -> message.startsWith("{\"type\":\"view\""));
            assertThat(viewer.messages)
                    .noneMatch(message -> message.contains("\"history\":") || message.contains("\"today\":"));
        }
    }

    @Test
    void downloads_areNotFound() {
        HttpContract http = new HttpContract(ApiDocument.resource("META-INF/openapi.yaml"), live);
        for (String path : List.of("/history.csv", "/history.parquet")) {
            assertThat(http.send("GET", path).body()).isEqualTo("this dashboard keeps no history: HISTORY=off");
            assertThat(http.send("HEAD", path).status()).isEqualTo(404);
            assertThat(http.unseen(path)).doesNotContain("GET " + path + " 404", "HEAD " + path + " 404");
        }
    }

    @Test
    void itsMetrics_areNotThere() {
        assertThat(get("/q/metrics").asString()).doesNotContain("thelook_history_");
    }
}
