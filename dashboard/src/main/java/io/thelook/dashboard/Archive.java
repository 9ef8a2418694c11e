package io.thelook.dashboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.history.History;
import io.thelook.dashboard.history.HistoryMetrics;
import io.thelook.dashboard.history.HistorySettings;
import io.thelook.dashboard.history.Restored;
import io.thelook.dashboard.history.ShopCalendar;
import io.thelook.dashboard.history.TimeSpan;
import io.thelook.dashboard.ingest.JournalStore;
import io.thelook.dashboard.source.FeedAddress;
import io.thelook.dashboard.source.PastFeed;
import io.thelook.dashboard.source.PastLoader;
import io.thelook.dashboard.source.RecordSource.Beginning;
import io.thelook.dashboard.view.HistoryView;
import io.thelook.dashboard.window.Query;
import io.thelook.model.Record;
import io.thelook.service.thread.ServiceThread;
import io.thelook.service.thread.ThreadMetrics;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The history, and the loader of the feed's past. Created only if HISTORY is on. */
@Singleton
public class Archive {

    private static final int RECORDS_AT_A_TIME = 20_000;
    private static final int MEGABYTE = 1_000_000;
    private static final BigDecimal GIGABYTE = BigDecimal.valueOf(1_000_000_000);

    private final DashboardConfig config;
    private final Engine engine;
    private final History history;
    private final Optional<PastLoader> loader;
    private final boolean isOfLog;
    private CompletionStage<Optional<Restored>> opened;
    private CompletionStage<Optional<Beginning>> beginning;

    Archive(DashboardConfig config, FeedPlan plan, Engine engine, ObjectMapper json) {
        this.config = config;
        this.engine = engine;
        this.history = new History(
                new HistorySettings(
                        Path.of(config.dataDir()).resolve("history").resolve(folder(plan.sourceName())),
                        config.historyDays(),
                        config.historyMaxGb().multiply(GIGABYTE).longValue(),
                        (long) config.historyMemoryMb() * MEGABYTE,
                        new ShopCalendar(config.shopTimeZone().orElseGet(ZoneId::systemDefault)),
                        Duration.ofSeconds(config.historyQuerySeconds())),
                HistoryView.mostNames(config.maxBars()),
                InstantSource.system(),
                System::nanoTime);
        this.isOfLog = plan.isOfLog();
        this.loader = plan.feed().flatMap(FeedLocation::webSocket).map(address -> loader(plan, address, json));
    }

    private PastLoader loader(FeedPlan plan, FeedAddress address, ObjectMapper json) {
        return new PastLoader(new PastFeed(plan.webSocket(address), json), history, InstantSource.system());
    }

    /** The name of a source, as a file name that any file system accepts. */
    static String folder(String source) {
        String plain = source.replaceAll("[^A-Za-z0-9.+-]+", "_");
        // Distinguishes names that would otherwise become equal.
        return plain.equals(source) ? plain : plain + "-" + Integer.toHexString(source.hashCode());
    }

    /** Restores the kept records, and starts to keep new ones. Returns at once; the engine waits. */
    void restore() {
        opened = history.open(Query.KEPT);
        beginning = engine.keep(history, opened, config.goalSales(), isOfLog);
        loader.ifPresent(past -> engine.onProtocol(past::request));
    }

    /** The place at which to start to read a log; empty for the start of the window. */
    CompletionStage<Optional<Beginning>> beginning() {
        return beginning;
    }

    /**
     * Adds deliveries from the journal that the history lacks: those that are too old for the window and arrived while
     * the history could not be written.
     */
    void restore(JournalStore deliveries) {
        long until = InstantSource.system().millis() - deliveries.kept().toMillis();
        opened.toCompletableFuture().join();
        history.until().ifPresent(since -> {
            if (since < until) {
                List<Record> waiting = new ArrayList<>();
                boolean[] isComplete = {true};
                deliveries.read(since, until, records -> {
                    waiting.addAll(records);
                    if (waiting.size() >= RECORDS_AT_A_TIME) {
                        isComplete[0] &= write(waiting, null);
                    }
                });
                write(waiting, isComplete[0] ? new TimeSpan(since, until) : null);
            }
        });
    }

    /**
     * Waits, because older versions must be kept before newer ones.
     *
     * @return whether the records are kept; if not, the state of the history says why
     */
    private boolean write(List<Record> records, TimeSpan complete) {
        boolean isKept = history.load(List.copyOf(records), complete)
                .handle((done, failure) -> failure == null)
                .toCompletableFuture()
                .join();
        records.clear();
        return isKept;
    }

    /** The history. */
    public History history() {
        return history;
    }

    private List<ServiceThread> threads() {
        List<ServiceThread> threads = new ArrayList<>(history.threads());
        loader.ifPresent(past -> threads.add(past.thread()));
        return threads;
    }

    MeterBinder metrics() {
        return registry -> {
            new HistoryMetrics(history).bindTo(registry);
            new ThreadMetrics(threads()).bindTo(registry);
            loader.ifPresent(past -> FunctionCounter.builder("thelook.history.past", past, PastLoader::loaded)
                    .description("Records of the feed's past that were loaded into the history")
                    .register(registry));
        };
    }

    void stop() {
        loader.ifPresent(PastLoader::stop);
        history.close();
    }
}
