package io.thelook.dashboard.engine;

import static io.thelook.model.RecordBuilder.aRecord;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.dashboard.source.LogPosition;
import io.thelook.dashboard.source.RecordSource;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.view.LiveView;
import io.thelook.dashboard.view.QueryText;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Selection;
import io.thelook.model.FeedEncoding;
import io.thelook.model.FeedFormat;
import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.FeedProtocol;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything runs on one thread, a slice at a time, so a test can act between any two steps. */
class SubscriptionTest {

    private static final long NOW = 1_741_051_200_000L;
    private static final Query FRANCE = QueryText.parse("country=France");
    private static final Query SPAIN = QueryText.parse("country=Spain");
    private static final Query MINUTE = QueryText.parse("window=1");

    /** More than are looked at in a slice. */
    private static final int RECORDS = 3 * ScanQueue.ROWS;

    private final ManualThread thread = new ManualThread();
    private final EngineSettings settings = new EngineSettings(
            5, Duration.ofMillis(250), 3, 1_000, 100_000, 3, 3, FeedFormat.THELOOK, Optional.empty(), 10_000_000);
    private final ViewRegistry views = new ViewRegistry(settings);
    private final ScanQueue scans = new ScanQueue(thread, System::nanoTime);
    private final ViewJson json = new ViewJson(new ObjectMapper(), () -> Instant.ofEpochMilli(NOW));
    private final WindowKeeper keeper =
            new WindowKeeper(() -> new LiveWindow(100_000), Duration.ZERO, System::nanoTime, new Nobody());
    private final FeedFollower follower =
            new FeedFollower(Runnable::run, settings, keeper, () -> Instant.ofEpochMilli(NOW), System::nanoTime);
    private final Broadcaster broadcaster = new Broadcaster(
            thread,
            settings,
            views,
            follower,
            keeper,
            json,
            () -> LogPosition.NONE,
            () -> Instant.ofEpochMilli(NOW),
            System::nanoTime,
            new SourceStatus(SourceStatus.State.LIVE, NOW, 0, 0, ""));
    private final Viewer viewer = new Viewer();
    private final Subscription subscription = subscription(viewer);

    @BeforeEach
    void fill() {
        openForOthers(Query.DEFAULT);
    }

    private void openForOthers(Query query) {
        LiveView view = views.create(query, keeper.window());
        views.add(view, "");
        views.subscribe(view);
    }

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    @Test
    void queryThatOthersHaveOpen_isHadAtOnce() {
        subscription.change(Query.DEFAULT);

        assertThat(viewer.events).containsExactly("view of everything");
        assertThat(thread.tasks).isEmpty();
    }

    @Test
    void newQuery_isHadWhenItsRecordsHaveBeenCounted() {
        hear();
        subscription.change(FRANCE);
        thread.runNext();
        assertThat(viewer.events).as("a slice of several").isEmpty();

        thread.runAll();

        assertThat(viewer.events).containsExactly("view of France");
        assertThat(views.size()).isEqualTo(2);
    }

    @Test
    void queries_askedForWhileOneWaits_areHadAsTheNewest() {
        hear();
        subscription.change(FRANCE);
        subscription.change(SPAIN);
        thread.runAll();

        assertThat(viewer.events).containsExactly("view of Spain");
    }

    @Test
    void query_askedForWhileAnotherIsCounted_takesItsPlace() {
        hear();
        subscription.change(FRANCE);
        thread.runNext();
        subscription.change(SPAIN);
        thread.runAll();

        assertThat(viewer.events).containsExactly("view of Spain");
        assertThat(views.get(FRANCE)).isNull();
    }

    @Test
    void knownQuery_askedForWhileAnotherIsCounted_endsThat() {
        hear();
        subscription.change(FRANCE);
        thread.runNext();
        subscription.change(Query.DEFAULT);
        subscription.change(SPAIN);
        thread.runAll();

        assertThat(viewer.events).containsExactly("view of everything", "view of Spain");
    }

    @Test
    void end_whileAQueryIsCounted_leavesNothing() {
        hear();
        subscription.change(FRANCE);
        thread.runNext();
        subscription.end();
        thread.runAll();

        assertThat(viewer.events).isEmpty();
        assertThat(views.size()).isEqualTo(1);
    }

    @Test
    void sameNewQueryOfTwo_isCountedOnce() {
        hear();
        Viewer other = new Viewer();
        Subscription otherSubscription = subscription(other);
        subscription.change(FRANCE);
        otherSubscription.change(FRANCE);
        thread.runAll();

        assertThat(viewer.events).containsExactly("view of France");
        assertThat(other.events).containsExactly("view of France");
        assertThat(views.size()).isEqualTo(2);
        subscription.end();
        assertThat(views.size()).isEqualTo(2);
        otherSubscription.end();
        assertThat(views.size()).isEqualTo(1);
    }

    @Test
    void atTheLimit_aViewerMayExchangeItsOwnView() {
        hear();
        subscription(new Viewer()).change(MINUTE);
        subscription.change(FRANCE);
        thread.runAll();
        assertThat(views.size()).isEqualTo(3);

        subscription.change(SPAIN);
        thread.runAll();
        Viewer late = new Viewer();
        subscription(late).change(FRANCE);
        thread.runAll();

        assertThat(viewer.events).containsExactly("view of France", "view of Spain");
        assertThat(late.events).hasSize(1).allMatch(event -> event.contains("(3)"));
    }

    @Test
    void replay_askedForBeforeTheFirstView_followsIt() {
        hear();
        subscription.change(FRANCE);
        subscription.replay(NOW - 1_000);
        thread.runAll();

        assertThat(viewer.events).containsExactly("view of France", "replay of " + (NOW - 1_000));
    }

