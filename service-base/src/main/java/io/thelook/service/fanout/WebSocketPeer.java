package io.thelook.service.fanout;

import io.netty.channel.Channel;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.HttpUpgradeCheck.HttpUpgradeContext;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;
import io.thelook.service.http.Connections;
import io.thelook.service.http.TrustedProxies;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A WebSockets Next connection as a peer.
 *
 * <p>A WebSocket's closing handshake waits behind data that the peer does not read, and WebSockets Next considers a
 * connection closed as soon as the handshake has begun. This class therefore closes the socket itself: if it is still
 * open {@link #GRACE} after the close began, it is reset, and the data that the peer has not taken is discarded.
 * WebSockets Next does not give access to the socket. Vert.x does, in the request that is upgraded, so the endpoint's
 * upgrade check must call {@link #prepare}. Immutable.
 */
public final class WebSocketPeer implements Peer {

    /** How long a peer may take for its part of the closing handshake. */
    public static final Duration GRACE = Duration.ofSeconds(1);

    private static final String VERTX_HANDLER = "handler";
    private static final TypedKey<Channel> CHANNEL = new TypedKey<>("channel");
    private static final TypedKey<String> ADDRESS = new TypedKey<>("address");

    private final WebSocketConnection connection;
    private final Channel channel;

    private WebSocketPeer(WebSocketConnection connection, Channel channel) {
        this.connection = connection;
        this.channel = channel;
    }

    /** Keeps the socket and the address of a request that is about to be upgraded, and limits the peer's frames. */
    static void prepare(HttpUpgradeContext context, TrustedProxies proxies, Supplier<FrameLimit> limit) {
        ConnectionBase connection = (ConnectionBase) context.httpRequest().connection();
        context.userData().put(CHANNEL, connection.channel());
        context.userData().put(ADDRESS, proxies.network(context.httpRequest()));
        if (connection.channel().pipeline().get(FrameLimit.class) == null) {
            connection.channel().pipeline().addBefore(VERTX_HANDLER, null, limit.get());
        }
    }

    /** The address by which limits count the peer. */
    static String address(WebSocketConnection connection) {
        return connection.userData().get(ADDRESS);
    }

    /**
     * The peer of a connection.
     *
     * @throws IllegalStateException if the upgrade check did not call {@link #prepare}
     */
    static WebSocketPeer of(WebSocketConnection connection) {
        Channel channel = connection.userData().get(CHANNEL);
        if (channel == null) {
            throw new IllegalStateException(
                    "no socket for endpoint " + connection.endpointId() + ": expected a CapacityCheck for it");
        }
        return new WebSocketPeer(connection, channel);
    }

    @Override
    public CompletionStage<Void> send(String message) {
        return connection.sendText(message).subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Void> close(int code, String reason) {
        try {
            if (!connection.isClosed()) {
                connection.close(new CloseReason(code, reason)).subscribe().with(closing -> {}, failure -> {});
            }
        } finally {
            resetAfterGrace();
        }
        return closed();
    }

    @Override
    public CompletionStage<Void> closed() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        channel.closeFuture().addListener(done -> closed.complete(null));
        return closed;
    }

    /** Resets the connection after {@link #GRACE} if it is still open then. */
    void resetAfterGrace() {
        if (channel.isOpen()) {
            channel.eventLoop().schedule(() -> Connections.reset(channel), GRACE.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
