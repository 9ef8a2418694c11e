package io.thelook.dashboard.relay;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.view.ViewEngine;
import io.thelook.service.fanout.Audience;
import io.thelook.service.fanout.AudienceMetrics;
import io.thelook.service.fanout.Peer;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * The open pages. Each gets the view of the moment when it comes, every new view after that, and a heartbeat in seconds in
 * which there is none, so that a page can tell a quiet shop from a lost connection.
 */
@Startup
@Singleton
class Viewers implements ViewEngine.Listener {

    private static final String HEARTBEAT = "{\"type\":\"heartbeat\"}";

    private final ViewEngine engine;
    private final Audience audience;

    Viewers(DashboardConfig config, ViewEngine engine) {
        this.engine = engine;
        this.audience =
                new Audience(config.maxViewers(), Duration.ofSeconds(config.slowViewerSeconds()), System::nanoTime);
        engine.subscribe(this);
    }

    @Produces
    @Singleton
    static MeterBinder metrics(Viewers viewers) {
        return new AudienceMetrics("live", viewers.audience);
    }

    Audience audience() {
        return audience;
    }

    Optional<Audience.Member> join(Peer peer) {
        Optional<Audience.Member> member = audience.join(peer);
        member.ifPresent(m -> engine.currentView(m::offer));
        return member;
    }

    @Override
    public void view(String json) {
        audience.broadcast(json);
    }

    @Scheduled(identity = "viewers", every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everySecond() {
        audience.broadcastToIdle(HEARTBEAT);
        audience.closeStuck();
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        audience.closeAll();
    }
}
