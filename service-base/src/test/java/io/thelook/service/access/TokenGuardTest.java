package io.thelook.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thelook.service.http.RawClient;
import io.thelook.service.http.TrustedProxies;
import io.thelook.service.start.SecretText;
import io.thelook.service.testing.LocalServer;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Access to paths with a token, over real connections. */
class TokenGuardTest {

    private static final String TOKEN = "t0k3n-of-the-feed";
    private static final String METRICS = "t0k3n-of-the-metrics";

    private final Vertx vertx = Vertx.vertx();
    private final TokenGuard guard = new TokenGuard(new TokenGuard.Rule(
            TrustedProxies.NONE,
            () -> 0,
            List.of(
                    new TokenGuard.Guarded("FEED_TOKEN", token(TOKEN), List.of("/ws", "/backfill")),
                    new TokenGuard.Guarded("METRICS_TOKEN", token(METRICS), List.of("/q/metrics")),
                    new TokenGuard.Guarded("OTHER_TOKEN", Optional.empty(), List.of("/open")))));
    private int port;
    private RawClient.Head head;
    private String body;

    @BeforeEach
    void serve() {
        Router router = Router.router(vertx);
        router.route("/admitted/*").handler(context -> {
            TokenGuard.admit(context);
            context.reroute("/ws");
        });
        router.route().handler(guard::check);
        router.route().handler(context -> context.end("records"));
        port = LocalServer.start(vertx, router);
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int get(String path, String authorization) throws IOException {
        try (RawClient client = RawClient.to(port)) {
            client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n"
                    + (authorization == null ? "" : "Authorization: " + authorization + "\r\n")
                    + "Connection: close\r\n\r\n");
            head = client.head();
            body = client.body(head);
            return head.status();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/ws, 401",
        "/ws/, 401",
        "//ws, 401",
        "/x/../ws, 401",
        "/%77s, 401",
        "/ws?token=t0k3n-of-the-feed, 401",
        "/backfill, 401",
        "/backfill/x, 401",
        "/wsx, 200",
        "/, 200",
        "/live, 200",
        "/q/metrics, 401",
        "/q/metrics/x, 401",
        "/q/health, 200",
        "/open, 200"
    })
    void withoutTheToken_theFeedIsClosed_howeverItsPathIsWritten(String path, int status) throws IOException {
        assertThat(get(path, null)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer t0k3n-of-the-feed, 200",
        "bearer t0k3n-of-the-feed, 200",
        "Bearer t0k3n-of-the-fee, 401",
        "Bearer, 401",
        "Basic dDBrM24=, 401",
        "t0k3n-of-the-feed, 401"
    })
    void token_opensTheFeed(String authorization, int status) throws IOException {
        assertThat(get("/ws", authorization)).isEqualTo(status);
    }

    @Test
    void refusal_saysWhatIsExpected_withoutTheToken_andIsCounted() throws IOException {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        TokenGuard.tokenMetric(guard).bindTo(meters);

        get("/ws", null);
        assertThat(body)
                .isEqualTo("{\"error\":\"token missing: expected the header Authorization: Bearer <FEED_TOKEN>\"}");
        assertThat(head.headers()).containsEntry("www-authenticate", "Bearer");
        get("/ws", "Bearer wrong");
        assertThat(body).startsWith("{\"error\":\"wrong token: expected").doesNotContain(TOKEN);

        assertThat(meters.get("thelook.access.refused")
                        .tag("reason", "feed-token")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void tooManyWrongTokens_areRefusedWith429() throws IOException {
        for (int i = 0; i < AttemptLimit.BURST; i++) {
            assertThat(get("/ws", "Bearer wrong")).isEqualTo(401);
        }

        assertThat(get("/ws", "Bearer " + TOKEN)).isEqualTo(429);
        assertThat(head.headers()).containsEntry("retry-after", "6");
    }

    @Test
    void eachPathHasItsOwnToken() throws IOException {
        assertThat(get("/q/metrics", "Bearer " + METRICS)).isEqualTo(200);
        assertThat(get("/q/metrics", "Bearer " + TOKEN)).isEqualTo(401);
        assertThat(body).contains("METRICS_TOKEN").doesNotContain(METRICS);
        assertThat(get("/ws", "Bearer " + METRICS)).isEqualTo(401);
        assertThat(guard.guards("/ws")).isTrue();
        assertThat(guard.guards("/q/metrics")).isTrue();
        assertThat(guard.guards("/open")).isFalse();
        assertThat(guard.guards("/")).isFalse();
    }

    @Test
    void admittedClient_needsNoToken() throws IOException {
        assertThat(get("/admitted/x", null)).isEqualTo(200);
    }

    private static Optional<SecretText> token(String text) {
        return Optional.of(SecretText.of(text));
    }
}
