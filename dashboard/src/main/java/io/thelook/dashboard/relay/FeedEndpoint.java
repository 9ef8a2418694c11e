package io.thelook.dashboard.relay;

import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.WebSocket;
import io.thelook.service.fanout.Audience;
import io.thelook.service.fanout.Peer;
import io.thelook.service.fanout.SendingEndpoint;
import java.util.Optional;

/** {@code GET /ws}: the relayed feed, under the contract of the producer. */
@WebSocket(path = "/ws", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class FeedEndpoint extends SendingEndpoint {

    private final FeedRelay relay;

    FeedEndpoint(FeedRelay relay) {
        super(relay.audience());
        this.relay = relay;
    }

    @Override
    protected Optional<Audience.Member> join(Peer peer) {
        return relay.join(peer);
    }
}
