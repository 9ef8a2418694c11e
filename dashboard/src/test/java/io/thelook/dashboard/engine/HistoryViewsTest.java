package io.thelook.dashboard.engine;

import static io.thelook.model.RecordBuilder.aRecord;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thelook.dashboard.history.Fixtures;
import io.thelook.dashboard.history.History;
import io.thelook.dashboard.history.HistoryMetrics;
import io.thelook.dashboard.history.TimeSpan;
import io.thelook.dashboard.view.QueryText;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Selection;
import io.thelook.model.FeedFormat;
import io.thelook.model.Record;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views of a history whose queries take long, or not. */
class HistoryViewsTest {

    private static final long NOW = Instant.parse("2026-03-10T14:00:00Z").toEpochMilli();
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private int viewers = 1;
    private History history;
    private Engine engine;

    @AfterEach
    void stop() {
        engine.stop();
        history.close();
    }

    /** Each reading of the clock is this much later than the previous one. */
    private static LongSupplier steps(long millis) {
        AtomicLong nanos = new AtomicLong();
        return () -> nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private void start(LongSupplier timeOfQueries, LongSupplier timeOfEngine) {
        InstantSource clock = () -> Instant.ofEpochMilli(NOW);
        history = Fixtures.historyInUtc(folder, clock, timeOfQueries);
        engine = new Engine(
                new EngineSettings(
                        5,
                        Duration.ofMillis(50),
                        3,
                        10_000,
                        10_000,
                        10,
                        10,
                        FeedFormat.THELOOK,
                        Optional.empty(),
                        1_000_000),
                clock,
                timeOfEngine,
                new ObjectMapper());
        engine.publishTo(new QuietPublisher() {
            @Override
            public CompletionStage<Void> update(Selection selection, String json) {
                if (!selection.equals(Query.DEFAULT)) {
                    messages.add(json);
                }
                return super.update(selection, json);
            }
        });
        engine.keep(history, history.open(Query.KEPT), Optional.empty(), false);
        engine.start(new NoSource());
    }

    private void load(long from, long to, Record... records) throws Exception {
        history.load(List.of(records), new TimeSpan(from, to))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private static Record at(long time, String item, String price) {
        return aRecord().item(item).createdAt(time).price(price).build();
    }

    private void watchADay(LongSupplier timeOfQueries) throws Exception {
        start(timeOfQueries, System::nanoTime);
        load(NOW - 10 * DAY, NOW, at(NOW - DAY - 1_000, "1", "10"), at(NOW - 1_000, "2", "7"));
        for (int i = 0; i < viewers; i++) {
            engine.subscription("viewer " + i, new Viewer()).change(QueryText.selection("window=24h"));
        }
        await().atMost(SOON).until(() -> !messages.isEmpty());
    }

    @Test
    void slowAnswer_isShownBeforeWhatItIsComparedWith() throws Exception {
        watchADay(steps(500));

        assertThat(messages.get(0)).contains("\"num_order_items\":1").doesNotContain("\"compared\":{");
        await().atMost(SOON).until(() -> messages.stream()
                .anyMatch(message ->
                        message.contains("\"compared\":{\"days\":1") && message.contains("\"total_sales\":10")));
    }

    @Test
    void viewersOfTheSame_shareWhatItIsComparedWith() throws Exception {
        viewers = 10;
        watchADay(steps(500));

        await().atMost(SOON).until(() -> messages.stream().anyMatch(message -> message.contains("\"compared\":{")));
        engine.subscription("here", new Viewer()).change(QueryText.selection("window=1h"));
        await().atMost(SOON).until(() -> messages.stream().anyMatch(message -> message.contains("\"minutes\":60")));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        new HistoryMetrics(history).bindTo(meters);
        // Each of the two is computed and compared once; the figures of today are queries, too.
        assertThat(meters.get("thelook.history.queries").functionCounter().count())
                .isLessThan(viewers);
    }

    /** The engine's time passes so slowly that a refresh is not due. */
    @Test
    void today_isUnknownBeforeAnythingIsKept_andFollowsWhatIsLoaded() throws Exception {
        start(steps(1), () -> System.nanoTime() / 8);
        engine.subscription("here", new Viewer()).change(QueryText.selection("window=5"));
        await().atMost(SOON).until(() -> !messages.isEmpty());
        assertThat(messages).noneMatch(message -> message.contains("\"today\":{"));

        load(NOW - 15 * HOUR, NOW, at(NOW - 1_000, "2", "7"));
        await().atMost(SOON).until(() -> newest().contains("\"today\":{"));
        assertThat(newest()).contains("\"total_sales\":7").doesNotContain("\"yesterday\":{");

        load(NOW - 3 * DAY, NOW - 15 * HOUR, at(NOW - DAY - 1_000, "1", "10"));
        await().atMost(SOON).until(() -> newest().contains("\"yesterday\":{"));
    }

    private String newest() {
        return messages.get(messages.size() - 1);
    }

    @Test
    void quickAnswer_isShownAtOnce() throws Exception {
        watchADay(steps(1));

        assertThat(messages.get(0)).contains("\"num_order_items\":1").contains("\"compared\":{\"days\":1");
    }

    private final class Viewer implements SubscriptionListener {

        @Override
        public void subscribed(Selection selection, String view) {
            messages.add(view);
        }

        @Override
        public void replayed(String view) {
            throw new AssertionError(view);
        }

        @Override
        public void refused(String reason) {
            throw new AssertionError(reason);
        }
    }
}
