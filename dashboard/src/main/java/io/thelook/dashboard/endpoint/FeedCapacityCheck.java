package io.thelook.dashboard.endpoint;

import io.thelook.service.fanout.CapacityCheck;
import jakarta.inject.Singleton;

/** Refuses further clients while {@code /ws} is full. */
@Singleton
class FeedCapacityCheck extends CapacityCheck {

    FeedCapacityCheck(FeedRelay relay) {
        super(FeedEndpoint.class, relay.audience());
    }
}
