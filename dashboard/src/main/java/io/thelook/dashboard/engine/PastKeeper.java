package io.thelook.dashboard.engine;

import io.thelook.dashboard.history.Answer;
import io.thelook.dashboard.history.DayCurve;
import io.thelook.dashboard.history.History;
import io.thelook.dashboard.history.HistoryQuery;
import io.thelook.dashboard.history.HistoryState;
import io.thelook.dashboard.history.Period;
import io.thelook.dashboard.history.Restored;
import io.thelook.dashboard.history.TimeSpan;
import io.thelook.dashboard.history.Today;
import io.thelook.dashboard.source.LogPosition;
import io.thelook.dashboard.source.RecordSource.Beginning;
import io.thelook.dashboard.view.HistoryView;
import io.thelook.dashboard.view.Past;
import io.thelook.dashboard.view.WatchedView;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Selection;
import io.thelook.model.Record;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Connects the live window and the views with the history: passes records on, refreshes the views of the history and
 * the figures of today, and answers requests for earlier times. The engine never waits for the history.
 *
 * <p>Longer than 300 lines because it is the only place where the engine meets the history. Belongs to the engine's
 * thread.
 */
final class PastKeeper {

    /** The reason for refusing requests for earlier times if there is no history. */
    static final String NONE = "a period beyond the live window: the dashboard keeps no history (HISTORY=off)";

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final long TODAY_NANOS = Duration.ofSeconds(5).toNanos();

    /**
     * The minimum pause between two refreshes of today's figures, as a multiple of the time that the last one took,
     * including its wait.
     */
    private static final int REST = 40;

    private final History history;
    private final Optional<BigDecimal> goal;
    private final Executor thread;
    private final WindowKeeper keeper;
    private final ViewRegistry views;
    private final Runnable news;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final int maxBars;
    private final Duration refresh;

    private final LogKeeper log;

    private Today today;
    private Past told;
    private long todayAskedAt;
    private long todayTook;
    private long todaySpansLoaded;
    private boolean isTodayUnderWay;

    /**
     * @param position up to which a log has been applied; empty if the source is no log
     * @param news requests a push
     */
    PastKeeper(
            History history,
            Optional<BigDecimal> goal,
            Optional<Supplier<LogPosition>> position,
            Executor thread,
            WindowKeeper keeper,
            ViewRegistry views,
            Runnable news,
            InstantSource clock,
            LongSupplier nanoTime,
            EngineSettings settings) {
        this.history = history;
        this.goal = goal;
        this.log = new LogKeeper(history, position, clock);
        this.thread = thread;
        this.keeper = keeper;
        this.views = views;
        this.news = news;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.maxBars = settings.maxBars();
        this.refresh = Duration.ofSeconds(settings.refreshSeconds());
        this.todayAskedAt = nanoTime.getAsLong() - TODAY_NANOS;
        history.onRefill(() -> thread.execute(this::refill));
    }