    @Test
    void replays_askedForWhileOneWaits_areHadAsTheNewest() {
        hear();
        subscription.change(Query.DEFAULT);
        subscription.replay(NOW - 1_000);
        subscription.replay(NOW - 2_000);
        thread.runAll();

        assertThat(viewer.events).containsExactly("view of everything", "replay of " + (NOW - 2_000));
    }

    @Test
    void replay_askedForWhileAnotherIsCounted_followsIt() {
        hear();
        subscription.change(Query.DEFAULT);
        subscription.replay(NOW - 1_000);
        thread.runNext();
        subscription.replay(NOW - 2_000);
        thread.runAll();

        assertThat(viewer.events)
                .containsExactly("view of everything", "replay of " + (NOW - 1_000), "replay of " + (NOW - 2_000));
    }

    @Test
    void replay_thatIsCountedWhileTheQueryChanges_isOfTheNewQuery() {
        hear();
        subscription.change(Query.DEFAULT);
        subscription.replay(NOW - 1_000);
        thread.runNext();
        subscription.change(FRANCE);
        thread.runAll();

        assertThat(viewer.events).containsExactly("view of everything", "view of France", "replay of " + (NOW - 1_000));
    }

    @Test
    void replay_thatWaitsForAQueryThatIsRefused_isOfTheQueryBefore() {
        hear();
        subscription.change(Query.DEFAULT);
        subscription.change(FRANCE);
        thread.runNext();
        subscription.replay(NOW - 1_000);
        subscription.change(SPAIN);
        openForOthers(MINUTE);
        openForOthers(QueryText.parse("country=Japan"));
        thread.runAll();

        assertThat(viewer.events)
                .hasSize(3)
                .startsWith("view of everything")
                .endsWith("replay of " + (NOW - 1_000))
                .anyMatch(event -> event.startsWith("refused: too many different views are open (3)"));
    }

    @Test
    void replay_thatWaitsForAQueryThatIsAbandoned_isOfTheQueryBefore() {
        hear();
        subscription.change(Query.DEFAULT);
        subscription.change(FRANCE);
        thread.runNext();
        subscription.replay(NOW - 1_000);
        scans.abandonAll();
        thread.runAll();

        assertThat(viewer.events)
                .containsExactly(
                        "view of everything",
                        "refused: the dashboard could not do that: try again in a moment",
                        "replay of " + (NOW - 1_000));
    }

    @Test
    void replay_withoutData_isRefused() {
        subscription.change(Query.DEFAULT);
        subscription.replay(NOW);

        assertThat(viewer.events).containsExactly("view of everything", "refused: replay: there are no data yet");
    }

    @Test
    void scansAbandoned_areRefusedAndCanBeAskedForAgain() {
        hear();
        subscription.change(FRANCE);
        thread.runNext();
        scans.abandonAll();
        subscription.change(SPAIN);
        thread.runAll();

        assertThat(viewer.events)
                .containsExactly("refused: the dashboard could not do that: try again in a moment", "view of Spain");
    }

    @Test
    void scanThatFails_isRefusedAndAnotherCanBeAskedFor() {
        hear();
        viewer.failure = new StackOverflowError("as any");
        subscription.change(FRANCE);
        assertThatThrownBy(thread::runAll).isInstanceOf(StackOverflowError.class);
        subscription.replay(NOW - 1_000);
        subscription.change(SPAIN);
        thread.runAll();

        assertThat(viewer.events).contains("view of Spain").last().isEqualTo("replay of " + (NOW - 1_000));
    }

    @Test
    void changeIfNone_whileAQueryIsCounted_doesNothing() {
        hear();
        subscription.change(FRANCE);
        subscription.changeIfNone(Query.DEFAULT);
        thread.runAll();

        assertThat(viewer.events).containsExactly("view of France");
    }

    private Subscription subscription(Viewer of) {
        return new Subscription(Runnable::run, keeper, views, scans, broadcaster, json, Optional::empty, "here", of);
    }

    /** A whole window comes from the feed. */
    private void hear() {
        String records = IntStream.range(0, RECORDS)
                .mapToObj(i -> aRecord().item("item-" + i).createdAt(NOW - i).build())
                .map(SubscriptionTest::json)
                .collect(Collectors.joining(","));
        follower.message(
                new RecordSource.Connection(1, RecordSource.Meaning.PROTOCOL),
                FeedProtocol.open(Kind.SNAPSHOT, 1, NOW, NOW - 300_000) + records + FeedProtocol.CLOSE);
    }

    private static String json(Record record) {
        return new String(RecordCodec.encode(record, FeedEncoding.ARRAY), StandardCharsets.UTF_8);
    }

    private static final class Viewer implements SubscriptionListener {

        private static final Pattern AT = Pattern.compile("\"at\":(\\d+)");

        private final List<String> events = new ArrayList<>();
        private Error failure;

        @Override
        public void subscribed(Selection selection, String view) {
            String of = selection.equals(Query.DEFAULT)
                    ? "everything"
                    : selection.equals(FRANCE) ? "France" : selection.equals(SPAIN) ? "Spain" : selection.toString();
            events.add("view of " + of);
            if (failure != null) {
                Error thrown = failure;
                failure = null;
                throw thrown;
            }
        }

        @Override
        public void replayed(String view) {
            Matcher at = AT.matcher(view);
            assertThat(at.find()).isTrue();
            events.add("replay of " + at.group(1));
        }

        @Override
        public void refused(String reason) {
            events.add("refused: " + reason);
        }
    }

    private static final class Nobody implements WindowKeeper.Receiver {

        @Override
        public void applied(List<Record> records, boolean whole) {}

        @Override
        public void refused() {}

        @Override
        public void restarted(LiveWindow window) {}

        @Override
        public void needsAll() {}
    }
}
