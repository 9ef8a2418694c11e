package io.thelook.producer.feed;

import io.thelook.producer.ProducerConfig;
import io.thelook.service.fanout.Audience;
import io.thelook.service.fanout.CapacityCheck;
import io.thelook.service.http.TrustedProxies;
import jakarta.inject.Singleton;

/** Refuses further clients while the feed is full. */
@Singleton
class FeedCapacityCheck extends CapacityCheck {

    FeedCapacityCheck(Audience clients, TrustedProxies proxies, ProducerConfig config) {
        super(FeedEndpoint.class, clients, proxies, config.maxMessages());
    }
}
