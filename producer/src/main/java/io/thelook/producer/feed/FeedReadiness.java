package io.thelook.producer.feed;

import io.thelook.producer.store.Catalogue;
import io.thelook.service.fanout.Audience;
import io.thelook.service.feed.FeedWindow;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the shop is open, while the feed accepts another client. */
@Readiness
@Singleton
class FeedReadiness implements HealthCheck {

    private final Audience clients;
    private final FeedWindow window;
    private final CompletableFuture<Catalogue> opened;

    FeedReadiness(Audience clients, FeedWindow window, CompletionStage<Catalogue> opened) {
        this.clients = clients;
        this.window = window;
        this.opened = opened.toCompletableFuture();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("feed")
                .status(isOpen() && !clients.isFull())
                .withData("clients", clients.size())
                .withData("capacity", clients.capacity())
                .withData("records", window.size())
                .build();
    }

    private boolean isOpen() {
        return opened.isDone() && !opened.isCompletedExceptionally();
    }
}
