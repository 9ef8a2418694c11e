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
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * A socket that sends: whoever connects becomes a subscriber in an {@link Audience}, and leaves it with the connection. What a
 * peer says is bounded by the server's message size; an endpoint that has no use for it ignores it.
 */
public abstract class SendingEndpoint {

    private static final TypedKey<PeerListener> LISTENER = new TypedKey<>("listener");

    private final Audience audience;

    /**
     * @param audience that peers leave when their connection is closed
     */
    protected SendingEndpoint(Audience audience) {
        this.audience = audience;
    }

    /**
     * Takes a peer into the audience and offers it what it is to see first; empty if the audience is full.
     *
     * @param lane the thread of the peer's socket
     * @param connection tells what the peer asked for
     */
    protected abstract Optional<? extends PeerListener> join(Peer peer, Executor lane, WebSocketConnection connection);

    /** A peer has connected. */
    @OnOpen
    @NonBlocking
    public void open(WebSocketConnection connection) {
        // Called on the event loop of the connection, to which all its writes belong.
        Executor lane = ((ContextInternal) Vertx.currentContext()).nettyEventLoop();
        WebSocketPeer peer = WebSocketPeer.of(connection);
        Optional<? extends PeerListener> joined = join(peer, lane, connection);
        if (joined.isEmpty()) {
            peer.close(Audience.TRY_AGAIN_LATER, "full, try again later");
            return;
        }
        PeerListener listener = joined.get();
        connection.userData().put(LISTENER, listener);
        peer.closed().thenRun(() -> audience.leave(listener.subscriber()));
    }

    /** A peer has said something. */
    @OnTextMessage
    @NonBlocking
    public void hear(String message, WebSocketConnection connection) {
        PeerListener listener = connection.userData().get(LISTENER);
        if (listener != null) {
            listener.heard(message);
        }
    }

    /** A peer has said something. */
    @OnBinaryMessage
    @NonBlocking
    public void ignore(Buffer message) {}

    /** A connection has ended, or its closing handshake has begun. */
    @OnClose
    @NonBlocking
    public void close(WebSocketConnection connection) {
        PeerListener listener = connection.userData().get(LISTENER);
        if (listener != null) {
            audience.dismiss(listener.subscriber());
            listener.left();
        }
        // A peer that has said goodbye need not read the answer.
        WebSocketPeer.of(connection).resetAfterGrace();
    }

    /** A connection is in trouble. */
    @OnError
    @NonBlocking
    public void fail(WebSocketConnection connection, Throwable failure) {
        // A peer's reset or oversized message is its own affair: it is let go, and nothing is logged.
        WebSocketPeer.of(connection).close(CloseReason.NORMAL.getCode(), null);
    }
}
