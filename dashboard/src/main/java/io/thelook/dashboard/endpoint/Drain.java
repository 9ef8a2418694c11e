package io.thelook.dashboard.endpoint;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.thelook.dashboard.DashboardConfig;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Closes the sockets when the dashboard stops, while the server still runs. With DRAIN_SECONDS, one after the other, so
 * that the pages come to another dashboard in small portions. From the beginning, readiness fails, and further sockets
 * are refused.
 */
@Singleton
class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class);

    private final Duration over;
    private final Viewers viewers;
    private final FeedRelay relay;

    Drain(DashboardConfig config, Viewers viewers, FeedRelay relay) {
        this.over = Duration.ofSeconds(config.drainSeconds());
        this.viewers = viewers;
        this.relay = relay;
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        int pages = viewers.audience().size();
        if (!over.isZero() && pages > 0) {
            LOG.infof("%d viewers are moved to other dashboards over %d s", pages, over.toSeconds());
        }
        CompletableFuture<Void> clients = CompletableFuture.runAsync(() -> relay.stop(over), Drain::onThread);
        viewers.stop(over);
        clients.join();
    }

    private static void onThread(Runnable task) {
        new Thread(task, "drain").start();
    }
}
