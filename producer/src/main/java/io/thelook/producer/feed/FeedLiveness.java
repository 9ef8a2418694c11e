package io.thelook.producer.feed;

import io.thelook.service.feed.FeedServer;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Up while the feed's thread is neither stuck in a task nor dead. Shows the number of failed tasks, which do not affect
 * the status.
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
                .status(server.thread().isAlive())
                .withData("thread", server.thread().state())
                .withData("failures", server.thread().failures())
                .build();
    }
}
