package io.thelook.dashboard.endpoint;

import io.thelook.service.fanout.CapacityCheck;
import jakarta.inject.Singleton;

/** Refuses further viewers while {@code /live} is full. */
@Singleton
class LiveCapacityCheck extends CapacityCheck {

    LiveCapacityCheck(Viewers viewers) {
        super(LiveEndpoint.class, viewers.audience());
    }
}
