package io.thelook.service.fanout;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.thelook.service.thread.Throttle;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * A WebSocket endpoint that sends messages. Each connecting peer becomes a subscriber in an {@link Audience} and leaves
 * it when the connection ends. The server's message size limits what a peer can send. An endpoint that does not use a
 * peer's messages ignores them.
 */
public abstract class SendingEndpoint {

    private static final Logger LOG = Logger.getLogger(SendingEndpoint.class);
    private static final TypedKey<PeerListener> LISTENER = new TypedKey<>("listener");
    private static final Duration BETWEEN_LOGS = Duration.ofSeconds(30);

    private final Throttle logging = new Throttle(BETWEEN_LOGS, System::nanoTime);

    /**
     * Admits a peer to the audience and offers it its first message; empty if the audience is full.
     *
     * @param lane the thread of the peer's socket
     * @param connection gives access to the peer's request
     */
    protected abstract Optional<? extends PeerListener> join(Peer peer, Executor lane, WebSocketConnection connection);

    /** The address by which limits count the peer: an IPv4 address, or the network of an IPv6 address. */
    protected static String address(WebSocketConnection connection) {
        return WebSocketPeer.address(connection);
    }

    /** Admits a peer that has connected. */
    @OnOpen
    @NonBlocking
    public void open(WebSocketConnection connection) {
        // This runs on the connection's event loop, which also does all its writes.
        Executor lane = ((ContextInternal) Vertx.currentContext()).nettyEventLoop();
        WebSocketPeer peer = WebSocketPeer.of(connection);
        Optional<? extends PeerListener> joined;
        try {
            joined = join(peer, lane, connection);
        } catch (Throwable failure) {
            report(failure);
            throw failure;
        }
        if (joined.isEmpty()) {
            peer.close(Audience.TRY_AGAIN_LATER, "full, try again later");
            return;
        }
        connection.userData().put(LISTENER, joined.get());
    }

    /** Passes a text message from a peer to its listener. */
    @OnTextMessage
    @NonBlocking
    public void hear(String message, WebSocketConnection connection) {
        PeerListener listener = connection.userData().get(LISTENER);
        if (listener != null) {
            try {
                listener.heard(message);
            } catch (Throwable failure) {
                report(failure);
                throw failure;
            }
        }
    }

    /** Logs a failure of this service, which is about to close the peer's connection, at most every 30 seconds. */
    private void report(Throwable failure) {
        if (logging.tryAcquire()) {
            LOG.error("a peer could not be served; its connection is closed", failure);
        }
    }

    /** Passes a binary message from a peer to its listener, decoded as UTF-8 text. */
    @OnBinaryMessage
    @NonBlocking
    public void hear(Buffer message, WebSocketConnection connection) {
        hear(message.toString(StandardCharsets.UTF_8), connection);
    }

    /** Handles the end of a connection, or the start of its closing handshake. */
    @OnClose
    @NonBlocking
    public void close(WebSocketConnection connection) {
        PeerListener listener = connection.userData().get(LISTENER);
        if (listener != null) {
            listener.subscriber().dismiss();
            listener.left();
        }
        // A closing peer might never read the reply.
        WebSocketPeer.of(connection).resetAfterGrace();
    }

    /** Handles an error on a connection. */
    @OnError
    @NonBlocking
    public void fail(WebSocketConnection connection, Throwable failure) {
        // A reset or an oversized message is the peer's fault: close the connection, and log nothing. Failures of this
        // service have already been logged.
        WebSocketPeer.of(connection).close(CloseReason.NORMAL.getCode(), null);
    }
}
