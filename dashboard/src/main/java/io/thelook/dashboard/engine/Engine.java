package io.thelook.dashboard.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.dashboard.history.History;
import io.thelook.dashboard.history.Restored;
import io.thelook.dashboard.source.RecordSource;
import io.thelook.dashboard.source.RecordSource.Beginning;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import io.thelook.model.Frame;
import io.thelook.model.Record;
import io.thelook.service.thread.ServiceThread;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Turns the source's messages into views. Viewers with the same query share one view.
 *
 * <p>One thread reads the messages ({@link FeedFollower}), maintains the window, builds a view for each query that has
 * subscriptions ({@link Subscription}, {@link ViewRegistry}) and always one for the default query, and publishes
 * updates ({@link Broadcaster}). Long work runs in slices ({@link ScanQueue}).
 *
 * <p>Longer than 300 lines because it connects all these parts. Thread-safe.
 */
public final class Engine implements RecordSource.Sink {

    private static final Duration BEAT = Duration.ofMillis(250);

    private final ServiceThread thread = new ServiceThread("views");
    private final ViewRegistry views;
    private final WindowKeeper keeper;
    private final FeedFollower follower;
    private final Additions additions;
    private final Broadcaster broadcaster;
    private final ScanQueue scans;
    private final Exports exports;
    private final ViewJson json;
    private final EngineSettings settings;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    private volatile Optional<PastKeeper> past = Optional.empty();
    private volatile RecordSource source;
    private volatile WindowListener listener = (brought, whole) -> {};
    private volatile SourceStatus lastStatus;
    private volatile int records;
    private volatile int ahead;
    private volatile long from;
    private volatile KnownTime known;
    private volatile boolean isStarted;

    /** @param nanoTime as {@link System#nanoTime} */
    public Engine(EngineSettings settings, InstantSource clock, LongSupplier nanoTime, ObjectMapper mapper) {
        this.lastStatus = new SourceStatus(SourceStatus.State.CONNECTING, clock.millis(), 0, 0, "");
        this.json = new ViewJson(mapper, clock);
        this.settings = settings;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.views = new ViewRegistry(settings);
        this.scans = new ScanQueue(thread, nanoTime);
        this.keeper = new WindowKeeper(
                () -> new LiveWindow(settings.maxRecords()),
                settings.lookback().orElse(Duration.ZERO),
                nanoTime,
                new KeeperEvents());
        this.exports = new Exports(thread, scans, keeper, () -> past);
        this.follower = new FeedFollower(thread, settings, keeper, clock, nanoTime);
        this.additions = new Additions(thread, keeper, settings.format(), clock, nanoTime);
        this.broadcaster = new Broadcaster(
                thread, settings, views, follower, keeper, json, additions::position, clock, nanoTime, lastStatus);
        views.keepDefault(keeper.window());
        thread.every(BEAT, broadcaster::beat);
        thread.every(BEAT, follower::resumeIfStalled);
        thread.every(BEAT, scans::resumeIfStalled);
        if (settings.lookback().isPresent()) {
            thread.every(BEAT, () -> additions.tick(lastStatus.state() == SourceStatus.State.LIVE));
        }
    }

    private final class KeeperEvents implements WindowKeeper.Receiver {

        @Override
        public void applied(List<Record> brought, boolean whole) {
            LiveWindow window = keeper.window();
            records = window.size();
            ahead = window.ahead();
            from = window.oldestOfFeed();
            known = KnownTime.of(window);
            past.ifPresent(PastKeeper::covered);
            broadcaster.update();
            listener.changed(brought, whole);
        }

        @Override
        public void refused() {
            broadcaster.request();
        }

        @Override
        public void restarted(LiveWindow window) {
            known = null;
            past.ifPresent(to -> to.record(window));
            views.all().forEach(view -> view.attach(window));
            scans.abandonAll();
        }

        @Override
        public void needsAll() {
            RecordSource known = source;
            if (known != null) {
                known.resync();
            }
        }
    }

    /**
     * Connects the source, with the engine as its sink, and pushes views from now on. Call it once, after the publisher
     * and the listener are set.
     */
    public void start(RecordSource feed) {
        source = feed;
        thread.execute(() -> {
            broadcaster.start();
            isStarted = true;
        });
        feed.start(this);
    }

    /**
     * Keeps the records in a history and shows them, from now on. Call it once, before {@link #start}. The engine
     * begins its work when the history is open, or cannot be opened in time.
     *
     * @param restored what was kept when the dashboard stopped; empty if nothing was
     * @param goal the sales goal of a day; empty if there is none
     * @param isOfLog whether the source is a log, which reports that it has been read to its end
     * @return where to start to read a log; empty for the start of the window
     */
    public CompletionStage<Optional<Beginning>> keep(
            History history, CompletionStage<Optional<Restored>> restored, Optional<BigDecimal> goal, boolean isOfLog) {
        PastKeeper keeping = new PastKeeper(
                history,
                goal,
                isOfLog ? Optional.of(additions::position) : Optional.empty(),
                thread,
                keeper,
                views,
                broadcaster::request,
                clock,
                nanoTime,
                settings);
        CompletableFuture<Optional<Beginning>> beginning = new CompletableFuture<>();
        thread.execute(() -> {
            Optional<Beginning> where = Optional.empty();
            try {
                Optional<Restored> found = keeping.await(restored);
                found.ifPresent(keeper::restore);
                where = keeping.begin(found);
                broadcaster.tellOf(keeping::past);
                past = Optional.of(keeping);
            } finally {
                // A source waits for it.
                beginning.complete(where);
            }
        });
        thread.every(BEAT, keeping::beat);
        return beginning;
    }

