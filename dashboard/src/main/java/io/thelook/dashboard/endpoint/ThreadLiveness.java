package io.thelook.dashboard.endpoint;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.source.WebSocketRecordSource;
import io.thelook.service.thread.ServiceThread;
import io.thelook.service.thread.ThreadMetrics;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
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

    ThreadLiveness(WebSocketRecordSource source, Engine engine, FeedRelay relay) {
        this.threads = List.of(source.thread(), engine.thread(), relay.thread());
    }

    @Produces
    @Singleton
    static MeterBinder metrics(WebSocketRecordSource source, Engine engine) {
        // FeedServerMetrics covers the relay's thread.
        return new ThreadMetrics(List.of(source.thread(), engine.thread()));
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
