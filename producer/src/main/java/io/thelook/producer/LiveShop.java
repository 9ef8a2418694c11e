package io.thelook.producer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.thelook.producer.persist.Persistence;
import io.thelook.producer.scenario.Scenarios;
import io.thelook.producer.store.Behaviour;
import io.thelook.producer.store.Catalogue;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.RecentVisits;
import io.thelook.producer.store.Shop;
import io.thelook.producer.store.SimulatedClock;
import io.thelook.producer.store.Visit;
import io.thelook.service.fanout.Audience;
import io.thelook.service.feed.FeedServer;
import io.thelook.service.feed.FeedWindow;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * The shop that is open while the service runs: a thread of its own ticks the {@link Simulation} every 20 ms. At the rate
 * {@code max} the shop is given half of that time.
 */
@Startup
@Singleton
class LiveShop {

    private static final Logger LOG = Logger.getLogger(LiveShop.class);
    private static final Duration TICK = Duration.ofMillis(20);
    private static final Duration RUSH = TICK.dividedBy(2);
    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);
    private static final Duration TOO_LONG_AGO = Duration.ofSeconds(10);

    private final ProducerConfig config;
    private final FeedWindow window;
    private final FeedServer feed;
    private final RecentVisits recent;
    private final Persistence persistence;
    private final Scenarios scenarios;
    private final SimulatedClock calendar;
    private final MeterRegistry registry;
    private final LongAdder failures = new LongAdder();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "shop"));
    private final CompletableFuture<Catalogue> opened = new CompletableFuture<>();
    private volatile long lastTick = System.nanoTime();

    /** Belongs to the thread, as all that the shop does. */
    private Simulation simulation;

    private boolean isRushing;
    private boolean isSkipping;

    LiveShop(
            ProducerConfig config,
            FeedWindow window,
            FeedServer feed,
            RecentVisits recent,
            Persistence persistence,
            Scenarios scenarios,
            SimulatedClock calendar,
            MeterRegistry registry) {
        this.config = config;
        this.window = window;
        this.feed = feed;
        this.recent = recent;
        this.persistence = persistence;
        this.scenarios = scenarios;
        this.calendar = calendar;
        this.registry = registry;
    }

    @Produces
    @Singleton
    static FeedWindow window(ProducerConfig config) {
        return new FeedWindow(config.maxRecords(), config.feedEncoding());
    }

    @Produces
    @Singleton
    static FeedServer server(ProducerConfig config, FeedWindow window, Audience clients) {
        InstantSource clock = InstantSource.system();
        long lookback = config.lookback().toMillis();
        return new FeedServer(
                window, clients, Duration.ofMillis(config.pushMillis()), clock::millis, now -> now - lookback);
    }

    @Produces
    @Singleton
    static RecentVisits recent(ProducerConfig config) {
        return new RecentVisits(config.maxRecords());
    }

    @Produces
    @Singleton
    static SimulatedClock calendar(ProducerConfig config) {
        return new SimulatedClock(
                InstantSource.system().millis(), config.timeScale().doubleValue());
    }

    @Produces
    @Singleton
    static Scenarios scenarios(SimulatedClock calendar) {
        return new Scenarios(InstantSource.system(), calendar);
    }

    /** Completes with what is sold when the history is in the window; fails with what keeps the shop from opening. */
    @Produces
    @Singleton
    CompletionStage<Catalogue> opened() {
        return opened;
    }

    /** Opens the shop on its own thread: the server starts beside it, and its clients wait for {@link #opened}. */
    @PostConstruct
    void start() {
        thread.execute(() -> {
            try {
                opened.complete(open());
            } catch (RuntimeException | Error e) {
                LOG.error("the shop cannot open", e);
                opened.completeExceptionally(e);
            }
        });
    }

    private Catalogue open() {
        long seed = config.seed().orElseGet(() -> ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        OptionalDouble rate = config.visits().perSecond();
        LOG.infof(
                "mode %s, %s users per second, seed %d",
                config.mode(), rate.isEmpty() ? Rate.MAX : rate.getAsDouble(), seed);
        Shop shop = new Shop(seed, config.behaviour());
        persistence.open(shop.catalogue());
        isRushing = rate.isEmpty();
        simulation = new Simulation(
                shop,
                new Market(shop, rate.orElse(1), calendar, scenarios::last),
                window,
                listener(),
                InstantSource.system(),
                new Simulation.Plan(
                        seed,
                        config.mode() == Behaviour.Mode.STEADY,
                        config.lookback(),
                        config.maxIterations(),
                        config.maxOpenOrders()));
        if (config.backfill() && !isRushing) {
            simulation.backfill(config.maxRecords());
            LOG.infof("%d records of the last %d minutes backfilled", window.size(), config.lookbackMinutes());
        }
        counter("thelook.shop.visits", "Visits", Simulation::visits);
        counter("thelook.shop.records", "Records put into the window, new and changed ones", Simulation::records);
        counter("thelook.shop.changes", "Changes of an order's status", Simulation::changes);
        counter("thelook.shop.left.alone", "Orders not followed because too many were open", Simulation::leftAlone);
        Gauge.builder("thelook.shop.open.orders", simulation, Simulation::openOrders)
                .description("Orders whose status is still going to change")
                .register(registry);
        counter(
                "thelook.shop.skipped",
                "Visits left out: the clock jumped ahead, or too many were due",
                Simulation::skipped);
        FunctionCounter.builder("thelook.shop.failures", failures, LongAdder::sum)
                .description("Ticks that failed")
                .register(registry);
        Gauge.builder("thelook.window.records", window, FeedWindow::size)
                .description("Records in the window")
                .register(registry);
        FunctionCounter.builder("thelook.window.dropped", window, FeedWindow::dropped)
                .description("Records dropped before their time because the window was full")
                .register(registry);
        lastTick = System.nanoTime();
        thread.scheduleAtFixedRate(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
        return shop.catalogue();
    }

    private ShopListener listener() {
        return new ShopListener() {
            @Override
            public void visited(Visit visit) {
                recent.add(visit);
                persistence.visited(visit);
            }

            @Override
            public void changed(Order order, long at) {
                persistence.changed(order, at);
            }
        };
    }

    private void counter(String name, String description, java.util.function.ToDoubleFunction<Simulation> value) {
        FunctionCounter.builder(name, simulation, value)
                .description(description)
                .register(registry);
    }

    private void tick() {
        lastTick = System.nanoTime();
        try {
            long before = simulation.records();
            long skipped = simulation.skipped();
            int removed = live();
            long now = System.currentTimeMillis();
            recent.keep(now - config.lookback().toMillis(), now);
            if (removed > 0 || simulation.records() > before) {
                feed.changed();
            }
            if (simulation.skipped() > skipped && !isSkipping) {
                LOG.warn("visits are skipped: the clock jumped ahead, or more are due than the machine can do");
            }
            isSkipping = simulation.skipped() > skipped;
            if (removed > 0) {
                LOG.warnf("the clock was set back: %d records that lay in the future were taken out", removed);
            }
        } catch (RuntimeException e) {
            failures.increment();
            if (failures.sum() == 1) {
                LOG.error("the shop failed to serve a user; further failures are only counted", e);
            }
        }
    }

    private int live() {
        long start = System.nanoTime();
        return isRushing
                ? simulation.rush(() -> System.nanoTime() - start < RUSH.toNanos())
                : simulation.tick(() -> System.nanoTime() - start < LONGEST_TICK.toNanos());
    }

    /** Whether the shop could be opened, and its thread ticks. */
    boolean isAlive() {
        return !opened.isCompletedExceptionally() && System.nanoTime() - lastTick < TOO_LONG_AGO.toNanos();
    }

    @PreDestroy
    void close() {
        thread.shutdownNow();
    }
}