    /** Reports each connection to a server that speaks {@code thelook.v1}. The receiver must return at once. */
    public void onProtocol(Runnable receiver) {
        thread.execute(() -> follower.onProtocol(receiver));
    }

    /** Sends views to this publisher from now on. */
    public void publishTo(ViewPublisher receiver) {
        broadcaster.publishTo(receiver);
    }

    /** Reports each push of views to this listener from now on. */
    public void onPush(PushListener receiver) {
        broadcaster.onPush(receiver);
    }

    /** Reports changes of the window to this listener from now on. */
    public void listen(WindowListener receiver) {
        listener = receiver;
    }

    /** Runs a task on the engine's thread, after the tasks that were submitted before. */
    public void execute(Runnable task) {
        thread.execute(task);
    }

    /** The records of the feed's window. Call it on the engine's thread. */
    public List<Record> windowRecords() {
        return keeper.window().records(Query.DEFAULT);
    }

    /** Reads records for downloads. */
    public Exports exports() {
        return exports;
    }

    /**
     * Creates a subscription without a query.
     *
     * @param address of the viewer; new views count towards its limit
     */
    public Subscription subscription(String address, SubscriptionListener viewer) {
        return new Subscription(thread, keeper, views, scans, broadcaster, json, () -> past, address, viewer);
    }

    @Override
    public void message(RecordSource.Connection over, String text) {
        follower.message(over, text);
    }

    @Override
    public CompletionStage<Void> batch(RecordSource.Connection over, RecordSource.Batch batch) {
        CompletionStage<Void> applied = additions.batch(batch);
        return batch.isLive() ? applied : applied.thenCompose(done -> room());
    }

    /** Completes when the history has room for more old records. */
    private CompletionStage<Void> room() {
        return past.map(each -> each.log().room()).orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    @Override
    public void completeSince(long time) {
        additions.completeSince(time);
        thread.execute(() -> past.ifPresent(to -> to.complete(time)));
    }

    /**
     * Applies records that have been read already.
     *
     * @param arrival in milliseconds since the epoch
     * @return what they did to the window; fails if they could not be applied
     */
    public CompletionStage<LiveWindow.Change> add(Frame frame, long arrival, boolean isLive) {
        return additions.add(frame, arrival, isLive);
    }

    @Override
    public void unreadable(RecordSource.Connection over, String why) {
        follower.unreadable(over, why);
    }

    @Override
    public void roundTrip(double millis) {
        follower.clockDifference().roundTrip(millis);
    }

    @Override
    public void status(SourceStatus changed) {
        lastStatus = changed;
        thread.execute(() -> broadcaster.status(changed));
    }

    /** The time that can be replayed and exported; empty before the first data. */
    public Optional<KnownTime> known() {
        return Optional.ofNullable(known);
    }

    /** Whether views are pushed: {@link #start} was called, and the wait for the history is over. */
    public boolean isStarted() {
        return isStarted;
    }

    /** The thread that does all of the engine's work. */
    public ServiceThread thread() {
        return thread;
    }

    /** The counts of frames and records received since the start. */
    public Intake intake() {
        return keeper.intake();
    }

    /** The newest messages, which /connect shows, and an example of each reason for a rejection. */
    public MessageLog messages() {
        return keeper.messages();
    }

    /** The time from the creation of records until they are sent to the viewers. */
    public LatencyMeter latency() {
        return keeper.latency();
    }

    /** The last reported state of the source. */
    public SourceStatus sourceStatus() {
        return lastStatus;
    }

    /** Records in the window. */
    public int records() {
        return records;
    }

    /** Records in the window that are ahead of the feed's clock by more than a minute. */
    public int recordsAhead() {
        return ahead;
    }

    /** The number of different queries with subscriptions. */
    public int distinctViews() {
        return views.size();
    }

    /** The number of new queries, replays and exports refused because too many were waiting. */
    public long scansRefused() {
        return scans.refused();
    }

    /** Pushes the views, and counts the outcomes. */
    Broadcaster broadcaster() {
        return broadcaster;
    }

    /** The feed's clock minus ours, in milliseconds; 0 while it is not known. */
    public long clockDifferenceMillis() {
        return follower.clockDifference().millis();
    }

    /** See {@link LiveWindow#oldestOfFeed}. */
    public long from() {
        return from;
    }

    /** Stops the thread. Later tasks are discarded. */
    public void stop() {
        thread.shutdownNow();
    }
}
