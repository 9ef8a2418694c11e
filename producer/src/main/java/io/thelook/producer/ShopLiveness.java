package io.thelook.producer;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Up while the shop's thread ticks. Shows the number of failed ticks, which do not affect the status. */
@Liveness
@Singleton
class ShopLiveness implements HealthCheck {

    private final LiveShop shop;

    ShopLiveness(LiveShop shop) {
        this.shop = shop;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("shop")
                .status(shop.isAlive())
                .withData("failures", shop.failures())
                .build();
    }
}
