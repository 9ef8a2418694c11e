package io.thelook.dashboard.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.dashboard.source.RecordSource;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import io.thelook.model.FeedMessage;
import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.FeedReader;
import io.thelook.model.FrameException;
import io.thelook.model.Record;
import io.thelook.service.fanout.Pacer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Turns the source's messages into views, once for everybody who asks for the same.
 *
 * <p>One thread reads the messages, keeps the window and builds the views: those of the default query always, those of another
 * one for as long as somebody watches it. Views are published at a {@link Pacer}'s pace, and only if they have changed. A
 * message that cannot be read is counted and dropped, and the last good view stays. A gap in the sequence of an incremental
 * feed makes the engine ask for the whole window; until it comes, the last good view stays, too.
 */
public final class ViewEngine implements RecordSource.Sink {

    private static final Logger LOG = Logger.getLogger(ViewEngine.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(30);
    private static final Duration LONGEST_PUSH = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT_CHECK = Duration.ofMillis(250);
    private static final Duration BETWEEN_RESYNCS = Duration.ofSeconds(2);
    private static final int MOST_MESSAGES_WAITING = 256;

    /** A replay looks at many records: after each the thread is left alone for so many times as long as it took. */
    private static final int REST_AFTER_REPLAY = 4;

    /** Passes views on. Called on the engine's thread. */
    public interface Publisher {

        /** Passes nothing on. */
        Publisher NOBODY = new Publisher() {
            @Override
            public CompletionStage<Void> update(Query query, String json) {
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletionStage<Void> catchUp(Query query, Supplier<String> whole) {
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void heartbeat(Query query, String json) {}

            @Override
            public void ended(Query query) {}
        };

        /** Some parts of the query's view are new. The result completes when they have been passed on. */
        CompletionStage<Void> update(Query query, String json);

        /** Who missed an update may be given the whole view now. The result completes when it has been passed on. */
        CompletionStage<Void> catchUp(Query query, Supplier<String> whole);

        /** There has been no update of the query's view for a second. */
        void heartbeat(Query query, String json);

        /** Nobody watches the query any more. */
        void ended(Query query);
    }

    /** Learns what has come in. Called on the engine's thread. */
    public interface Listener {

        /**
         * The window has changed.
         *
         * @param records all that is new or changed, or, if {@code whole}, all that the feed's window has
         */
        void changed(List<Record> records, boolean whole);
    }

    /** What becomes of a {@link Watch}'s wish. Called on the engine's thread. */
    public interface Watcher {

        /** The query is watched; this is its view at this moment. */
        void watching(Query query, String json);

        /** The view as it was at an earlier time. */
        void replayed(String json);

        /** What was asked for cannot be had, for this reason; what was watched before still is. */
        void refused(String reason);
    }

    private final Settings settings;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final ObjectMapper json;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, task -> new Thread(task, "views"), new ThreadPoolExecutor.DiscardPolicy());
    private final Pacer pacer;
    private final Inbox inbox;
    private final AtomicBoolean reading = new AtomicBoolean();
    private final AtomicBoolean unreadable = new AtomicBoolean();
    private final Intake intake = new Intake();
    private final LatencyMeter latency = new LatencyMeter();
    private final LongAdder heldBack = new LongAdder();
    private final ClockDifference clockDifference = new ClockDifference();

    // The following belong to the thread.
    private final FeedReader reader = new FeedReader();
    private final LiveWindow window;
    private final Map<Query, LiveView> views = new LinkedHashMap<>();
    private SourceStatus status;
    private Long dataAt;
    private Long warnedAt;
    private Long resyncedAt;
    private Long replayAgainAt;
    private RecordSource.Connection connection = new RecordSource.Connection(-1, false);
    private long sequence;
    private boolean inSequence;

    private volatile RecordSource source;
    private volatile Publisher publisher = Publisher.NOBODY;
    private volatile Listener listener = (brought, whole) -> {};
    private volatile SourceStatus lastStatus;
    private volatile int records;
    private volatile int distinctViews;
    private volatile long from;

    /**
     * What an operator can set.
     *
     * @param refreshSeconds over how many seconds the deltas count
     * @param push the least time between two views
     * @param maxBars the most names in a breakdown
     * @param viewBytesPerSecond what a view may say to each who watches: beyond it charts and orders wait, figures do not
     * @param maxRecords the most records kept
     * @param maxViews the most distinct queries watched at a time
     * @param maxWaitingCharacters the most text of the feed that may wait to be read
     */
    public record Settings(
            int refreshSeconds,
            Duration push,
            int maxBars,
            long viewBytesPerSecond,
            int maxRecords,
            int maxViews,
            long maxWaitingCharacters) {}

    /**
     * @param nanoTime as {@link System#nanoTime}
     */
    public ViewEngine(Settings settings, InstantSource clock, LongSupplier nanoTime, ObjectMapper json) {
        this.settings = settings;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.json = json;
        this.window = new LiveWindow(settings.maxRecords());
        this.inbox = new Inbox(MOST_MESSAGES_WAITING, settings.maxWaitingCharacters());
        this.pacer = new Pacer(thread, settings.push(), LONGEST_PUSH, nanoTime, this::publish);
        this.status = new SourceStatus(SourceStatus.State.CONNECTING, clock.millis(), 0, 0, "");
        this.lastStatus = status;
        view(Query.DEFAULT).watched();
        thread.setRemoveOnCancelPolicy(true);
        thread.scheduleWithFixedDelay(
                this::beat, HEARTBEAT_CHECK.toMillis(), HEARTBEAT_CHECK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Connects the source, whose sink the engine is. To be called once, after the publisher and the listener are known. */
    public void start(RecordSource feed) {
        source = feed;
        feed.start(this);
    }

    /** From now on views go here. */
    public void publishTo(Publisher receiver) {
        publisher = receiver;
    }

    /** From now on this learns what comes in. */
    public void listen(Listener receiver) {
        listener = receiver;
    }

    /** Runs something on the engine's thread, after what has been asked for before. */
    public void execute(Runnable task) {
        thread.execute(task);
    }

    /** The records of the feed's window; to be called on the engine's thread. */
    public List<Record> windowRecords() {
        return window.records(Query.DEFAULT);
    }

    /** The records that a query asks for, as they are at some moment soon. */
    public CompletableFuture<List<Record>> records(Query query) {
        return CompletableFuture.supplyAsync(() -> window.records(query), thread);
    }

    /** One viewer's interest in a query, which may change. Thread-safe. */
    public final class Watch {

        private final Watcher watcher;

        // The following belong to the engine's thread.
        private LiveView watched;
        private boolean ended;

        private Watch(Watcher watcher) {
            this.watcher = watcher;
        }

        /** Watches this query instead of what was watched before. */
        public void change(Query query) {
            thread.execute(() -> {
                if (ended) {
                    return;
                }
                int left = watched != null && watched.isWatchedByOne() ? views.size() - 1 : views.size();
                if (!views.containsKey(query) && left >= settings.maxViews()) {
                    watcher.refused("too many different views are being watched (" + settings.maxViews()
                            + "): try again later, or ask for one that others watch");
                    return;
                }
                LiveView next = view(query);
                next.watched();
                release();
                watched = next;
                watcher.watching(query, whole(next));
            });
        }

        /**
         * Asks for the view as it was at an earlier time.
         *
         * @param time by the feed's clock, in milliseconds since the epoch
         */
        public void replay(long time) {
            thread.execute(() -> {
                if (watched != null) {
                    ViewEngine.this.replay(watched, time, watcher);
                }
            });
        }

        /** Watches nothing any more. */
        public void end() {
            thread.execute(() -> {
                ended = true;
                release();
                watched = null;
            });
        }

        private void release() {
            if (watched != null && watched.unwatched()) {
                watched.end();
                views.remove(watched.query());
                distinctViews = views.size();
                publisher.ended(watched.query());
            }
        }
    }

    /** Begins to watch nothing yet. */
    public Watch watch(Watcher watcher) {
        return new Watch(watcher);
    }

    private LiveView view(Query query) {
        LiveView view = views.computeIfAbsent(
                query,
                unwatched -> new LiveView(
                        query,
                        window,
                        Duration.ofSeconds(settings.refreshSeconds()),
                        settings.maxBars(),
                        settings.viewBytesPerSecond()));
        distinctViews = views.size();
        return view;
    }

    @Override
    public void message(RecordSource.Connection over, String text) {
        intake.framesReceived.increment();
        intake.framesSuperseded.add(inbox.put(new Inbox.Item(over, text, clock.millis())));
        if (!reading.getAndSet(true)) {
            thread.execute(this::read);
        }
    }

    /** Counted at once, told once for all that come meanwhile: nothing waits for the thread but that. */
    @Override
    public void unreadable(RecordSource.Connection over, String why) {
        intake.framesReceived.increment();
        intake.framesMalformed.increment();
        if (!unreadable.getAndSet(true)) {
            thread.execute(() -> {
                unreadable.set(false);
                warn("frame dropped: " + why);
                if (over.incremental()) {
                    askForAll();
                }
                pacer.request();
            });
        }
    }

    @Override
    public void roundTrip(double millis) {
        clockDifference.roundTrip(millis);
    }

    @Override
    public void status(SourceStatus changed) {
        lastStatus = changed;
        thread.execute(() -> {
            status = changed;
            pacer.request();
        });
    }

    /** Reads one message; the next one has its turn after what else the thread was asked to do. */
    private void read() {
        Inbox.Item item = inbox.poll();
        if (item == null) {
            reading.set(false);
            // One may have come between the two lines above.
            if (inbox.isEmpty() || reading.getAndSet(true)) {
                return;
            }
        } else {
            read(item);
            pacer.request();
        }
        thread.execute(this::read);
    }

    private void read(Inbox.Item item) {
        try {
            FeedMessage message = reader.read(item.text());
            if (isInSequence(item, message)) {
                apply(item, message);
            } else {
                intake.framesOutOfSequence.increment();
            }
        } catch (FrameException e) {
            refuse(item, "frame dropped: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a frame could not be applied: this is a fault of the dashboard", e);
            refuse(item, "frame dropped");
        }
    }

    private void refuse(Inbox.Item item, String warning) {
        intake.framesMalformed.increment();
        warn(warning);
        if (item.connection().incremental()) {
            askForAll();
        }
    }

    private boolean isInSequence(Inbox.Item item, FeedMessage message) {
        if (item.connection().number() != connection.number()) {
            connection = item.connection();
            inSequence = false;
            clockDifference.reset();
        }
        boolean follows =
                switch (message.kind()) {
                    case FRAME, SNAPSHOT -> true;
                    case UPSERT -> inSequence && message.sequence() == sequence + 1;
                    case HEARTBEAT -> inSequence && message.sequence() == sequence;
                };
        // What comes once more, because a snapshot had it already, is no gap.
        boolean known = inSequence && message.kind() == Kind.UPSERT && message.sequence() <= sequence;
        if (!follows && !known) {
            askForAll();
        }
        return follows;
    }

    private void askForAll() {
        inSequence = false;
        long now = nanoTime.getAsLong();
        if (source != null && (resyncedAt == null || now - resyncedAt > BETWEEN_RESYNCS.toNanos())) {
            resyncedAt = now;
            intake.gaps.increment();
            source.resync();
        }
    }

    private void apply(Inbox.Item item, FeedMessage message) {
        boolean whole = message.kind() == Kind.FRAME || message.kind() == Kind.SNAPSHOT;
        List<Record> brought = message.frame().records();
        long feedNow = message.now();
        from = message.from();
        if (message.kind() == Kind.FRAME) {
            // A frame does not tell its clock or its edge. It holds all that the feed's window has, be it nothing.
            feedNow = item.receivedAt();
            from = brought.stream().mapToLong(Record::createdAt).min().orElse(feedNow);
        } else {
            clockDifference.message(item.receivedAt(), message.now());
        }
        // The first window of a connection is history, a snapshot after a gap mostly is.
        boolean live = message.kind() == Kind.UPSERT || message.kind() == Kind.FRAME && inSequence;
        long difference = clockDifference.millis();
        LongConsumer arrival = live ? createdAt -> latency.add(createdAt - difference) : null;
        LiveWindow.Change change = whole
                ? window.replace(brought, from, feedNow, arrival)
                : window.upsert(brought, from, feedNow, arrival);
        sequence = message.sequence();
        inSequence = true;
        intake.count(message.frame(), change);
        records = window.size();
        dataAt = item.receivedAt();
        views.values().forEach(view -> view.update(nanoTime.getAsLong()));
        if (message.frame().firstRejection() != null) {
            warn(message.frame().received() - brought.size() + " of "
                    + message.frame().received() + " records could not be used; "
                    + message.frame().firstRejection());
        }
        listener.changed(brought, whole);
    }

    private CompletionStage<Void> publish() {
        List<CompletableFuture<Void>> passedOn = new ArrayList<>();
        for (LiveView view : views.values()) {
            long now = nanoTime.getAsLong();
            if (view.isHeldBack(now)) {
                heldBack.increment();
            }
            Map<String, Object> news = view.news(surroundings(), now);
            if (!news.isEmpty()) {
                View.Fresh fresh = View.Fresh.of(view.takeFresh(), clock.millis() + clockDifference.millis());
                String update = render("update", view.sequence(), fresh, news);
                view.spent(update.getBytes(StandardCharsets.UTF_8).length, now);
                passedOn.add(publisher.update(view.query(), update).toCompletableFuture());
            }
            passedOn.add(publisher.catchUp(view.query(), () -> whole(view)).toCompletableFuture());
        }
        latency.sent(clock.millis());
        return CompletableFuture.allOf(passedOn.toArray(CompletableFuture<?>[]::new));
    }

    private void beat() {
        long now = nanoTime.getAsLong();
        boolean due = false;
        for (LiveView view : views.values()) {
            due |= view.isDue(now);
            if (view.isDueForHeartbeat(now, HEARTBEAT)) {
                publisher.heartbeat(
                        view.query(),
                        "{\"type\":\"heartbeat\",\"now\":" + clock.millis()
                                + (dataAt == null ? "" : ",\"data_at\":" + dataAt) + "}");
            }
        }
        if (due) {
            pacer.request();
        }
    }

    private void replay(LiveView view, long time, Watcher watcher) {
        long began = nanoTime.getAsLong();
        if (replayAgainAt != null && began - replayAgainAt < 0) {
            watcher.refused("too many replays at once: try again in a moment");
            return;
        }
        if (window.isUnknown()) {
            watcher.refused("replay: there are no data yet");
            return;
        }
        long earliest = Math.min(window.completeSince(), window.now());
        long at = Math.max(earliest, Math.min(window.now(), time));
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", "replay");
        message.put("at", at);
        message.put("known_from", earliest);
        message.put("known_to", window.now());
        message.put("now", clock.millis());
        message.putAll(view.at(at, surroundings()));
        replayAgainAt = began + (nanoTime.getAsLong() - began) * REST_AFTER_REPLAY;
        watcher.replayed(toJson(message));
    }

    private LiveView.Surroundings surroundings() {
        return new LiveView.Surroundings(settings.refreshSeconds(), status, intake.problems());
    }

    /** All that those who watch know, for one who does not know it yet: it goes on from there with them. */
    private String whole(LiveView view) {
        if (view.said().isEmpty()) {
            view.news(surroundings(), nanoTime.getAsLong());
        }
        return render("view", view.sequence(), null, view.said());
    }

    private String render(String type, long sequence, View.Fresh fresh, Map<String, Object> parts) {
        boolean whole = type.equals("view");
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", type);
        message.put("seq", sequence);
        message.put("now", clock.millis());
        if (dataAt != null) {
            message.put("data_at", dataAt);
        }
        if (fresh != null) {
            message.put("fresh", fresh);
        }
        parts.forEach((name, value) -> {
            // That there is nothing is news, or goes without saying.
            if (!whole || value != null) {
                message.put(name, value);
            }
        });
        return toJson(message);
    }

    private String toJson(Map<String, Object> message) {
        try {
            return json.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a view is plain data", e);
        }
    }

    /** A feed that talks nonsense does so often: one line in a while is enough, the rest is counted. */
    private void warn(String what) {
        long now = nanoTime.getAsLong();
        if (warnedAt == null || now - warnedAt > BETWEEN_WARNINGS.toNanos()) {
            warnedAt = now;
            LOG.warn(what);
        }
    }

    /** What has come in since the start. */
    public Intake intake() {
        return intake;
    }

    /** How long records take to the viewers. */
    public LatencyMeter latency() {
        return latency;
    }

    /** The state of the source, as last heard. */
    public SourceStatus sourceStatus() {
        return lastStatus;
    }

    /** Records in the window. */
    public int records() {
        return records;
    }

    /** Different queries that are watched. */
    public int distinctViews() {
        return distinctViews;
    }

    /** At how many pushes of views charts were due, but had to wait, because their view had said as much as it may. */
    public long viewsHeldBack() {
        return heldBack.sum();
    }

    /** The time between two views, as the load has it now. */
    public Duration pushInterval() {
        return pacer.interval();
    }

    /** The feed's clock less ours, as far as it is known, in milliseconds. */
    public long clockDifferenceMillis() {
        return clockDifference.millis();
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
