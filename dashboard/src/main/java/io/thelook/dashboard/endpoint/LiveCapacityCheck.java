package io.thelook.dashboard.endpoint;

import io.thelook.service.fanout.CapacityCheck;
import jakarta.inject.Singleton;

/** Refuses the peer that would be one too many on {@code /live}. */
@Singleton
class LiveCapacityCheck extends CapacityCheck {

    LiveCapacityCheck(Viewers viewers) {
        super(LiveEndpoint.class, viewers.audience());
    }
}
