package io.thelook.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.thelook.service.testing.LocalServer;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PipeliningLimitTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** More than the buffers of two sockets hold. */
    private static final String LARGE = "x".repeat(8 << 20);

    private final Vertx vertx = Vertx.vertx();
    private final PipeliningLimit limit = new PipeliningLimit();
    private int port;

    @BeforeEach
    void serve() {
        Router router = Router.router(vertx);
        router.route().handler(limit::guard);
        router.route("/small").handler(context -> context.end("small"));
        router.route("/large").handler(context -> context.end(LARGE));
        router.route("/never").handler(context -> {});
        port = LocalServer.start(vertx, router);
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void peerThatTakesNoAnswers_isReset() throws Exception {
        try (RawClient client = RawClient.to(port)) {
            client.ask("GET", "/large", PipeliningLimit.MOST_UNTAKEN + 1);

            await().atMost(SOON).until(() -> limit.resets() == 1);
            assertThat(client.isReset()).isTrue();
        }
    }

    @Test
    void peerThatWaitsForNoAnswer_isReset() throws Exception {
        try (RawClient client = RawClient.to(port)) {
            client.ask("GET", "/never", PipeliningLimit.MOST_UNTAKEN + 1);

            assertThat(client.isReset()).isTrue();
            assertThat(limit.resets()).isEqualTo(1);
        }
    }

    @Test
    void peerThatTakesItsAnswers_isAnsweredForAsLongAsItLikes() throws IOException {
        try (RawClient client = RawClient.to(port)) {
            for (int i = 0; i < 50; i++) {
                client.ask("GET", "/small", PipeliningLimit.MOST_UNTAKEN);
                for (int j = 0; j < PipeliningLimit.MOST_UNTAKEN; j++) {
                    assertThat(client.body(client.head())).isEqualTo("small");
                }
            }
        }
        assertThat(limit.resets()).isZero();
    }

    @Test
    void webSocket_isLeftAlone() {
        EmbeddedChannel channel = new EmbeddedChannel(new UntakenAnswers(1, () -> {}, System::nanoTime));

        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        assertThat(channel.pipeline().get(UntakenAnswers.class)).isNotNull();
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/live"));
        channel.writeOutbound(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS));

        assertThat(channel.pipeline().get(UntakenAnswers.class)).isNull();
        assertThat(channel.isActive()).isTrue();
        assertThat(channel.finish()).isTrue();
    }
}
