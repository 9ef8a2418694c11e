package io.thelook.dashboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.thelook.dashboard.alert.Alerts;
import io.thelook.dashboard.connect.MappingTrial;
import io.thelook.dashboard.connect.SourceReport;
import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.engine.EngineMetrics;
import io.thelook.dashboard.engine.EngineSettings;
import io.thelook.dashboard.engine.IntakeMetrics;
import io.thelook.dashboard.ingest.RefusedDeliveries;
import io.thelook.dashboard.source.FeedAddress;
import io.thelook.dashboard.source.WebSocketRecordSource;
import io.thelook.dashboard.source.file.FileAddress;
import io.thelook.dashboard.source.file.FileRecordSource;
import io.thelook.dashboard.source.file.FileSourceMetrics;
import io.thelook.dashboard.source.kafka.KafkaAddress;
import io.thelook.dashboard.source.kafka.KafkaRecordSource;
import io.thelook.dashboard.source.kafka.KafkaSettings;
import io.thelook.dashboard.source.kafka.KafkaSourceMetrics;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Connects the parts: the sources feed the engine, and the relay listens to it. */
@Singleton
class Dashboard {

    private static final int MEGABYTE = 1_000_000;

    @Produces
    @Singleton
    static FeedPlan plan(DashboardConfig config) {
        return new FeedPlan(config);
    }

    @Produces
    @Singleton
    static Sources sources(DashboardConfig config, FeedPlan plan, Vertx vertx, Instance<Deliveries> deliveries) {
        List<Sources.Part> parts = new ArrayList<>();
        plan.feed().flatMap(FeedLocation::webSocket).ifPresent(address -> parts.add(webSocket(plan, address, vertx)));
        plan.feed().flatMap(FeedLocation::kafka).ifPresent(address -> parts.add(kafka(config, plan, address)));
        plan.feed().flatMap(FeedLocation::file).ifPresent(address -> parts.add(file(config, plan, address)));
        if (config.ingest()) {
            parts.add(deliveries.get().part());
        }
        return new Sources(parts);
    }

    private static Sources.Part webSocket(FeedPlan plan, FeedAddress address, Vertx vertx) {
        WebSocketRecordSource source = new WebSocketRecordSource(
                vertx, plan.webSocket(address), InstantSource.system(), new SplittableRandom());
        MeterBinder connects =
                registry -> FunctionCounter.builder("thelook.source.connects", source, WebSocketRecordSource::connects)
                        .description("Connections made to the feed")
                        .register(registry);
        return new Sources.Part(
                source,
                List.of(source.thread()),
                connects,
                new SourceReport(
                        "websocket", address.toString(), plan.mapping(), () -> Map.of("connects", source.connects())));
    }

    private static Sources.Part kafka(DashboardConfig config, FeedPlan plan, KafkaAddress address) {
        KafkaRecordSource source = new KafkaRecordSource(
                address,
                KafkaSettings.read(config.kafkaConfig()),
                plan.kept(),
                Duration.ofSeconds(config.sourceTimeoutSeconds()),
                config.maxFrameMb() * MEGABYTE,
                InstantSource.system(),
                new SplittableRandom());
        return new Sources.Part(
                source,
                List.of(source.thread()),
                new KafkaSourceMetrics(source),
                new SourceReport("kafka", address.toString(), plan.mapping(), () -> figures(source)));
    }

    private static Map<String, Long> figures(KafkaRecordSource source) {
        return Map.of(
                "lag", source.lag(),
                "partitions", (long) source.partitions(),
                "position_age", source.positionAge(),
                "connects", source.connects());
    }

    private static Sources.Part file(DashboardConfig config, FeedPlan plan, FileAddress address) {
        FileRecordSource source = new FileRecordSource(
                address,
                plan.kept(),
                config.maxFrameMb() * MEGABYTE,
                InstantSource.system(),
                System::nanoTime,
                new SplittableRandom());
        FileSourceMetrics metrics = new FileSourceMetrics(source);
        return new Sources.Part(
                source,
                List.of(source.thread()),
                metrics,
                new SourceReport("file", address.toString(), plan.mapping(), metrics::figures));
    }

    @Produces
    @Singleton
    static Engine engine(DashboardConfig config, FeedPlan plan, ObjectMapper json) {
        EngineSettings settings = new EngineSettings(
                config.refreshSeconds(),
                Duration.ofMillis(config.pushMillis()),
                config.maxBars(),
                config.viewBytesPerSecond(),
                config.maxRecords(),
                config.maxViews(),
                config.viewsPerAddress(),
                plan.format(),
                plan.lookback(),
                (long) config.maxFrameMb() * MEGABYTE);
        return new Engine(settings, InstantSource.system(), System::nanoTime, json);
    }

    /** Created only if ALERTS is set. */
    @Produces
    @Singleton
    static Alerts alerts(DashboardConfig config, Engine engine, ObjectMapper json) {
        return Alerts.of(
                config.alerts().orElseThrow(),
                config.shopName(),
                config.currency().getCurrencyCode(),
                Math.min(config.maxViews() - 1, config.viewsPerAddress()),
                engine,
                json);
    }

    @Produces
    @Singleton
    static MeterBinder alertMetrics(DashboardConfig config, Instance<Alerts> alerts) {
        return registry -> config.alerts().ifPresent(file -> alerts.get().bindTo(registry));
    }

    @Produces
    @Singleton
    static MappingTrial mappingTrial(FeedPlan plan) {
        return new MappingTrial(plan.format(), System::nanoTime);
    }

    @Produces
    @Singleton
    static RefusedDeliveries refusedDeliveries() {
        return new RefusedDeliveries(InstantSource.system());
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
    static MeterBinder sourceMetrics(Sources sources) {
        return registry -> sources.parts().forEach(part -> part.metrics().bindTo(registry));
    }

    @Produces
    @Singleton
    static MeterBinder historyMetrics(DashboardConfig config, Instance<Archive> archive) {
        return registry -> {
            if (config.history()) {
                archive.get().metrics().bindTo(registry);
            }
        };
    }

    /**
     * Runs before the server listens: the first viewer sees everything, and new records cannot overtake restored ones.
     */
    void restore(
            @Observes Router router,
            DashboardConfig config,
            Instance<Archive> archive,
            Instance<Deliveries> deliveries) {
        if (config.history()) {
            archive.get().restore();
        }
        if (config.ingest()) {
            deliveries.get().restore(journal -> {
                if (config.history()) {
                    archive.get().restore(journal);
                }
            });
        }
    }

    /** Runs before the server listens: a bad rule ends the start. */
    void readRules(@Observes Router router, DashboardConfig config, Instance<Alerts> alerts) {
        config.alerts().ifPresent(file -> alerts.get());
    }

    void start(
            @Observes StartupEvent event,
            DashboardConfig config,
            Sources sources,
            Engine engine,
            Instance<Archive> archive,
            Instance<Alerts> alerts) {
        config.alerts().ifPresent(file -> alerts.get().start());
        if (config.history()) {
            sources.beginAt(archive.get().beginning());
        }
        engine.start(sources);
    }

    void stop(
            @Observes ShutdownEvent event,
            DashboardConfig config,
            Sources sources,
            Engine engine,
            Instance<Archive> archive,
            Instance<Alerts> alerts) {
        sources.stop();
        engine.stop();
        if (config.history()) {
            archive.get().stop();
        }
        config.alerts().ifPresent(file -> alerts.get().stop());
    }
}
