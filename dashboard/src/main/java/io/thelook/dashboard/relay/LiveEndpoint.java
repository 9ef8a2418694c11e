package io.thelook.dashboard.relay;

import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.WebSocket;
import io.thelook.service.fanout.Audience;
import io.thelook.service.fanout.Peer;
import io.thelook.service.fanout.SendingEndpoint;
import java.util.Optional;

/** {@code GET /live}: views for the page. */
@WebSocket(path = "/live", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class LiveEndpoint extends SendingEndpoint {

    private final Viewers viewers;

    LiveEndpoint(Viewers viewers) {
        super(viewers.audience());
        this.viewers = viewers;
    }

    @Override
    protected Optional<Audience.Member> join(Peer peer) {
        return viewers.join(peer);
    }
}
