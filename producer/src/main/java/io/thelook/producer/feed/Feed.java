package io.thelook.producer.feed;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.thelook.producer.ProducerConfig;
import io.thelook.service.fanout.Audience;
import io.thelook.service.fanout.AudienceMetrics;
import io.thelook.service.fanout.Room;
import io.thelook.service.feed.FeedServer;
import io.thelook.service.feed.FeedServerMetrics;
import io.thelook.service.feed.FeedWindow;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** The feed's clients and its cadence. */
@Singleton
class Feed {

    private static final Logger LOG = Logger.getLogger(Feed.class);

    private final FeedServer server;
    private final FeedWindow window;
    private final Audience clients;

    Feed(FeedServer server, FeedWindow window, Audience clients) {
        this.server = server;
        this.window = window;
        this.clients = clients;
    }

    @Produces
    @Singleton
    static Audience clients(ProducerConfig config) {
        return new Audience(
                config.maxClients(),
                Duration.ofSeconds(config.slowClientSeconds()),
                Room.of(config.maxInFlightMb()),
                System::nanoTime);
    }

    @Produces
    @Singleton
    static MeterBinder clientMetrics(Audience clients) {
        return new AudienceMetrics("feed", clients);
    }

    @Produces
    @Singleton
    static MeterBinder serverMetrics(FeedServer server) {
        return new FeedServerMetrics(server);
    }

    @Scheduled(
            identity = "refresh",
            every = "${producer.refresh-seconds}s",
            delayed = "${producer.refresh-seconds}s",
            concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        server.refresh();
        LOG.infof("refresh: %d clients, %d records, %d KB", clients.size(), window.size(), window.bytes() / 1_000);
    }

    @Scheduled(identity = "feed clients", every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void everySecond() {
        server.everySecond();
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        server.stop();
    }
}
