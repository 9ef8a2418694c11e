package io.thelook.dashboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.engine.EngineMetrics;
import io.thelook.dashboard.engine.EngineSettings;
import io.thelook.dashboard.engine.IntakeMetrics;
import io.thelook.dashboard.source.RecordSource;
import io.thelook.dashboard.source.WebSocketRecordSource;
import io.thelook.model.FeedFormat;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;

/** Creates and connects the parts: the source feeds the engine, and the relay listens to the engine. */
@Singleton
class Dashboard {

    private static final int MEGABYTE = 1_000_000;

    @Produces
    @Singleton
    static WebSocketRecordSource source(DashboardConfig config, Vertx vertx) {
        return new WebSocketRecordSource(
                vertx,
                config.producerUrl(),
                RecordSource.Meaning.WINDOW,
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
                FeedFormat.THELOOK,
                Optional.empty(),
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
    static MeterBinder engineMetrics(Engine engine) {
        return new EngineMetrics(engine);
    }

    @Produces
    @Singleton
    static MeterBinder sourceMetrics(WebSocketRecordSource source) {
        return registry -> FunctionCounter.builder("thelook.source.connects", source, WebSocketRecordSource::connects)
                .description("Connections made to the feed")
                .register(registry);
    }

    void start(@Observes StartupEvent event, WebSocketRecordSource source, Engine engine) {
        engine.start(source);
    }

    void stop(@Observes ShutdownEvent event, WebSocketRecordSource source, Engine engine) {
        source.stop();
        engine.stop();
    }
}
