package io.thelook.dashboard.endpoint;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.dashboard.Sources;
import io.thelook.dashboard.engine.Engine;
import io.thelook.service.thread.ServiceThread;
import io.thelook.service.thread.ThreadMetrics;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Up while no thread of the dashboard is stuck in a task. Shows the number of failed tasks, which do not affect the
 * status.
 */
@Liveness
@Singleton
class ThreadLiveness implements HealthCheck {

    private final List<ServiceThread> threads;

    ThreadLiveness(Sources sources, Engine engine, FeedRelay relay) {
        List<ServiceThread> all = new ArrayList<>(sources.threads());
        all.add(engine.thread());
        all.add(relay.thread());
        this.threads = List.copyOf(all);
    }

    @Produces
    @Singleton
    static MeterBinder metrics(Sources sources, Engine engine) {
        // FeedServerMetrics covers the relay's thread.
        List<ServiceThread> threads = new ArrayList<>(sources.threads());
        threads.add(engine.thread());
        return new ThreadMetrics(threads);
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("threads").status(threads.stream().noneMatch(ServiceThread::isStuck));
        for (ServiceThread thread : threads) {
            response.withData(thread.name(), thread.isStuck() ? "stuck" : "running")
                    .withData(thread.name() + "_failures", thread.failures());
        }
        return response.build();
    }
}
