package io.thelook.dashboard.endpoint;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.Sources;
import io.thelook.dashboard.alert.Alerts;
import io.thelook.dashboard.engine.Engine;
import io.thelook.service.thread.ServiceThread;
import io.thelook.service.thread.ThreadMetrics;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Up while no thread of the dashboard is stuck in a task or dead. Shows the number of failed tasks, which do not affect
 * the status.
 */
@Liveness
@Singleton
class ThreadLiveness implements HealthCheck {

    private final List<ServiceThread> threads;

    ThreadLiveness(DashboardConfig config, Sources sources, Engine engine, FeedRelay relay, Instance<Alerts> alerts) {
        List<ServiceThread> all = threads(config, sources, engine, alerts);
        all.add(relay.thread());
        this.threads = List.copyOf(all);
    }

    @Produces
    @Singleton
    static MeterBinder metrics(DashboardConfig config, Sources sources, Engine engine, Instance<Alerts> alerts) {
        // FeedServerMetrics covers the relay's thread.
        return new ThreadMetrics(threads(config, sources, engine, alerts));
    }

    private static List<ServiceThread> threads(
            DashboardConfig config, Sources sources, Engine engine, Instance<Alerts> alerts) {
        List<ServiceThread> threads = new ArrayList<>(sources.threads());
        threads.add(engine.thread());
        config.alerts().ifPresent(file -> threads.add(alerts.get().thread()));
        return threads;
    }

    /** The threads that it watches. */
    List<ServiceThread> threads() {
        return threads;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("threads").status(threads.stream().allMatch(ServiceThread::isAlive));
        for (ServiceThread thread : threads) {
            response.withData(thread.name(), thread.state()).withData(thread.name() + "_failures", thread.failures());
        }
        return response.build();
    }
}
