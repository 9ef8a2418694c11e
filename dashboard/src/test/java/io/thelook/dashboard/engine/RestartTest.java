package io.thelook.dashboard.engine;

import static io.thelook.model.RecordBuilder.aRecord;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.dashboard.history.Fixtures;
import io.thelook.dashboard.history.History;
import io.thelook.dashboard.history.HistoryState;
import io.thelook.dashboard.history.TimeSpan;
import io.thelook.dashboard.source.Bookmark;
import io.thelook.dashboard.source.LogPosition;
import io.thelook.dashboard.source.RecordSource;
import io.thelook.dashboard.view.QueryText;
import io.thelook.dashboard.window.Filter;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Selection;
import io.thelook.model.FeedEncoding;
import io.thelook.model.FeedFormat;
import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.FeedProtocol;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine with a history, which stops and starts again. */
@Tag("slow")
class RestartTest {

    private static final long START = Instant.parse("2026-03-10T14:00:00Z").toEpochMilli();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60 * MINUTE;
    private static final RecordSource.Connection FEED = new RecordSource.Connection(1, RecordSource.Meaning.PROTOCOL);
    private static final RecordSource.Connection NEXT = new RecordSource.Connection(2, RecordSource.Meaning.PROTOCOL);
    private static final RecordSource.Connection PLAIN = new RecordSource.Connection(3, RecordSource.Meaning.WINDOW);

    @TempDir
    Path folders;

    private final AtomicLong millis = new AtomicLong(START);
    private final List<Runnable> running = new ArrayList<>();
    private Path folder;
    private History history;
    private Engine engine;
    private CompletionStage<Optional<RecordSource.Beginning>> beginning;
    private int runs;
    private long sequence;

    private void start(Duration lookback) {
        start(lookback, false);
    }

    private void start(Duration lookback, boolean isOfLog) {
        folder = folder == null ? folders.resolve("first") : folder;
        InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
        History opened = Fixtures.historyInUtc(folder, clock);
        Engine started = new Engine(
                new EngineSettings(
                        5,
                        Duration.ofMillis(50),
                        3,
                        10_000,
                        10_000,
                        10,
                        10,
                        FeedFormat.THELOOK,
                        Optional.ofNullable(lookback),
                        1_000_000),
                clock,
                System::nanoTime,
                new ObjectMapper());
        beginning = started.keep(opened, opened.open(Query.KEPT), Optional.empty(), isOfLog);
        started.start(new NoSource());
        running.add(started::stop);
        running.add(opened::close);
        history = opened;
        engine = started;
        sequence = 0;
    }

    private void close() {
        running.forEach(Runnable::run);
        running.clear();
    }

    /** Continues with the current content of the disk, as after {@code kill -9}. */
    private void kill() throws IOException {
        Path copy = Files.createDirectories(folders.resolve("copy" + ++runs));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        close();
        folder = copy;
    }

    @AfterEach
    void stop() {
        close();
    }

    private void hear(RecordSource.Connection over, Kind kind, Record... records) {
        long before = engine.intake().framesApplied.sum();
        engine.message(
                over,
                FeedProtocol.open(kind, ++sequence, millis.get(), millis.get() - 5 * MINUTE)
                        + Stream.of(records).map(RestartTest::json).collect(Collectors.joining(","))
                        + FeedProtocol.CLOSE);
        await().atMost(SOON).until(() -> engine.intake().framesApplied.sum() > before);
    }

    private static String json(Record record) {
        return new String(RecordCodec.encode(record, FeedEncoding.ARRAY), UTF_8);
    }

    private static Record at(String item, long createdAt, String price) {
        return aRecord()
                .order("o-" + item)
                .item(item)
                .createdAt(createdAt)
                .price(price)
                .build();
    }

