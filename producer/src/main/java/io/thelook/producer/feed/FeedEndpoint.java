package io.thelook.producer.feed;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.thelook.service.fanout.Audience;
import io.thelook.service.fanout.WebSocketPeer;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** {@code GET /ws}: the snapshot feed. What a client sends is bounded by the server's message size, and ignored. */
@WebSocket(path = "/ws", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class FeedEndpoint {

    private static final TypedKey<Audience.Member> MEMBER = new TypedKey<>("member");

    private final Feed feed;

    FeedEndpoint(Feed feed) {
        this.feed = feed;
    }

    @OnOpen
    Uni<Void> open(WebSocketConnection connection) {
        Optional<Audience.Member> member = feed.join(new WebSocketPeer(connection));
        if (member.isEmpty()) {
            return connection.close(new CloseReason(Audience.TRY_AGAIN_LATER, "too many clients"));
        }
        connection.userData().put(MEMBER, member.get());
        return Uni.createFrom().voidItem();
    }

    @OnTextMessage
    @NonBlocking
    void ignore(String message) {}

    @OnBinaryMessage
    @NonBlocking
    void ignore(Buffer message) {}

    @OnClose
    @NonBlocking
    void close(WebSocketConnection connection) {
        Audience.Member member = connection.userData().get(MEMBER);
        if (member != null) {
            feed.leave(member);
        }
    }

    @OnError
    Uni<Void> fail(WebSocketConnection connection, Throwable failure) {
        // A client's reset or oversized message: its own affair. Whoever sends garbage is let go.
        return connection.isClosed() ? Uni.createFrom().voidItem() : connection.close();
    }
}
