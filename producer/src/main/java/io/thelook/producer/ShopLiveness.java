package io.thelook.producer;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive while the shop's thread ticks. */
@Liveness
@Singleton
class ShopLiveness implements HealthCheck {

    private final LiveShop shop;

    ShopLiveness(LiveShop shop) {
        this.shop = shop;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("shop").status(shop.isAlive()).build();
    }
}