    /** Waits until the history is open, but not so long that the engine would count as stuck. */
    Optional<Restored> await(CompletionStage<Optional<Restored>> restored) {
        try {
            return restored.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    /**
     * Keeps the records of the window from now on.
     *
     * @param restored the records kept when the dashboard stopped
     * @return where to start to read a log; empty for the start of the window
     */
    Optional<Beginning> begin(Optional<Restored> restored) {
        record(keeper.window());
        return log.begin(restored);
    }

    /** Passes the records of a window on from now on. */
    void record(LiveWindow window) {
        window.listen(history.recorder());
    }

    /** Records the time for which the window has passed on all records. */
    void covered() {
        LiveWindow window = keeper.window();
        if (window.isUnknown() || log.isCatchingUp()) {
            return;
        }
        KnownTime known = KnownTime.of(window);
        history.covered(
                new TimeSpan(known.from(), known.to()),
                new TimeSpan(Math.min(window.begin(), window.now()), window.now()),
                log.bookmark());
    }

    /** A log has been read up to its end, from this time on, in milliseconds since the epoch. */
    void complete(long since) {
        if (log.complete(since, now())) {
            covered();
        }
    }

    /** Builds the history from a log. */
    LogKeeper log() {
        return log;
    }

    private void refill() {
        for (Record record : keeper.window().all()) {
            history.recorder().put(record, null);
        }
        history.refilled();
        covered();
    }

    /** The present: the feed's clock, or ours while that is not known. */
    long now() {
        return keeper.window().isUnknown() ? clock.millis() : keeper.window().now();
    }

    /** What views are told. */
    Past past() {
        HistoryState state = history.state();
        Past now = new Past(
                state,
                history.since(),
                history.days(),
                history.calendar().zone().getId(),
                state.mode() == HistoryState.Mode.UNAVAILABLE ? null : today,
                goal);
        told = now;
        return now;
    }

    /** Refreshes what is due. Call it several times a second. */
    void beat() {
        log.beat();
        long nanos = nanoTime.getAsLong();
        boolean isReadable = history.state().mode() != HistoryState.Mode.UNAVAILABLE;
        if (told != null && !told.state().equals(history.state())) {
            news.run();
        }
        if (isReadable && !isTodayUnderWay && isTodayDue(nanos)) {
            refreshToday(nanos);
        }
        for (WatchedView view : views.all()) {
            if (view instanceof HistoryView of && of.isDueForAnswer(nanos)) {
                deliver(
                        history.refresh(of.selection(), views.address(of), now()),
                        answer -> of.show(answer, nanoTime.getAsLong()),
                        failure -> {});
            }
        }
    }

    /**
     * Not before any records are kept: the figures would be zeros. Immediately when more of the past has been loaded.
     */
    private boolean isTodayDue(long nanos) {
        return history.since().isPresent()
                && (history.spansLoaded() != todaySpansLoaded
                        || nanos - todayAskedAt >= Math.max(TODAY_NANOS, todayTook * REST));
    }

    private void refreshToday(long nanos) {
        todayAskedAt = nanos;
        todaySpansLoaded = history.spansLoaded();
        isTodayUnderWay = true;
        history.today(now())
                .whenComplete((newer, failure) -> thread.execute(() -> {
                    isTodayUnderWay = false;
                    todayTook = nanoTime.getAsLong() - nanos;
                    if (newer != null && !newer.equals(today)) {
                        today = newer;
                        news.run();
                    }
                }));
    }

    private void deliver(CompletionStage<Answer> answer, Consumer<Answer> show, Consumer<String> refuse) {
        answer.whenComplete((found, failure) -> thread.execute(() -> {
            if (failure == null) {
                show.accept(found);
                news.run();
            } else {
                refuse.accept(words(failure));
            }
        }));
    }

    private String words(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RejectedExecutionException) {
            return cause.getMessage();
        }
        HistoryState state = history.state();
        return state.mode() == HistoryState.Mode.UNAVAILABLE
                ? "the history cannot be read: " + state.reason()
                : "the history could not answer in time: try a shorter period, or again in a moment";
    }

    /**
     * Makes the view of a query for an address. One of the two callbacks is called later, on the engine's thread, if
     * the view is still wanted then.
     *
     * @param isWanted thread-safe
     */
    void open(
            HistoryQuery query,
            String address,
            BooleanSupplier isWanted,
            Consumer<HistoryView> made,
            Consumer<String> refused) {
        deliver(
                history.answer(query, address, isWanted, now()),
                answer -> {
                    HistoryView view = new HistoryView(query, answer, maxBars, refresh, nanoTime.getAsLong());
                    made.accept(view);
                    if (!answer.isCompared() && views.get(query) == view) {
                        compare(view, address, answer);
                    }
                },
                refused);
    }

    /** Adds the figures to compare with to the first answer of a view, unless it shows a newer one then. */
    private void compare(HistoryView view, String address, Answer first) {
        deliver(
                history.compare(view.selection(), address, first),
                whole -> {
                    if (view.isShowing(first)) {
                        view.show(whole, nanoTime.getAsLong());
                    }
                },
                failure -> {});
    }

    /**
     * Answers a request of an address for an earlier time. One of the two callbacks is called later, on the engine's
     * thread.
     *
     * @param time the last time that counts, by the feed's clock
     */
    void at(Selection selection, String address, long time, Consumer<Answer> show, Consumer<String> refused) {
        deliver(history.answerAt(at(selection, time), address, time + 1), show, refused);
    }

    /** The query for a selection at an earlier time. */
    private HistoryQuery at(Selection selection, long time) {
        if (selection instanceof HistoryQuery query) {
            return query;
        }
        Query live = (Query) selection;
        LiveWindow window = keeper.window();
        long from = window.isUnknown() ? time - Query.KEPT.toMillis() : window.edge(live, time);
        return new HistoryQuery(Period.range(new TimeSpan(from, time + 1)), live.filter());
    }

    /**
     * The span of a selection.
     *
     * @param at the last time of it, by the feed's clock; empty for the present
     */
    TimeSpan spanOf(Selection selection, OptionalLong at) {
        long last = at.orElseGet(this::now);
        return at(selection, last).period().at(last + 1, history.calendar());
    }

    /**
     * The course of the day of a time, for an address. One of the two callbacks is called later, on the engine's
     * thread.
     */
    void day(long time, Selection selection, String address, Consumer<DayCurve> show, Consumer<String> refused) {
        history.day(time, now(), selection.filter(), address)
                .whenComplete((curve, failure) -> thread.execute(() -> {
                    if (failure == null) {
                        show.accept(curve);
                    } else {
                        refused.accept(words(failure));
                    }
                }));
    }

    /** Whether a time is before the start of the live window. */
    boolean isBeforeWindow(long time) {
        LiveWindow window = keeper.window();
        return window.isUnknown() || time < KnownTime.of(window).from();
    }

    /** The span of time for which records are kept. */
    KnownTime known() {
        long now = now();
        long window = keeper.window().isUnknown()
                ? now
                : KnownTime.of(keeper.window()).from();
        return new KnownTime(Math.min(history.since().orElse(now), window), now);
    }

    int maxBars() {
        return maxBars;
    }
}
