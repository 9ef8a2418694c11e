package io.thelook.service.fanout;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A WebSockets Next connection as a peer.
 *
 * @param connection the server's side of it
 */
public record WebSocketPeer(WebSocketConnection connection) implements Peer {

    @Override
    public CompletionStage<Void> send(String message) {
        return connection.sendText(message).subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Void> close(int code, String reason) {
        return connection.isClosed()
                ? CompletableFuture.completedFuture(null)
                : connection.close(new CloseReason(code, reason)).subscribeAsCompletionStage();
    }
}
