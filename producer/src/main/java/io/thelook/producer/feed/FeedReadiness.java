package io.thelook.producer.feed;

import io.thelook.service.fanout.Audience;
import io.thelook.service.feed.FeedWindow;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while another client can be taken. */
@Readiness
@Singleton
class FeedReadiness implements HealthCheck {

    private final Audience clients;
    private final FeedWindow window;

    FeedReadiness(Audience clients, FeedWindow window) {
        this.clients = clients;
        this.window = window;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("feed")
                .status(!clients.isFull())
                .withData("clients", clients.size())
                .withData("capacity", clients.capacity())
                .withData("records", window.size())
                .build();
    }
}
