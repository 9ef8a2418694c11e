package io.thelook.producer;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.thelook.producer.persist.Persistence;
import io.thelook.producer.publish.Publication;
import io.thelook.producer.scenario.Scenarios;
import io.thelook.producer.store.Behaviour;
import io.thelook.producer.store.Catalogue;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.RecentVisits;
import io.thelook.producer.store.Shop;
import io.thelook.producer.store.SimulatedClock;
import io.thelook.producer.store.Visit;
import io.thelook.service.feed.FeedServer;
import io.thelook.service.feed.FeedWindow;
import io.thelook.service.thread.ServiceThread;
import io.thelook.service.thread.ThreadMetrics;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** The shop that is open while the service runs. The thread {@code shop} opens it and runs it. */
@Startup
@Singleton
class LiveShop {

    private static final Logger LOG = Logger.getLogger(LiveShop.class);

    private final ProducerConfig config;
    private final FeedWindow window;
    private final FeedServer feed;
    private final RecentVisits recent;
    private final Persistence persistence;
    private final Publication publication;
    private final Scenarios scenarios;
    private final SimulatedClock calendar;
    private final MeterRegistry registry;
    private final InstantSource clock = InstantSource.system();
    private final ServiceThread thread = new ServiceThread("shop");
    private final ShopLoop loop = new ShopLoop(thread, System::nanoTime);
    private final CompletableFuture<Catalogue> opened = new CompletableFuture<>();
    private final CompletableFuture<Past> past = new CompletableFuture<>();

    LiveShop(
            ProducerConfig config,
            FeedWindow window,
            FeedServer feed,
            RecentVisits recent,
            Persistence persistence,
            Publication publication,
            Scenarios scenarios,
            SimulatedClock calendar,
            MeterRegistry registry) {
        this.config = config;
        this.window = window;
        this.feed = feed;
        this.recent = recent;
        this.persistence = persistence;
        this.publication = publication;
        this.scenarios = scenarios;
        this.calendar = calendar;
        this.registry = registry;
    }

    /**
     * Completes with the catalogue once the history is in the window. Completes exceptionally with the cause if the
     * shop cannot open.
     */
    @Produces
    @Singleton
    CompletionStage<Catalogue> opened() {
        return opened;
    }

    /** Completes with the past of the shop when {@link #opened} does; never if the shop has none or cannot open. */
    @Produces
    @Singleton
    CompletionStage<Past> past() {
        return past;
    }

    /** Opens the shop on its own thread. The server starts meanwhile; its clients wait for {@link #opened}. */
    @PostConstruct
    void start() {
        new ThreadMetrics(List.of(thread)).bindTo(registry);
        loop.start(() -> {
            try {
                return open();
            } catch (RuntimeException | Error e) {
                LOG.error("the shop cannot open; liveness fails until the service is restarted");
                opened.completeExceptionally(e);
                throw e;
            }
        });
    }

    /** Opens the shop and returns the tick that runs it. */
    private ShopTick open() {
        long seed = config.seed().orElseGet(() -> ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        OptionalDouble rate = config.visits().perSecond();
        LOG.infof(
                "mode %s, %s users per second, seed %d",
                config.mode(), rate.isEmpty() ? Rate.MAX : rate.getAsDouble(), seed);
        Shop shop = new Shop(seed, config.behaviour());
        persistence.open(shop.catalogue());
        publication.open();
        Simulation simulation = new Simulation(
                shop,
                new Market(shop, rate.orElse(1), calendar, scenarios::last),
                window,
                listener(),
                clock,
                new Simulation.Plan(
                        seed,
                        config.mode() == Behaviour.Mode.STEADY,
                        config.lookback(),
                        config.maxIterations(),
                        config.maxOpenOrders()));
        boolean isRushing = rate.isEmpty();
        if (config.backfill() && !isRushing) {
            long from = simulation.backfill(config.maxRecords());
            LOG.infof("%d records of the last %d minutes backfilled", window.size(), config.lookbackMinutes());
            if (config.withoutPast().isEmpty()) {
                past.complete(past(shop, seed, rate.getAsDouble(), from));
            }
        }
        new ShopMeters(simulation, window).bindTo(registry);
        opened.complete(shop.catalogue());
        return new ShopTick(simulation, recent, feed::changed, clock, config.lookback(), isRushing);
    }

    private Past past(Shop shop, long seed, double perSecond, long to) {
        Past past = Past.until(
                to,
                config.backfillDays(),
                new Past.Plan(shop, seed, perSecond, config.behaviour().timeScale()));
        if (past.isShortened()) {
            LOG.infof(
                    "BACKFILL_DAYS=%d: the past begins at %s, because it has at most %d records",
                    config.backfillDays(), Instant.ofEpochMilli(past.from()), Past.MOST_RECORDS);
        }
        return past;
    }

    private ShopListener listener() {
        return new ShopListener() {
            @Override
            public void visited(Visit visit) {
                recent.add(visit);
                persistence.visited(visit);
                publication.visited(visit);
            }

            @Override
            public void changed(Order order, long at) {
                persistence.changed(order, at);
                publication.changed(order, at);
            }
        };
    }

    /** Whether the opening has not failed and the thread ticks. */
    boolean isAlive() {
        return !opened.isCompletedExceptionally() && loop.isAlive();
    }

    /** The thread of the shop. */
    ServiceThread thread() {
        return thread;
    }

    /** The number of ticks that failed. */
    long failures() {
        return thread.failures();
    }

    @PreDestroy
    void close() {
        loop.stop();
    }
}
