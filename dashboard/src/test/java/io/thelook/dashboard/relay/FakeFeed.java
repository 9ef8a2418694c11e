package io.thelook.dashboard.relay;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A feed that does what a test says. */
public class FakeFeed implements QuarkusTestResourceLifecycleManager {

    static FakeFeed instance;

    final AtomicInteger connections = new AtomicInteger();
    private final Set<ServerWebSocket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Consumer<ServerWebSocket> onConnect = socket -> {};
    private Vertx vertx;
    private HttpServer server;
    private int port;

    @Override
    public Map<String, String> start() {
        instance = this;
        vertx = Vertx.vertx();
        open();
        return Map.of("dashboard.producer-url", "ws://localhost:" + port + "/feed?shop=1");
    }

    void open() {
        server = vertx.createHttpServer(new HttpServerOptions().setMaxWebSocketFrameSize(1 << 20))
                .webSocketHandler(socket -> {
                    connections.incrementAndGet();
                    sockets.add(socket);
                    socket.closeHandler(closed -> sockets.remove(socket));
                    onConnect.accept(socket);
                });
        port = join(server.listen(port).toCompletionStage()).actualPort();
    }

    void close() {
        join(server.close().toCompletionStage());
    }

    void onConnect(Consumer<ServerWebSocket> action) {
        onConnect = action;
    }

    void send(String frame) {
        sockets.forEach(socket -> socket.writeTextMessage(frame));
    }

    private static <T> T join(java.util.concurrent.CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void stop() {
        join(vertx.close().toCompletionStage());
    }
}
