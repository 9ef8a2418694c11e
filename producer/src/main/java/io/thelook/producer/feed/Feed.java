package io.thelook.producer.feed;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.thelook.producer.ProducerConfig;
import io.thelook.producer.window.RecordWindow;
import io.thelook.producer.window.Snapshot;
import io.thelook.service.fanout.Audience;
import io.thelook.service.fanout.AudienceMetrics;
import io.thelook.service.fanout.Peer;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Sends every client the whole window: when it comes, and then every REFRESH_SECONDS. All get the same frame. */
@Singleton
class Feed {

    private static final Logger LOG = Logger.getLogger(Feed.class);
    private final RecordWindow window;
    private final Audience clients;
    private final InstantSource clock = InstantSource.system();

    Feed(RecordWindow window, Audience clients) {
        this.window = window;
        this.clients = clients;
    }

    @Produces
    @Singleton
    static Audience clients(ProducerConfig config) {
        return new Audience(config.maxClients(), Duration.ofSeconds(config.slowClientSeconds()), System::nanoTime);
    }

    @Produces
    @Singleton
    static MeterBinder clientMetrics(Audience clients) {
        return new AudienceMetrics("feed", clients);
    }

    /** Takes a client in and sends it the window; empty if there are too many. */
    Optional<Audience.Member> join(Peer peer) {
        Optional<Audience.Member> member = clients.join(peer);
        member.ifPresent(m -> m.offer(window.snapshot(clock.millis()).frame()));
        return member;
    }

    @Scheduled(
            identity = "refresh",
            every = "${producer.refresh-seconds}s",
            delayed = "${producer.refresh-seconds}s",
            concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        Snapshot snapshot = window.snapshot(clock.millis());
        clients.broadcast(snapshot.frame());
        LOG.infof(
                "refresh: %d clients, %d records, %d KB", clients.size(), snapshot.records(), snapshot.bytes() / 1_000);
    }

    @Scheduled(identity = "close stuck clients", every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void closeStuck() {
        clients.closeStuck();
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        clients.closeAll();
    }
}
