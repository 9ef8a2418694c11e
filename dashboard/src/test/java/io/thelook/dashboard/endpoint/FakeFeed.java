package io.thelook.dashboard.endpoint;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.thelook.model.FeedProtocol;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A feed that a test controls. */
public class FakeFeed implements QuarkusTestResourceLifecycleManager {

    static FakeFeed instance;

    final AtomicInteger connections = new AtomicInteger();
    /** What clients have said. */
    final List<String> heard = new CopyOnWriteArrayList<>();

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

    /** Whether it knows the incremental contract. */
    boolean incremental() {
        return false;
    }

    void open() {
        HttpServerOptions options = new HttpServerOptions().setMaxWebSocketFrameSize(1 << 20);
        if (incremental()) {
            options.addWebSocketSubProtocol(FeedProtocol.NAME);
        }
        server = vertx.createHttpServer(options).webSocketHandler(socket -> {
            connections.incrementAndGet();
            sockets.add(socket);
            socket.textMessageHandler(heard::add);
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
