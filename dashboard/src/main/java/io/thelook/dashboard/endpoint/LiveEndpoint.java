package io.thelook.dashboard.endpoint;

import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.thelook.dashboard.access.Visit;
import io.thelook.dashboard.access.Visits;
import io.thelook.service.fanout.Peer;
import io.thelook.service.fanout.PeerListener;
import io.thelook.service.fanout.SendingEndpoint;
import java.util.Optional;
import java.util.concurrent.Executor;

/** {@code GET /live}: views for the page. */
@WebSocket(path = "/live", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class LiveEndpoint extends SendingEndpoint {

    private final Viewers viewers;
    private final Visits visits;

    LiveEndpoint(Viewers viewers, Visits visits) {
        this.viewers = viewers;
        this.visits = visits;
    }

    @Override
    protected Optional<? extends PeerListener> join(Peer peer, Executor lane, WebSocketConnection connection) {
        Visit visit = Visits.of(connection);
        visits.follow(visit, peer);
        return viewers.join(
                peer, lane, address(connection), connection.handshakeRequest().query(), visit.only());
    }
}
