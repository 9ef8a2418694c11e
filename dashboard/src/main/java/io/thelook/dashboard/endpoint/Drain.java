package io.thelook.dashboard.endpoint;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.thelook.dashboard.DashboardConfig;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Closes the sockets when the dashboard stops, while the server still runs. With DRAIN_SECONDS, closes them one after
 * the other, so that other dashboards receive the pages gradually. Readiness fails from the beginning. The first
 * sockets are closed a little later: load balancers that have not noticed yet would send the pages back to this
 * dashboard.
 */
@Singleton
class Drain {

    /** The part of DRAIN_SECONDS in which load balancers can notice the stop, up to {@link #LONGEST_NOTICE}. */
    private static final int PART_TO_NOTICE = 3;

    private static final Duration LONGEST_NOTICE = Duration.ofSeconds(2);

    private static final Logger LOG = Logger.getLogger(Drain.class);

    private final Duration notice;
    private final Duration over;
    private final Viewers viewers;
    private final FeedRelay relay;

    Drain(DashboardConfig config, Viewers viewers, FeedRelay relay) {
        Duration all = Duration.ofSeconds(config.drainSeconds());
        Duration part = all.dividedBy(PART_TO_NOTICE);
        this.notice = part.compareTo(LONGEST_NOTICE) > 0 ? LONGEST_NOTICE : part;
        this.over = all.minus(notice);
        this.viewers = viewers;
        this.relay = relay;
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        int pages = viewers.audience().size();
        if (!over.isZero() && pages > 0) {
            LOG.infof(
                    "%d viewers are moved to other dashboards over %d s",
                    pages, notice.plus(over).toSeconds());
        }
        if (pages > 0 || relay.audience().size() > 0) {
            LockSupport.parkNanos(notice.toNanos());
        }
        CompletableFuture<Void> clients = CompletableFuture.runAsync(() -> relay.stop(over), Drain::onThread);
        viewers.stop(over);
        clients.join();
    }

    private static void onThread(Runnable task) {
        new Thread(task, "drain").start();
    }
}
