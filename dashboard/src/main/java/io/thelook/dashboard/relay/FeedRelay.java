package io.thelook.dashboard.relay;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.view.ViewEngine;
import io.thelook.model.FeedEncoding;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import io.thelook.service.fanout.Audience;
import io.thelook.service.fanout.AudienceMetrics;
import io.thelook.service.fanout.Peer;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The feed, relayed: a client gets the window when it comes and again whenever the source has refreshed it, as an array in
 * the order of event time, in whatever form the source itself speaks. A frame is made once for all, and only if somebody
 * listens.
 */
@Startup
@Singleton
class FeedRelay implements ViewEngine.Listener {

    private static final Comparator<Record> BY_EVENT_TIME =
            Comparator.comparingLong(Record::createdAt).thenComparing(Record::itemId);

    private final ViewEngine engine;
    private final Audience audience;

    /** The frame of the window as it is; null until somebody wants it. Belongs to the engine's thread. */
    private String frame;

    FeedRelay(DashboardConfig config, ViewEngine engine) {
        this.engine = engine;
        this.audience =
                new Audience(config.maxClients(), Duration.ofSeconds(config.slowViewerSeconds()), System::nanoTime);
        engine.subscribe(this);
    }

    @Produces
    @Singleton
    static MeterBinder metrics(FeedRelay relay) {
        return new AudienceMetrics("feed", relay.audience);
    }

    Audience audience() {
        return audience;
    }

    Optional<Audience.Member> join(Peer peer) {
        Optional<Audience.Member> member = audience.join(peer);
        member.ifPresent(m -> engine.currentWindow(window -> m.offer(frame(window))));
        return member;
    }

    @Override
    public void window(ViewEngine.WindowRecords window) {
        frame = null;
        if (audience.size() > 0) {
            audience.broadcast(frame(window));
        }
    }

    private String frame(ViewEngine.WindowRecords window) {
        if (frame == null) {
            frame = window.records()
                    .sorted(BY_EVENT_TIME)
                    .map(record -> new String(RecordCodec.encode(record, FeedEncoding.ARRAY), StandardCharsets.UTF_8))
                    .collect(Collectors.joining(",", FeedEncoding.ARRAY.prefix(), FeedEncoding.ARRAY.suffix()));
        }
        return frame;
    }

    @Scheduled(identity = "feed clients", every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void closeStuck() {
        audience.closeStuck();
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        audience.closeAll();
    }
}
