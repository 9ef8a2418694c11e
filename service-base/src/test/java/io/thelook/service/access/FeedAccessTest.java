package io.thelook.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thelook.service.http.RawClient;
import io.thelook.service.http.TrustedProxies;
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

/** Who is admitted to a feed with a token, over real connections. */
class FeedAccessTest {

    private static final String TOKEN = "t0k3n-of-the-feed";

    private final Vertx vertx = Vertx.vertx();
    private final FeedAccess access = new FeedAccess(new FeedAccess.Rule(
            Optional.of(new BearerToken.FromText().convert(TOKEN)),
            TrustedProxies.NONE,
            List.of("/ws", "/backfill"),
            () -> 0));
    private int port;
    private RawClient.Head head;
    private String body;

    @BeforeEach
    void serve() {
        Router router = Router.router(vertx);
        router.route().handler(access::check);
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
        "/live, 200"
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
        FeedAccess.feedAccessMetric(access).bindTo(meters);

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
}
