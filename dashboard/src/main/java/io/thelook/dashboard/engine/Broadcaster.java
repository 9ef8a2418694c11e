package io.thelook.dashboard.engine;

import io.thelook.dashboard.source.LogPosition;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.view.Past;
import io.thelook.dashboard.view.Surroundings;
import io.thelook.dashboard.view.View;
import io.thelook.dashboard.view.WatchedView;
import io.thelook.service.fanout.Pacer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Publishes updates of the views at the pace of a {@link Pacer}, and heartbeats for views without updates. A view that
 * fails does not hold up the others; its viewers receive the whole view next. Belongs to the engine's thread.
 */
final class Broadcaster {

    private static final Logger LOG = Logger.getLogger(Broadcaster.class);
    private static final Duration LONGEST_PUSH = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private final ViewRegistry views;
    private final FeedFollower follower;
    private final WindowKeeper keeper;
    private final ViewJson json;
    private final WholeTexts wholeTexts;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final int refreshSeconds;
    private final String currency;
    private final Pacer pacer;
    private final LongAdder heldBack = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private SourceStatus status;
    private final Supplier<LogPosition> position;
    private Supplier<Past> past = () -> null;
    private boolean isStarted;
    private volatile ViewPublisher publisher = ViewPublisher.NONE;
    private volatile PushListener listener = PushListener.NONE;

    Broadcaster(
            ScheduledExecutorService thread,
            EngineSettings settings,
            ViewRegistry views,
            FeedFollower follower,
            WindowKeeper keeper,
            ViewJson json,
            Supplier<LogPosition> position,
            InstantSource clock,
            LongSupplier nanoTime,
            SourceStatus status) {
        this.views = views;
        this.follower = follower;
        this.keeper = keeper;
        this.json = json;
        this.position = position;
        this.clock = clock;
        this.wholeTexts = new WholeTexts(clock);
        this.nanoTime = nanoTime;
        this.refreshSeconds = settings.refreshSeconds();
        this.currency = settings.format().currency();
        this.status = status;
        this.pacer = new Pacer(thread, settings.push(), LONGEST_PUSH, nanoTime, this::publish);
    }

    void publishTo(ViewPublisher receiver) {
        publisher = receiver;
    }

    /** Sets the source of the parts about earlier times. */
    void tellOf(Supplier<Past> earlier) {
        past = earlier;
    }

    void onPush(PushListener receiver) {
        listener = receiver;
    }

    /**
     * Starts to push, with the next change. A view pushed while the window is being filled would be outdated by the
     * time the first viewer receives it.
     */
    void start() {
        isStarted = true;
    }

    /** Brings every view up to date with the window, and requests a push. */
    void update() {
        pacer.request();
        long now = nanoTime.getAsLong();
        for (WatchedView view : views.all()) {
            try {
                view.update(now);
            } catch (RuntimeException | Error e) {
                fail(view, e);
            }
        }
    }

    private void fail(WatchedView view, Throwable failure) {
        failed.increment();
        publisher.missed(view.selection());
        LOG.errorf(failure, "a view could not be computed; its viewers receive a full view next: %s", view.selection());
    }

    /** Requests a push. Call it when something may have changed. */
    void request() {
        pacer.request();
    }

    void status(SourceStatus changed) {
        status = changed;
        pacer.request();
    }

    private CompletionStage<Void> publish() {
        if (!isStarted) {
            return CompletableFuture.completedFuture(null);
        }
        List<CompletableFuture<Void>> passedOn = new ArrayList<>();
        for (WatchedView view : views.all()) {
            try {
                publish(view, passedOn);
            } catch (RuntimeException | Error e) {
                fail(view, e);
            }
        }
        keeper.latency().sent(clock.millis());
        listener.pushed(keeper.dataAt());
        return CompletableFuture.allOf(passedOn.toArray(CompletableFuture<?>[]::new));
    }

    private void publish(WatchedView view, List<CompletableFuture<Void>> passedOn) {
        long now = nanoTime.getAsLong();
        if (view.isHeldBack(now)) {
            heldBack.increment();
        }
        Map<String, Object> news = view.news(surroundings(), now);
        if (!news.isEmpty()) {
            View.Fresh fresh = View.Fresh.of(
                    view.takeFresh(),
                    clock.millis() + follower.clockDifference().millis());
            String update = json.message("update", view.sequence(), keeper.dataAt(), feedTime(), fresh, news);
            view.spent(update.getBytes(StandardCharsets.UTF_8).length, now);
            passedOn.add(publisher.update(view.selection(), update).toCompletableFuture());
        }
        passedOn.add(publisher.catchUp(view.selection(), () -> whole(view)).toCompletableFuture());
    }

    /**
     * Sends the heartbeats that are due, and requests a push if parts of a view are due. Call it several times a
     * second.
     */
    void beat() {
        long now = nanoTime.getAsLong();
        boolean isDue = false;
        for (WatchedView view : views.all()) {
            isDue |= view.isDue(now);
            if (view.isDueForHeartbeat(now, HEARTBEAT)) {
                publisher.heartbeat(view.selection(), json.heartbeat(keeper.dataAt(), view.position()));
            }
        }
        if (isDue) {
            pacer.request();
        }
    }

    /** The whole view as its viewers know it. A viewer that receives it can apply the updates that follow. */
    String whole(WatchedView view) {
        if (view.said().isEmpty()) {
            view.news(surroundings(), nanoTime.getAsLong());
        }
        return wholeTexts.get(
                view, () -> json.message("view", view.sequence(), keeper.dataAt(), feedTime(), null, view.said()));
    }

    /** The feed's clock; {@code null} while it is unknown. */
    private Long feedTime() {
        return keeper.window().isUnknown() ? null : keeper.window().now();
    }

    /** Tells the publisher that the view has no subscriptions left. */
    void ended(WatchedView view) {
        wholeTexts.forget(view);
        publisher.ended(view.selection());
    }

    Surroundings surroundings() {
        return new Surroundings(
                refreshSeconds,
                status,
                follower.usualPauseMillis(),
                keeper.intake()
                        .problems(
                                currency,
                                keeper.areAllRejected(),
                                keeper.window().ahead()),
                past.get(),
                position.get());
    }

    /**
     * The number of pushes of views at which charts were due but had to wait, because the view had used up its
     * bandwidth.
     */
    long heldBack() {
        return heldBack.sum();
    }

    /** The number of times that a view could not be updated or published. */
    long failed() {
        return failed.sum();
    }

    /** The number of pushes that took too long to pass on, so that the engine stopped waiting for them. */
    long overdue() {
        return pacer.overdue();
    }

    /** The current interval between two pushes, which adapts to the load. */
    Duration interval() {
        return pacer.interval();
    }
}
