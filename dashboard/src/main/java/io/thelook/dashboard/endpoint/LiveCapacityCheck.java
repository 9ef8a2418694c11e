package io.thelook.dashboard.endpoint;

import io.thelook.dashboard.DashboardConfig;
import io.thelook.service.fanout.CapacityCheck;
import io.thelook.service.http.TrustedProxies;
import jakarta.inject.Singleton;

/** Refuses further viewers while {@code /live} is full. */
@Singleton
class LiveCapacityCheck extends CapacityCheck {

    LiveCapacityCheck(Viewers viewers, TrustedProxies proxies, DashboardConfig config) {
        super(LiveEndpoint.class, viewers.audience(), proxies, config.maxMessages());
    }
}
