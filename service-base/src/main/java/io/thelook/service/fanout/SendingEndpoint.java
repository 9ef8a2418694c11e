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
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * A socket that only sends: whoever connects becomes a member of an {@link Audience}, and leaves it with the connection.
 * What a peer sends is bounded by the server's message size, and ignored.
 */
public abstract class SendingEndpoint {

    private static final TypedKey<Audience.Member> MEMBER = new TypedKey<>("member");

    private final Audience audience;

    /**
     * @param audience that peers leave when their connection is closed
     */
    protected SendingEndpoint(Audience audience) {
        this.audience = audience;
    }

    /** Takes a peer into the audience and offers it what it is to see first; empty if the audience is full. */
    protected abstract Optional<Audience.Member> join(Peer peer);

    /** A peer has connected. */
    @OnOpen
    public Uni<Void> open(WebSocketConnection connection) {
        Optional<Audience.Member> member = join(new WebSocketPeer(connection));
        if (member.isEmpty()) {
            return connection.close(new CloseReason(Audience.TRY_AGAIN_LATER, "full, try again later"));
        }
        connection.userData().put(MEMBER, member.get());
        return Uni.createFrom().voidItem();
    }

    /** A peer has said something. */
    @OnTextMessage
    @NonBlocking
    public void ignore(String message) {}

    /** A peer has said something. */
    @OnBinaryMessage
    @NonBlocking
    public void ignore(Buffer message) {}

    /** A connection has ended, for whatever reason. */
    @OnClose
    @NonBlocking
    public void close(WebSocketConnection connection) {
        Audience.Member member = connection.userData().get(MEMBER);
        if (member != null) {
            audience.leave(member);
        }
    }

    /** A connection is in trouble. */
    @OnError
    public Uni<Void> fail(WebSocketConnection connection, Throwable failure) {
        // A peer's reset or oversized message is its own affair: it is let go, and nothing is logged.
        return connection.isClosed() ? Uni.createFrom().voidItem() : connection.close();
    }
}
