package io.thelook.dashboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.engine.EngineSettings;
import io.thelook.dashboard.engine.IntakeMetrics;
import io.thelook.dashboard.source.SourceStatus.State;
import io.thelook.dashboard.source.WebSocketRecordSource;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;

/** Puts the parts together: the source feeds the view engine, to which the relay listens. */
@Singleton
class Dashboard {

    private static final int MEGABYTE = 1_000_000;

    @Produces
    @Singleton
    static WebSocketRecordSource source(DashboardConfig config, Vertx vertx) {
        return new WebSocketRecordSource(
                vertx,
                config.producerUrl(),
                Duration.ofSeconds(config.sourceTimeoutSeconds()),
                config.maxFrameMb() * MEGABYTE,
                InstantSource.system(),
                new SplittableRandom());
    }

    @Produces
    @Singleton
    static Engine engine(DashboardConfig config, ObjectMapper json) {
        EngineSettings settings = new EngineSettings(
                config.refreshSeconds(),
                Duration.ofMillis(config.pushMillis()),
                config.maxBars(),
                config.viewBytesPerSecond(),
                config.maxRecords(),
                config.maxViews(),
                config.maxViewsPerAddress(),
                (long) config.maxFrameMb() * MEGABYTE);
        return new Engine(settings, InstantSource.system(), System::nanoTime, json);
    }

    @Produces
    @Singleton
    static MeterBinder intakeMetrics(Engine engine) {
        return new IntakeMetrics(engine.intake());
    }

    @Produces
    @Singleton
    static MeterBinder latencyMetrics(Engine engine) {
        return engine.latency();
    }

    @Produces
    @Singleton
    static MeterBinder sourceMetrics(WebSocketRecordSource source, Engine engine) {
        return registry -> {
            FunctionCounter.builder("thelook.source.connects", source, WebSocketRecordSource::connects)
                    .description("Connections made to the feed")
                    .register(registry);
            Gauge.builder("thelook.source.live", engine, e -> e.sourceStatus().state() == State.LIVE ? 1 : 0)
                    .description("1 while the feed is connected and answers")
                    .register(registry);
            Gauge.builder("thelook.window.records", engine, Engine::records)
                    .description("Records in the window")
                    .register(registry);
            Gauge.builder("thelook.window.records.ahead", engine, Engine::recordsAhead)
                    .description("Records in the window that are ahead of the feed's clock by more than a minute")
                    .register(registry);
            FunctionCounter.builder("thelook.views.failed", engine, Engine::viewsFailed)
                    .description("Views that could not be made")
                    .register(registry);
            FunctionCounter.builder("thelook.views.overdue", engine, Engine::pushesOverdue)
                    .description("Pushes that took too long to pass on and were not waited for")
                    .register(registry);
            FunctionCounter.builder("thelook.scans.refused", engine, Engine::scansRefused)
                    .description("New queries, replays and exports refused because too many waited")
                    .register(registry);
            Gauge.builder("thelook.views.distinct", engine, Engine::distinctViews)
                    .description("Different queries that viewers have open")
                    .register(registry);
            Gauge.builder(
                            "thelook.views.interval",
                            engine,
                            e -> e.pushInterval().toNanos() / 1e9)
                    .description("Seconds between two views, as the load has it now")
                    .register(registry);
            FunctionCounter.builder("thelook.views.held.back", engine, Engine::viewsHeldBack)
                    .description(
                            "Pushes at which charts were due and waited, because their view had said as much as it may")
                    .register(registry);
            Gauge.builder("thelook.source.clock.difference", engine, e -> e.clockDifferenceMillis() / 1e3)
                    .description("Seconds by which the feed's clock is ahead of ours")
                    .register(registry);
        };
    }

    void start(@Observes StartupEvent event, WebSocketRecordSource source, Engine engine) {
        engine.start(source);
    }

    void stop(@Observes ShutdownEvent event, WebSocketRecordSource source, Engine engine) {
        source.stop();
        engine.stop();
    }
}
