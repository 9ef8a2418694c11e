package io.thelook.producer.feed;

import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.WebSocket;
import io.thelook.service.fanout.Audience;
import io.thelook.service.fanout.Peer;
import io.thelook.service.fanout.SendingEndpoint;
import java.util.Optional;

/** {@code GET /ws}: the snapshot feed. */
@WebSocket(path = "/ws", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class FeedEndpoint extends SendingEndpoint {

    private final Feed feed;

    FeedEndpoint(Feed feed, Audience clients) {
        super(clients);
        this.feed = feed;
    }

    @Override
    protected Optional<Audience.Member> join(Peer peer) {
        return feed.join(peer);
    }
}
