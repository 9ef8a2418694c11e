package io.thelook.producer.feed;

import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.thelook.producer.store.Catalogue;
import io.thelook.service.fanout.Peer;
import io.thelook.service.fanout.PeerListener;
import io.thelook.service.fanout.SendingEndpoint;
import io.thelook.service.feed.FeedServer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** {@code GET /ws}: the feed, under either contract. */
@WebSocket(path = "/ws", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class FeedEndpoint extends SendingEndpoint {

    private final FeedServer feed;
    private final CompletionStage<Catalogue> opened;

    FeedEndpoint(FeedServer feed, CompletionStage<Catalogue> opened) {
        this.feed = feed;
        this.opened = opened;
    }

    @Override
    protected Optional<? extends PeerListener> join(Peer peer, Executor lane, WebSocketConnection connection) {
        return feed.join(peer, lane, connection.subprotocol(), opened);
    }
}
