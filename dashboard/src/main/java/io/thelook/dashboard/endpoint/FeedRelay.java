package io.thelook.dashboard.endpoint;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.engine.WindowListener;
import io.thelook.model.FeedEncoding;
import io.thelook.model.Record;
import io.thelook.service.fanout.Audience;
import io.thelook.service.fanout.AudienceMetrics;
import io.thelook.service.fanout.Peer;
import io.thelook.service.fanout.PeerListener;
import io.thelook.service.fanout.Room;
import io.thelook.service.feed.FeedServer;
import io.thelook.service.feed.FeedServerMetrics;
import io.thelook.service.feed.FeedWindow;
import io.thelook.service.thread.ServiceThread;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Relays the feed under both contracts, regardless of the one that the source uses.
 *
 * <p>The relay encodes no records while no client needs them: the first client fills the window, and the first change
 * after a minute without clients clears it. Clients that come and go therefore cost the engine no more than one that
 * stays.
 */
@Startup
@Singleton
class FeedRelay implements WindowListener {

    private static final Duration AWAKE_WITHOUT_CLIENTS = Duration.ofMinutes(1);

    private final Engine engine;
    private final Audience audience;
    private final FeedWindow window;
    private final FeedServer server;

    // The following belong to the engine's thread.
    private boolean awake;
    private boolean refreshed;
    private long clientsAt;

    FeedRelay(DashboardConfig config, Engine engine) {
        this.engine = engine;
        this.audience = new Audience(
                config.maxClients(),
                Duration.ofSeconds(config.slowViewerSeconds()),
                Room.of(config.maxInFlightMb()),
                System::nanoTime);
        this.window = new FeedWindow(config.maxRecords(), FeedEncoding.ARRAY);
        this.server = new FeedServer(
                window,
                audience,
                Duration.ofMillis(config.pushMillis()),
                () -> System.currentTimeMillis() + engine.clockDifferenceMillis(),
                now -> engine.from());
        engine.listen(this);
    }

    @Produces
    @Singleton
    static MeterBinder metrics(FeedRelay relay) {
        return new AudienceMetrics("feed", relay.audience);
    }

    @Produces
    @Singleton
    static MeterBinder serverMetrics(FeedRelay relay) {
        return new FeedServerMetrics(relay.server);
    }

    ServiceThread thread() {
        return server.thread();
    }

    Audience audience() {
        return audience;
    }

    Optional<? extends PeerListener> join(Peer peer, Executor lane, String subprotocol) {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        Optional<FeedServer.Client> client = server.join(peer, lane, subprotocol, ready);
        engine.execute(() -> {
            try {
                wake();
            } finally {
                // After a failure, the next change fills the window.
                ready.complete(null);
            }
        });
        return client;
    }

    private void wake() {
        if (!awake) {
            window.replace(engine.windowRecords());
            awake = true;
        }
        clientsAt = System.nanoTime();
    }

    @Override
    public void changed(List<Record> records, boolean whole) {
        refreshed = true;
        try {
            bringUpToDate(records, whole);
        } catch (RuntimeException | Error e) {
            // The next change refills the window.
            awake = false;
            throw e;
        }
        server.changed();
    }

    private void bringUpToDate(List<Record> records, boolean whole) {
        boolean hasClients = audience.size() > 0;
        if (hasClients) {
            clientsAt = System.nanoTime();
        }
        if (!awake) {
            if (hasClients) {
                wake();
            }
        } else if (System.nanoTime() - clientsAt > AWAKE_WITHOUT_CLIENTS.toNanos()) {
            awake = false;
            window.replace(List.of());
        } else if (whole) {
            window.replace(engine.windowRecords());
        } else {
            records.forEach(window::upsert);
        }
    }

    /** Refreshes the clients' windows, unless the source has been silent since the last refresh. */
    @Scheduled(
            identity = "feed refresh",
            every = "${dashboard.refresh-seconds}s",
            concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        engine.execute(() -> {
            if (refreshed && awake) {
                refreshed = false;
                server.refresh();
            }
        });
    }

    @Scheduled(identity = "feed clients", every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void everySecond() {
        server.everySecond();
    }

    /** Closes all clients, spread over a time. */
    void stop(Duration over) {
        server.stop(over);
    }
}
