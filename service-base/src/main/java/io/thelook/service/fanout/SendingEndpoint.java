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
 * A socket that sends: whoever connects becomes a subscriber in an {@link Audience}, which it leaves with the connection. What a
 * peer says is bounded by the server's message size; an endpoint that has no use for it ignores it.
 */
public abstract class SendingEndpoint {

    private static final Logger LOG = Logger.getLogger(SendingEndpoint.class);
    private static final TypedKey<PeerListener> LISTENER = new TypedKey<>("listener");
    private static final Duration BETWEEN_LOGS = Duration.ofSeconds(30);

    private final Throttle logging = new Throttle(BETWEEN_LOGS, System::nanoTime);

    /**
     * Takes a peer into the audience and offers it what it is to see first; empty if the audience is full.
     *
     * @param lane the thread of the peer's socket
     * @param connection tells what the peer asked for
     */
    protected abstract Optional<? extends PeerListener> join(Peer peer, Executor lane, WebSocketConnection connection);

    /** The address by which limits count the peer: an IPv4 address, or the network of an IPv6 address. */
    protected static String address(WebSocketConnection connection) {
        return WebSocketPeer.address(connection);
    }

    /** A peer has connected. */
    @OnOpen
    @NonBlocking
    public void open(WebSocketConnection connection) {
        // Called on the event loop of the connection, to which all its writes belong.
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

    /** A peer has said something. */
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

    /** Logs a failure of ours, which is about to close the peer's connection, at most every 30 seconds. */
    private void report(Throwable failure) {
        if (logging.tryAcquire()) {
            LOG.error("a peer could not be served; its connection is closed", failure);
        }
    }

    /** A peer has said something in bytes, which are taken as UTF-8 text. */
    @OnBinaryMessage
    @NonBlocking
    public void hear(Buffer message, WebSocketConnection connection) {
        hear(message.toString(StandardCharsets.UTF_8), connection);
    }

    /** A connection has ended, or its closing handshake has begun. */
    @OnClose
    @NonBlocking
    public void close(WebSocketConnection connection) {
        PeerListener listener = connection.userData().get(LISTENER);
        if (listener != null) {
            listener.subscriber().dismiss();
            listener.left();
        }
        // A peer that has said goodbye need not read the answer.
        WebSocketPeer.of(connection).resetAfterGrace();
    }

    /** A connection is in trouble. */
    @OnError
    @NonBlocking
    public void fail(WebSocketConnection connection, Throwable failure) {
        // A peer's reset or oversized message is its own affair: it is let go, and nothing is logged. Failures of ours
        // have been.
        WebSocketPeer.of(connection).close(CloseReason.NORMAL.getCode(), null);
    }
}
