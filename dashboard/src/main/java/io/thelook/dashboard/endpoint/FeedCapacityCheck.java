package io.thelook.dashboard.endpoint;

import io.thelook.service.fanout.CapacityCheck;
import jakarta.inject.Singleton;

/** Refuses the peer that would be one too many on {@code /ws}. */
@Singleton
class FeedCapacityCheck extends CapacityCheck {

    FeedCapacityCheck(FeedRelay relay) {
        super(FeedEndpoint.class, relay.audience());
    }
}
