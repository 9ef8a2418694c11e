package io.thelook.dashboard.endpoint;

import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.thelook.dashboard.access.Visits;
import io.thelook.service.fanout.Peer;
import io.thelook.service.fanout.PeerListener;
import io.thelook.service.fanout.SendingEndpoint;
import java.util.Optional;
import java.util.concurrent.Executor;

/** {@code GET /ws}: the relayed feed, under the contracts of the producer. */
@WebSocket(path = "/ws", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class FeedEndpoint extends SendingEndpoint {

    private final FeedRelay relay;
    private final Visits visits;

    FeedEndpoint(FeedRelay relay, Visits visits) {
        this.relay = relay;
        this.visits = visits;
    }

    @Override
    protected Optional<? extends PeerListener> join(Peer peer, Executor lane, WebSocketConnection connection) {
        visits.follow(Visits.of(connection), peer);
        return relay.join(peer, lane, connection.subprotocol());
    }
}
