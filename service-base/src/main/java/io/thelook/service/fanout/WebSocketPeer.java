package io.thelook.service.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.HttpUpgradeCheck.HttpUpgradeContext;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;
import io.thelook.service.http.Connections;
import io.thelook.service.http.TrustedProxies;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A WebSockets Next connection as a peer. It writes frames that all peers share to the socket itself: WebSockets Next
 * would encode each message again for each connection.
 *
 * <p>A WebSocket's closing handshake waits behind data that the peer does not read, and WebSockets Next considers a
 * connection closed as soon as the handshake has begun. This class therefore closes the socket itself: if it is still
 * open {@link #GRACE} after the close began, it is reset, and the data that the peer has not taken is discarded.
 * WebSockets Next does not give access to the socket. Vert.x does, in the request that is upgraded, so the endpoint's
 * upgrade check must call {@link #prepare}. Thread-safe, except that {@link #send} belongs to the socket's thread.
 */
public final class WebSocketPeer implements Peer {

    /** How long a peer may take for its part of the closing handshake. */
    public static final Duration GRACE = Duration.ofSeconds(1);

    private static final String VERTX_HANDLER = "handler";
    private static final String VERTX_EXTENSIONS = "webSocketExtensionHandler";

    /** Of a peer's messages, in bytes. The services have lower limits of their own. */
    private static final int LONGEST_FROM_PEER = 16_384;

    private static final TypedKey<Channel> CHANNEL = new TypedKey<>("channel");
    private static final TypedKey<String> ADDRESS = new TypedKey<>("address");
    private static final TypedKey<Compression> COMPRESSION = new TypedKey<>("compression");

    private final WebSocketConnection connection;
    private final Channel channel;

    /** {@code null} if the peer and the server have agreed on none. */
    private final Compression compression;

    /** What is written here goes past the encoder of frames, to those who are nearer to the network. */
    private ChannelHandlerContext encoder;

    /** The message that the peer got in compressed form last, to which the next one may refer. */
    private byte[] last;

    private WebSocketPeer(WebSocketConnection connection, Channel channel) {
        this.connection = connection;
        this.channel = channel;
        this.compression = connection.userData().get(COMPRESSION);
    }

    /**
     * Keeps the socket and the address of a request that is about to be upgraded, limits the peer's frames, and agrees
     * on compression.
     *
     * @return empty if messages go without compression
     */
    static Optional<Compression> prepare(
            HttpUpgradeContext context, TrustedProxies proxies, Supplier<FrameLimit> limit) {
        HttpServerRequest request = context.httpRequest();
        Channel channel = ((ConnectionBase) request.connection()).channel();
        context.userData().put(CHANNEL, channel);
        context.userData().put(ADDRESS, proxies.network(request));
        Optional<Compression> compression =
                Compression.of(request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS));
        compression.ifPresent(agreed -> context.userData().put(COMPRESSION, agreed));
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(FrameLimit.class) == null) {
            pipeline.remove(VERTX_EXTENSIONS);
            pipeline.addBefore(VERTX_HANDLER, null, limit.get());
        } else {
            // An earlier handshake on this connection has failed.
            pipeline.remove(MessageInflater.class);
        }
        pipeline.addBefore(VERTX_HANDLER, null, new MessageInflater(compression.isPresent(), LONGEST_FROM_PEER));
        return compression;
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
    public CompletionStage<Void> send(Message message) {
        if (connection.isClosed()) {
            // No data may follow a close frame.
            return CompletableFuture.failedFuture(new ClosedChannelException());
        }
        if (encoder == null) {
            encoder = channel.pipeline().context(WebSocketFrameEncoder.class);
        }
        CompletableFuture<Void> sent = new CompletableFuture<>();
        encoder.writeAndFlush(frames(message).duplicate()).addListener(done -> {
            if (done.isSuccess()) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(done.cause());
            }
        });
        return sent;
    }

    private ByteBuf frames(Message message) {
        Message.Compressed compressed =
                compression == null ? null : message.compressed(compression.mayRefer() ? last : null);
        if (compressed == null) {
            return message.plain();
        }
        last = compressed.bytes();
        return compressed.frames();
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
