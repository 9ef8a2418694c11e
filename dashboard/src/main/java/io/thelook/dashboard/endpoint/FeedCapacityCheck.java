package io.thelook.dashboard.endpoint;

import io.thelook.dashboard.DashboardConfig;
import io.thelook.service.fanout.CapacityCheck;
import io.thelook.service.http.TrustedProxies;
import jakarta.inject.Singleton;

/** Refuses further clients while {@code /ws} is full. */
@Singleton
class FeedCapacityCheck extends CapacityCheck {

    FeedCapacityCheck(FeedRelay relay, TrustedProxies proxies, DashboardConfig config) {
        super(FeedEndpoint.class, relay.audience(), proxies, config.maxMessages());
    }
}
