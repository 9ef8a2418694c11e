package io.thelook.service.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thelook.service.start.ServerAddress;
import io.thelook.service.testing.LocalServer;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The limits on connections and requests, with a server and a client that appears to be a trusted proxy. */
class RequestLimitTest {

    private static final Map<String, String> HANDSHAKE = Map.of("Sec-WebSocket-Key", "x");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicLong nanos = new AtomicLong();
    private final TrustedProxies proxies = new TrustedProxies.FromText().convert("127.0.0.1");
    private final ConnectionLimit connections =
            new ConnectionLimit(new ConnectionLimit.Rule(2, 6, Duration.ofSeconds(75), proxies));
    private final RequestLimit limit =
            new RequestLimit(new RequestLimit.Rule(new Few(), proxies, "/ingest", nanos::get), connections);
    private int port;

    /** One request a second; at once, a network may have ten, and all together 24. */
    private static final class Few implements LimitSettings {

        @Override
        public Optional<Integer> maxConnections() {
            return Optional.empty();
        }

        @Override
        public int maxConnectionsPerAddress() {
            return 2;
        }

        @Override
        public int maxQuietSeconds() {
            return 75;
        }

        @Override
        public int maxHandshakes() {
            return 12;
        }

        @Override
        public int maxHandshakesPerAddress() {
            return 1;
        }

        @Override
        public int maxRequests() {
            return 12;
        }

        @Override
        public int maxRequestsPerAddress() {
            return 1;
        }

        @Override
        public int maxMessages() {
            return 20;
        }
    }

    @BeforeEach
    void serve() {
        port = LocalServer.start(vertx, router());
        guard();
    }

    private void guard() {
        connections.guard(new ServerAddress(false, port), vertx);
    }

    private Router router() {
        Router router = Router.router(vertx);
        router.route().handler(limit::check);
        router.route("/busy").handler(context -> context.end(Boolean.toString(limit.isBusy(context.request()))));
        router.route("/held").handler(context -> {});
        router.route().handler(context -> context.end("here"));
        return router;
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpResponse<String> ask(String path, String address, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("X-Forwarded-For", address);
        headers.forEach(request::header);
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private int status(String path, String address) {
        return ask(path, address, Map.of()).statusCode();
    }

    @Test
    void networkThatAsksTooOften_isRefused_othersAreNot() {
        for (int i = 0; i < 10; i++) {
            assertThat(status("/", "10.0.0.1")).isEqualTo(200);
        }
        HttpResponse<String> refused = ask("/", "10.0.0.1", Map.of());

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(refused.body())
                .isEqualTo("{\"error\":\"too many requests a second from your network: try again in 1 s\"}");
        assertThat(status("/", "10.0.0.2")).isEqualTo(200);
        assertThat(status("/ingest", "10.0.0.1")).as("limited elsewhere").isEqualTo(200);
        assertThat(ask("/", "10.0.0.1", HANDSHAKE).statusCode())
                .as("handshakes have a limit of their own")
                .isEqualTo(200);

        nanos.addAndGet(1_000_000_000);
        assertThat(status("/", "10.0.0.1")).isEqualTo(200);
    }

    @Test
    void allTogether_areRefusedWith503() {
        for (int i = 0; i < 24; i++) {
            assertThat(status("/", "10.0.0." + i)).isEqualTo(200);
        }
        HttpResponse<String> refused = ask("/", "10.0.1.1", Map.of());

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(refused.body()).contains("too many requests a second:");
        assertThat(status("/q/health/live", "10.0.1.1")).as("a probe").isEqualTo(200);
    }

    @Test
    void networkThatConnectsTooOften_isBusy() {
        assertThat(ask("/busy", "10.0.0.1", Map.of()).body()).isEqualTo("false");
        for (int i = 0; i < 10; i++) {
            assertThat(ask("/", "10.0.0.1", HANDSHAKE).statusCode()).isEqualTo(200);
        }

        assertThat(ask("/", "10.0.0.1", HANDSHAKE).statusCode()).isEqualTo(429);
        assertThat(ask("/busy", "10.0.0.1", Map.of()).body()).isEqualTo("true");
        assertThat(ask("/busy", "10.0.0.2", Map.of()).body()).isEqualTo("false");
    }

    /** Begins a handshake on a separate connection. */
    private CompletableFuture<HttpResponse<String>> shake(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("X-Forwarded-For", "10.0.0.1")
                .header("Sec-WebSocket-Key", "x")
                .build();
        return HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString());
    }

    @Test
    void connectionsOfAProxy_countForTheClientThatHasThem() {
        awaitGuard();
        List<CompletableFuture<HttpResponse<String>>> open = List.of(shake("/held"), shake("/held"));
        await().until(() -> ask("/busy", "10.0.0.1", Map.of()).body().equals("true"));

        assertThat(shake("/").join().statusCode()).isEqualTo(429);
        assertThat(connections.refused()).isEqualTo(1);
        assertThat(ask("/", "10.0.0.2", HANDSHAKE).statusCode()).isEqualTo(200);
        assertThat(open).noneMatch(CompletableFuture::isDone);
    }

    /** The proxy may use the connection for others then. */
    @Test
    void handshakeThatIsRefused_countsNoMore() {
        awaitGuard();
        for (int i = 0; i < 4; i++) {
            assertThat(shake("/").join().statusCode()).isEqualTo(200);
        }
        assertThat(ask("/busy", "10.0.0.1", Map.of()).body()).isEqualTo("false");
        assertThat(connections.refused()).isZero();
    }

    @Test
    void connectionsBeyondTheLimitInAll_areClosedAtOnce_untilOthersEnd() throws IOException {
        awaitGuard();
        List<Socket> sockets = new ArrayList<>();
        try {
            int room = 6 - connections.open();
            for (int i = 0; i < room; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            await().until(() -> connections.open() == 6);
            try (Socket refused = new Socket(InetAddress.getLoopbackAddress(), port)) {
                refused.setSoTimeout(10_000);
                assertThat(isClosed(refused)).isTrue();
            }
            assertThat(connections.refused()).isEqualTo(1);

            sockets.remove(0).close();
            await().until(() -> connections.open() == 5);
            sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
            await().until(() -> connections.open() == 6);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        assertThat(connections.refused()).isEqualTo(1);
    }

    /** A service listens a moment before the start is over. */
    @Test
    void connectionsMadeBeforeTheLimitsHold_countToo() throws IOException {
        port = LocalServer.start(vertx, router());
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 7; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(socket);
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
                assertThat(socket.getInputStream().read()).isPositive();
            }
            assertThat(connections.open()).isZero();

            guard();
            guard();

            await().until(() -> connections.refused() == 1);
            assertThat(connections.open()).isEqualTo(6);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        await().until(() -> connections.open() == 0);
    }

    private static boolean isClosed(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return !(e instanceof java.net.SocketTimeoutException);
        }
    }

    /** The listening socket is guarded soon after it is open. */
    private void awaitGuard() {
        await().until(() -> {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return probe.isConnected() && connections.open() > 0;
            }
        });
        await().until(() -> connections.open() == 0);
    }
}
