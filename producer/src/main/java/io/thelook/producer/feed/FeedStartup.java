package io.thelook.producer.feed;

import io.thelook.producer.store.Catalogue;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Up once the shop has opened. After a failed start it stays down, and liveness fails, too. */
@Startup
@Singleton
class FeedStartup implements HealthCheck {

    private final CompletableFuture<Catalogue> opened;

    FeedStartup(CompletionStage<Catalogue> opened) {
        this.opened = opened.toCompletableFuture();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("shop")
                .status(opened.isDone() && !opened.isCompletedExceptionally())
                .build();
    }
}
