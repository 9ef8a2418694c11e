package io.thelook.producer.feed;

import io.thelook.service.fanout.Audience;
import io.thelook.service.fanout.CapacityCheck;
import jakarta.inject.Singleton;

/** Refuses further clients while the feed is full. */
@Singleton
class FeedCapacityCheck extends CapacityCheck {

    FeedCapacityCheck(Audience clients) {
        super(FeedEndpoint.class, clients);
    }
}
