package io.thelook.producer.feed;

import io.thelook.service.feed.FeedServer;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Up while the feed's thread is not stuck in a task. Shows the number of failed tasks, which do not affect the status.
 */
@Liveness
@Singleton
class FeedLiveness implements HealthCheck {

    private final FeedServer server;

    FeedLiveness(FeedServer server) {
        this.server = server;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("feed thread")
                .status(!server.thread().isStuck())
                .withData("failures", server.thread().failures())
                .build();
    }
}
