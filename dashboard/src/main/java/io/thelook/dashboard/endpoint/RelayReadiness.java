package io.thelook.dashboard.endpoint;

import io.thelook.dashboard.Sources;
import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.source.SourceStatus;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while the dashboard accepts another viewer, once it has read what a topic of Kafka or a file had at the start.
 * Shows the state of the feed, which does not affect the status later: without the feed the page shows the last figures
 * and their age, which is better than no page.
 */
@Readiness
@Singleton
class RelayReadiness implements HealthCheck {

    private final Viewers viewers;
    private final FeedRelay relay;
    private final Engine engine;
    private final Sources sources;

    RelayReadiness(Viewers viewers, FeedRelay relay, Engine engine, Sources sources) {
        this.viewers = viewers;
        this.relay = relay;
        this.engine = engine;
        this.sources = sources;
    }

    @Override
    public HealthCheckResponse call() {
        SourceStatus source = engine.sourceStatus();
        return HealthCheckResponse.named("relay")
                .status(!viewers.audience().isFull() && sources.hasCaughtUp())
                .withData("viewers", viewers.audience().size())
                .withData("viewers_capacity", viewers.audience().capacity())
                .withData("feed_clients", relay.audience().size())
                .withData("records", engine.records())
                .withData("source", source.state().label())
                .withData("caught_up", sources.hasCaughtUp())
                .withData("source_reason", source.reason())
                .build();
    }
}
