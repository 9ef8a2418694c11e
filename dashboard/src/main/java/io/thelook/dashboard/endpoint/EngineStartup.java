package io.thelook.dashboard.endpoint;

import io.thelook.dashboard.engine.Engine;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Up once the kept records are back in the window, as far as possible, and the engine pushes views. */
@Startup
@Singleton
class EngineStartup implements HealthCheck {

    private final Engine engine;

    EngineStartup(Engine engine) {
        this.engine = engine;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("engine").status(engine.isStarted()).build();
    }
}