    /** The content of the disk, as {@code item=price}. */
    private List<String> kept() {
        List<String> kept = new ArrayList<>();
        try {
            history.read(
                    new TimeSpan(START - 30 * 24 * 60 * MINUTE, START + 24 * 60 * MINUTE),
                    Filter.NONE,
                    record -> kept.add(record.itemId() + "=" + record.salePrice()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return kept;
    }

    private void awaitKept(String... records) {
        await().atMost(SOON).untilAsserted(() -> assertThat(kept()).containsExactly(records));
    }

    private JsonNode view(String query) {
        Viewer viewer = new Viewer();
        engine.subscription("here", viewer).change(QueryText.selection(query));
        return viewer.next();
    }

    private static final class Viewer implements SubscriptionListener {

        private final List<String> views = new CopyOnWriteArrayList<>();
        private final List<Selection> selections = new CopyOnWriteArrayList<>();

        @Override
        public void subscribed(Selection selection, String view) {
            selections.add(selection);
            views.add(view);
        }

        @Override
        public void replayed(String view) {
            throw new AssertionError(view);
        }

        @Override
        public void refused(String reason) {
            views.add("{\"refused\":\"" + reason + "\"}");
        }

        JsonNode next() {
            await().atMost(SOON).until(() -> !views.isEmpty());
            try {
                return new ObjectMapper().readTree(views.get(views.size() - 1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String figures(JsonNode view) {
        return view.at("/metrics/num_orders").asText() + " orders, "
                + view.at("/metrics/total_sales").asText();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void afterAnyStop_theFiguresAreThereBeforeTheFeedIs(boolean isKilled) throws Exception {
        start(null);
        hear(FEED, Kind.SNAPSHOT, at("a", START - 4 * MINUTE, "10"), at("b", START - 30_000, "20"));
        millis.addAndGet(10 * MINUTE);
        hear(FEED, Kind.UPSERT, at("c", millis.get() - 1_000, "40"));
        awaitKept("a=10", "b=20", "c=40");
        await().atMost(SOON).until(() -> history.until().orElse(0) == millis.get());
        if (isKilled) {
            kill();
        } else {
            close();
        }

        start(null);

        assertThat(figures(view(""))).isEqualTo("1 orders, 40");
        assertThat(figures(view("window=15"))).isEqualTo("3 orders, 70");
        assertThat(figures(view("window=1"))).isEqualTo("1 orders, 40");
        assertThat(figures(view("window=24h"))).isEqualTo("3 orders, 70");
        assertThat(view("window=1").at("/previous/num_orders").asInt()).isZero();
        assertThat(engine.known().orElseThrow().from()).isEqualTo(START - 5 * MINUTE);
    }

    @Test
    void snapshotOfTheFeed_isMergedNotAdded() throws Exception {
        start(null);
        hear(
                FEED,
                Kind.SNAPSHOT,
                at("old", START - 6 * MINUTE, "1"),
                at("same", START - 3 * MINUTE, "10"),
                at("changed", START - 2 * MINUTE, "20"),
                at("gone", START - MINUTE, "40"));
        awaitKept("old=1", "same=10", "changed=20", "gone=40");
        await().atMost(SOON).until(() -> history.until().orElse(0) == START);
        kill();
        start(null);

        millis.addAndGet(30_000);
        hear(
                NEXT,
                Kind.SNAPSHOT,
                at("same", START - 3 * MINUTE, "10"),
                at("changed", START - 2 * MINUTE, "25"),
                at("new", START + 10_000, "80"));

        awaitKept("old=1", "same=10", "changed=25", "new=80");
        assertThat(figures(view(""))).isEqualTo("3 orders, 115");
        assertThat(figures(view("window=15"))).isEqualTo("4 orders, 116");
    }

    @Test
    void stopLongerThanTheFeedsWindow_leavesAGap() throws Exception {
        start(null);
        hear(FEED, Kind.SNAPSHOT, at("a", START - MINUTE, "10"));
        await().atMost(SOON).until(() -> history.until().orElse(0) == START);
        kill();
        millis.addAndGet(20 * MINUTE);
        start(null);
        hear(NEXT, Kind.SNAPSHOT, at("b", millis.get() - MINUTE, "20"));
        awaitKept("a=10", "b=20");
        await().atMost(SOON).until(() -> history.until().orElse(0) == millis.get());

        assertThat(history.missing(new TimeSpan(START - 5 * MINUTE, millis.get()), millis.get()))
                .containsExactly(new TimeSpan(START, millis.get() - 5 * MINUTE));
        JsonNode view = view("window=1h");
        assertThat(figures(view)).isEqualTo("2 orders, 30");
        assertThat(view.at("/window/covered_seconds").asInt()).isEqualTo(10 * 60);
        assertThat(view.has("previous")).isFalse();
    }

    @Test
    void refundsAndRemovedOrders_areAsInTheWindow() {
        start(Duration.ofMinutes(5));
        batch(
                new RecordSource.Entry(null, json(at("a", START - 10_000, "10"))),
                new RecordSource.Entry(null, json(at("b", START - 9_000, "20"))),
                new RecordSource.Entry(
                        null,
                        json(aRecord()
                                .order("o-a")
                                .item("refund:a")
                                .createdAt(START - 8_000)
                                .price("-4")
                                .cost(null)
                                .build())));
        awaitKept("a=10", "b=20", "refund:a=-4");
        assertThat(figures(view("window=24h"))).isEqualTo("2 orders, 26");

        batch(new RecordSource.Entry("o-b", null));

        awaitKept("a=10", "refund:a=-4");
        JsonNode view = view("window=1h");
        assertThat(figures(view)).isEqualTo("1 orders, 6");
        assertThat(view.at("/metrics/refunds").asInt()).isEqualTo(4);
    }

    private void batch(RecordSource.Entry... entries) {
        batch(LogPosition.NONE, entries);
    }

    private void batch(LogPosition after, RecordSource.Entry... entries) {
        engine.batch(
                        new RecordSource.Connection(1, RecordSource.Meaning.ADDITIONS),
                        new RecordSource.Batch(List.of(entries), after.isNone(), after))
                .toCompletableFuture()
                .join();
    }

    private static RecordSource.Entry entry(long offset, Record record) {
        return new RecordSource.Entry(null, json(record), false, new RecordSource.Place(0, offset, record.createdAt()));
    }

    @Test
    void log_isKeptFromItsBeginning_butOnlyOnceItHasBeenReadToItsEnd() throws Exception {
        start(Duration.ofMinutes(5), true);
        batch(
                LogPosition.of(2),
                entry(0, at("days ago", START - 3 * DAY, "10")),
                entry(1, at("hours ago", START - 2 * 60 * MINUTE, "20")));
        awaitKept("days ago=10", "hours ago=20");
        assertThat(history.state().mode()).isEqualTo(HistoryState.Mode.LOADING);
        kill();

        start(Duration.ofMinutes(5), true);
        assertThat(bookmark()).as("it could not tell what is missing").isEmpty();
        batch(
                LogPosition.of(2),
                entry(0, at("days ago", START - 3 * DAY, "10")),
                entry(1, at("hours ago", START - 2 * 60 * MINUTE, "20")));
        engine.completeSince(START - 5 * DAY);
        batch(LogPosition.of(3), entry(2, at("now", START - 1_000, "40")));
        await().atMost(SOON).until(() -> history.since().orElse(0) == START - 5 * DAY);
        awaitKept("days ago=10", "hours ago=20", "now=40");
        assertThat(history.state().mode()).isEqualTo(HistoryState.Mode.ON);
        assertThat(history.missing(new TimeSpan(START - 5 * DAY, START), START)).isEmpty();
        awaitPosition(3);

        millis.addAndGet(5 * 60 * MINUTE);
        start(Duration.ofMinutes(5), true);
        Bookmark bookmark = bookmark().orElseThrow();
        assertThat(bookmark.position()).isEqualTo(LogPosition.of(3));
        assertThat(bookmark.knownSince()).isEqualTo(START - 5 * DAY);
        assertThat(history.missing(new TimeSpan(START, millis.get()), millis.get()))
                .isNotEmpty();
        batch(LogPosition.of(4), entry(3, at("meanwhile", START + 60 * MINUTE, "80")));
        engine.completeSince(bookmark.knownSince());
        await().atMost(SOON).until(() -> history.until().orElse(0) == millis.get());
        assertThat(history.missing(new TimeSpan(START - 5 * DAY, millis.get()), millis.get()))
                .isEmpty();
        awaitKept("days ago=10", "hours ago=20", "now=40", "meanwhile=80");
    }

    private Optional<Bookmark> bookmark() {
        return beginning.toCompletableFuture().join().orElseThrow().bookmark();
    }

    /** Stops, once the history has this position. */
    private void awaitPosition(long position) {
        await().atMost(SOON).until(() -> {
            kill();
            start(Duration.ofMinutes(5), true);
            return bookmark()
                    .filter(found -> found.position().equals(LogPosition.of(position)))
                    .isPresent();
        });
        close();
    }

    @Test
    void oldEntriesOfALog_waitForTheDisk_andNoneIsLost() throws Exception {
        start(Duration.ofMinutes(5), true);
        int perBatch = 5_000;
        int batches = 40;
        for (int i = 0; i < batches; i++) {
            RecordSource.Entry[] entries = new RecordSource.Entry[perBatch];
            for (int j = 0; j < perBatch; j++) {
                int number = i * perBatch + j;
                entries[j] = entry(number, at("i" + number, START - DAY + number, "1"));
            }
            batch(LogPosition.of((i + 1L) * perBatch), entries);
            assertThat(history.waiting()).isLessThan(150_000);
        }
        engine.completeSince(START - 2 * DAY);
        await().atMost(SOON).until(() -> history.since().isPresent());

        assertThat(kept()).hasSize(perBatch * batches);
    }

    @Test
    void pastOfTheFeed_isRequestedFromServersOfTheProtocolOnly() {
        start(null);
        AtomicLong requests = new AtomicLong();
        engine.onProtocol(requests::incrementAndGet);
        engine.message(PLAIN, "[" + json(at("a", START - MINUTE, "10")) + "]");
        await().atMost(SOON).until(() -> engine.intake().framesApplied.sum() == 1);
        assertThat(requests).hasValue(0);

        hear(new RecordSource.Connection(4, RecordSource.Meaning.PROTOCOL), Kind.SNAPSHOT);
        hear(new RecordSource.Connection(4, RecordSource.Meaning.PROTOCOL), Kind.UPSERT);

        assertThat(requests).as("once for each connection").hasValue(1);
    }

    /** Until it is released, the engine accepts requests but gives no answers. */
    private CountDownLatch hold() {
        CountDownLatch held = new CountDownLatch(1);
        engine.execute(() -> {
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return held;
    }

    @Test
    void twoWhoAskTheSameAtOnce_shareOneView() {
        start(null);
        hear(FEED, Kind.SNAPSHOT, at("a", START - MINUTE, "10"));
        Viewer one = new Viewer();
        Viewer other = new Viewer();
        CountDownLatch held = hold();
        engine.subscription("here", one).change(QueryText.selection("window=7d"));
        engine.subscription("there", other).change(QueryText.selection("window=7d"));
        held.countDown();

        assertThat(one.next().at("/window/minutes").asInt()).isEqualTo(7 * 24 * 60);
        assertThat(other.next().at("/window/minutes").asInt()).isEqualTo(7 * 24 * 60);
        assertThat(engine.distinctViews()).isEqualTo(2);
    }

    @Test
    void whoChangesTheirMind_getsTheNewestOnly() {
        start(null);
        hear(FEED, Kind.SNAPSHOT, at("a", START - MINUTE, "10"));
        Viewer viewer = new Viewer();
        Subscription subscription = engine.subscription("here", viewer);
        CountDownLatch held = hold();
        for (String query : List.of("window=7d", "window=24h", "window=5", "window=yesterday")) {
            subscription.change(QueryText.selection(query));
        }
        held.countDown();
        await().atMost(SOON).until(() -> !viewer.selections.isEmpty());
        assertThat(viewer.selections).containsExactly(QueryText.selection("window=yesterday"));

        held = hold();
        subscription.change(QueryText.selection("window=7d"));
        subscription.change(Query.DEFAULT);
        subscription.change(QueryText.selection("window=1h"));
        held.countDown();
        await().atMost(SOON).until(() -> viewer.selections.size() == 3);

        assertThat(viewer.selections)
                .containsExactly(
                        QueryText.selection("window=yesterday"), Query.DEFAULT, QueryText.selection("window=1h"));
        assertThat(engine.distinctViews()).isEqualTo(2);
    }

    @Test
    void whoLeavesMeanwhile_getsNothing_andLeavesNoView() {
        start(null);
        hear(FEED, Kind.SNAPSHOT, at("a", START - MINUTE, "10"));
        Viewer gone = new Viewer();
        CountDownLatch held = hold();
        Subscription subscription = engine.subscription("here", gone);
        subscription.change(QueryText.selection("window=7d"));
        subscription.end();
        held.countDown();

        assertThat(view("window=24h").has("metrics")).isTrue();
        assertThat(gone.views).isEmpty();
        assertThat(engine.distinctViews()).isEqualTo(2);
    }

    @Test
    void whoseAddressHasTooManyViews_isRefused_andKeepsItsView() {
        start(null);
        hear(FEED, Kind.SNAPSHOT, at("a", START - MINUTE, "10"));
        for (int i = 0; i < 9; i++) {
            view("window=24h&country=c" + i);
        }
        Viewer viewer = new Viewer();
        Subscription subscription = engine.subscription("elsewhere", viewer);
        subscription.change(Query.DEFAULT);
        subscription.change(QueryText.selection("window=7d"));
        await().atMost(SOON).until(() -> viewer.views.size() == 2);

        assertThat(viewer.views.get(1)).contains("too many different views");
        assertThat(viewer.selections).containsExactly(Query.DEFAULT);
    }
}
