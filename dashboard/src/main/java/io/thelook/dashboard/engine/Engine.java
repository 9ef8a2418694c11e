package io.thelook.dashboard.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.dashboard.source.RecordSource;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.view.LiveView;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import io.thelook.model.Record;
import io.thelook.service.thread.ServiceThread;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * Turns the source's messages into views, once for everybody who asks for the same.
 *
 * <p>One thread reads the messages ({@link FeedFollower}), keeps the window, builds views for as long as somebody has
 * subscribed to them ({@link Subscription}, {@link ViewRegistry}; that of the default query always), and publishes what is new
 * of them ({@link Broadcaster}). What takes long, it does in slices ({@link ScanQueue}). Thread-safe.
 */
public final class Engine implements RecordSource.Sink {

    private static final Duration BEAT = Duration.ofMillis(250);
    private static final String NO_ADDRESS = "";

    /** Exports take turns with the addresses of viewers; how many there may be is limited elsewhere. */
    private static final String EXPORTS = "exports";

    private final ServiceThread thread = new ServiceThread("views");
    private final ViewRegistry views;
    private final FeedFollower follower;
    private final Broadcaster broadcaster;
    private final ScanQueue scans;
    private final ViewJson json;

    private volatile RecordSource source;
    private volatile WindowListener listener = (brought, whole) -> {};
    private volatile SourceStatus lastStatus;
    private volatile int records;
    private volatile int ahead;
    private volatile long from;

    /**
     * @param nanoTime as {@link System#nanoTime}
     */
    public Engine(EngineSettings settings, InstantSource clock, LongSupplier nanoTime, ObjectMapper mapper) {
        this.lastStatus = new SourceStatus(SourceStatus.State.CONNECTING, clock.millis(), 0, 0, "");
        this.json = new ViewJson(mapper, clock);
        this.views = new ViewRegistry(settings);
        this.scans = new ScanQueue(thread, nanoTime);
        this.follower = new FeedFollower(
                thread, settings, () -> new LiveWindow(settings.maxRecords()), clock, nanoTime, new FollowerEvents());
        this.broadcaster = new Broadcaster(thread, settings, views, follower, json, clock, nanoTime, lastStatus);
        LiveView ofEverything = views.create(Query.DEFAULT, follower.window());
        views.add(ofEverything, NO_ADDRESS);
        views.subscribe(ofEverything);
        thread.every(BEAT, broadcaster::beat);
        thread.every(BEAT, follower::resumeIfStalled);
        thread.every(BEAT, scans::resumeIfStalled);
    }

    private final class FollowerEvents implements FeedFollower.Receiver {

        @Override
        public void applied(List<Record> brought, boolean whole) {
            LiveWindow window = follower.window();
            records = window.size();
            ahead = window.ahead();
            from = window.oldestOfFeed();
            broadcaster.update();
            listener.changed(brought, whole);
        }

        @Override
        public void refused() {
            broadcaster.request();
        }

        @Override
        public void restarted(LiveWindow window) {
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

    /** Connects the source, whose sink the engine is. To be called once, after the publisher and the listener are known. */
    public void start(RecordSource feed) {
        source = feed;
        feed.start(this);
    }

    /** From now on views go here. */
    public void publishTo(ViewPublisher receiver) {
        broadcaster.publishTo(receiver);
    }

    /** From now on this learns what comes in. */
    public void listen(WindowListener receiver) {
        listener = receiver;
    }

    /** Runs something on the engine's thread, after what has been asked for before. */
    public void execute(Runnable task) {
        thread.execute(task);
    }

    /** The records of the feed's window; to be called on the engine's thread. */
    public List<Record> windowRecords() {
        return follower.window().records(Query.DEFAULT);
    }

    /**
     * The records that a query asks for, as they are at some moment soon.
     *
     * @return fails with a {@link RejectedExecutionException} if too many wait; completing it before its time ends the search
     */
    public CompletableFuture<List<Record>> records(Query query) {
        CompletableFuture<List<Record>> result = new CompletableFuture<>();
        thread.execute(() -> {
            if (!scans.add(EXPORTS, new ExportScan(follower.window(), query, result))) {
                result.completeExceptionally(new RejectedExecutionException("too many scans wait"));
            }
        });
        return result;
    }

    /**
     * A subscription to nothing yet.
     *
     * @param address of the viewer, towards whose limit new views count
     */
    public Subscription subscription(String address, SubscriptionListener viewer) {
        return new Subscription(thread, follower, views, scans, broadcaster, json, address, viewer);
    }

    @Override
    public void message(RecordSource.Connection over, String text) {
        follower.message(over, text);
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

    /** The thread on which everything happens. */
    public ServiceThread thread() {
        return thread;
    }

    /** What has come in since the start. */
    public Intake intake() {
        return follower.intake();
    }

    /** How long records take to the viewers. */
    public LatencyMeter latency() {
        return follower.latency();
    }

    /** The state of the source, as last heard. */
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

    /** Different queries with subscriptions. */
    public int distinctViews() {
        return views.size();
    }

    /** At how many pushes of views charts were due, but had to wait, because their view had said as much as it may. */
    public long viewsHeldBack() {
        return broadcaster.heldBack();
    }

    /** Views that could not be made. */
    public long viewsFailed() {
        return broadcaster.failed();
    }

    /** Pushes that took too long to pass on and were not waited for. */
    public long pushesOverdue() {
        return broadcaster.overdue();
    }

    /** New queries, replays and exports refused because too many waited. */
    public long scansRefused() {
        return scans.refused();
    }

    /** The time between two views, as the load has it now. */
    public Duration pushInterval() {
        return broadcaster.interval();
    }

    /** The feed's clock less ours, as far as it is known, in milliseconds. */
    public long clockDifferenceMillis() {
        return follower.clockDifference().millis();
    }

    /** Where the feed's own window begins, by the feed's clock. */
    public long from() {
        return from;
    }

    /** Lets the thread end. What comes after that is ignored. */
    public void stop() {
        thread.shutdownNow();
    }
}
