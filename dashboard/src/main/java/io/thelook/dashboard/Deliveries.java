package io.thelook.dashboard;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.thelook.dashboard.connect.SourceReport;
import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.ingest.Ingest;
import io.thelook.dashboard.ingest.IngestSource;
import io.thelook.dashboard.journal.Journal;
import io.thelook.dashboard.journal.JournalMetrics;
import io.thelook.dashboard.journal.JournalSettings;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The parts that take deliveries of records, and their journal. Created if INGEST is on, and not otherwise. */
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
    private final Journal journal;
    private final Ingest ingest;
    private final IngestSource source;

    Deliveries(DashboardConfig config, FeedPlan plan, Engine engine) {
        this.plan = plan;
        this.engine = engine;
        this.journal = open(config);
        this.ingest = new Ingest(
                journal, engine::add, plan::formatOf, engine.messages(), plan.kept(), InstantSource.system());
        this.source = new IngestSource(ingest, journal, InstantSource.system());
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

    /** Brings back what was delivered before a stop. */
    void restore() {
        source.restore(engine);
    }

    /** Takes deliveries. */
    public Ingest ingest() {
        return ingest;
    }

    /** These deliveries as a source of records. */
    Sources.Part part() {
        return new Sources.Part(
                source,
                List.of(ingest.thread(), journal.thread()),
                new JournalMetrics(journal),
                new SourceReport(
                        "deliveries",
                        "POST /ingest",
                        plan.mappingOfDeliveries(),
                        () -> Map.of("journal_bytes", journal.bytes(), "journal_waiting", (long) journal.waiting())));
    }
}
