package io.thelook.dashboard;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.thelook.dashboard.connect.SourceReport;
import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.ingest.DeliveryStore;
import io.thelook.dashboard.ingest.Ingest;
import io.thelook.dashboard.ingest.IngestSource;
import io.thelook.dashboard.ingest.JournalStore;
import io.thelook.dashboard.ingest.ReplicatedDeliveries;
import io.thelook.dashboard.ingest.kafka.TopicStore;
import io.thelook.dashboard.ingest.kafka.TopicStoreMetrics;
import io.thelook.dashboard.journal.Journal;
import io.thelook.dashboard.journal.JournalMetrics;
import io.thelook.dashboard.journal.JournalSettings;
import io.thelook.dashboard.source.RecordSource;
import io.thelook.dashboard.source.kafka.KafkaAddress;
import io.thelook.dashboard.source.kafka.KafkaSettings;
import io.thelook.service.thread.ServiceThread;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The parts that accept deliveries of records. Keeps the records in the topic that the dashboard follows, if any, and
 * otherwise in a journal. Created only if INGEST is on.
 */
@Singleton
public class Deliveries {

    private static final int MEGABYTE = 1_000_000;
    private static final int MAX_ENTRY_BYTES = 16 * MEGABYTE;
    private static final long SEGMENT_BYTES = 32L * MEGABYTE;
    private static final int MAX_WAITING = 100_000;
    private static final long MAX_WAITING_BYTES = 64L * MEGABYTE;
    private static final Duration RETENTION = Duration.ofHours(24);

    private final FeedPlan plan;
    private final Engine engine;
    private final Ingest ingest;
    private final Sources.Part part;
    private final Optional<Journaled> journaled;

    private record Journaled(JournalStore store, IngestSource source) {}

    Deliveries(DashboardConfig config, FeedPlan plan, Engine engine) {
        this.plan = plan;
        this.engine = engine;
        Optional<KafkaAddress> topic = plan.feed().flatMap(FeedLocation::kafka);
        if (topic.isPresent()) {
            TopicStore store = new TopicStore(
                    topic.get(), KafkaSettings.read(config.kafkaConfig()), engine::add, System::nanoTime);
            this.ingest = ingest(store);
            this.journaled = Optional.empty();
            this.part = part(
                    new ReplicatedDeliveries(ingest, store),
                    List.of(ingest.thread()),
                    new TopicStoreMetrics(store),
                    () -> Map.of("waiting_bytes", store.waitingBytes(), "written", store.written()));
        } else {
            Journal journal = open(config);
            JournalStore store = new JournalStore(journal, engine::add, plan.kept(), InstantSource.system());
            this.ingest = ingest(store);
            IngestSource source = new IngestSource(ingest, store, InstantSource.system());
            this.journaled = Optional.of(new Journaled(store, source));
            this.part = part(
                    source,
                    List.of(ingest.thread(), journal.thread()),
                    new JournalMetrics(journal),
                    () -> Map.of("journal_bytes", journal.bytes(), "journal_waiting", (long) journal.waiting()));
        }
    }

    private Ingest ingest(DeliveryStore store) {
        return new Ingest(store, plan::formatOf, engine.messages(), InstantSource.system());
    }

    private Sources.Part part(
            RecordSource source,
            List<ServiceThread> threads,
            MeterBinder metrics,
            Supplier<Map<String, Long>> figures) {
        return new Sources.Part(
                source,
                threads,
                metrics,
                new SourceReport("deliveries", "POST /ingest", plan.mappingOfDeliveries(), figures));
    }

    private static Journal open(DashboardConfig config) {
        try {
            JournalSettings settings = new JournalSettings(
                    Path.of(config.dataDir()).resolve("journal"),
                    (long) config.maxJournalMb() * MEGABYTE,
                    SEGMENT_BYTES,
                    MAX_ENTRY_BYTES,
                    MAX_WAITING,
                    MAX_WAITING_BYTES,
                    RETENTION);
            return Journal.open(settings, InstantSource.system());
        } catch (IOException e) {
            throw new ConfigurationException("DATA_DIR=" + config.dataDir() + ": " + e.getMessage());
        } catch (InvalidPathException e) {
            throw new ConfigurationException("DATA_DIR=" + config.dataDir() + ": expected the path of a folder");
        }
    }

    /**
     * Restores the deliveries from before a stop, if a journal keeps them.
     *
     * @param before called first
     */
    void restore(Consumer<JournalStore> before) {
        journaled.ifPresent(of -> {
            before.accept(of.store());
            of.source().restore(engine);
        });
    }

    /** Takes deliveries. */
    public Ingest ingest() {
        return ingest;
    }

    /** These deliveries as a source of records. */
    Sources.Part part() {
        return part;
    }
}
