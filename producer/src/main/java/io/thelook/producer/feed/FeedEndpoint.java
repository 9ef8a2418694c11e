package io.thelook.producer.feed;

import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.thelook.service.fanout.Audience;
import io.thelook.service.fanout.Peer;
import io.thelook.service.fanout.SendingEndpoint;
import io.thelook.service.fanout.Session;
import io.thelook.service.feed.FeedServer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** {@code GET /ws}: the feed, under either contract. */
@WebSocket(path = "/ws", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class FeedEndpoint extends SendingEndpoint {

    private static final CompletionStage<Void> READY = CompletableFuture.completedFuture(null);

    private final FeedServer feed;

    FeedEndpoint(FeedServer feed, Audience clients) {
        super(clients);
        this.feed = feed;
    }

    @Override
    protected Optional<? extends Session> join(Peer peer, Executor lane, WebSocketConnection connection) {
        return feed.join(peer, lane, connection.subprotocol(), READY);
    }
}
