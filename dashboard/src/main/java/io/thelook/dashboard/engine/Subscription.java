package io.thelook.dashboard.engine;

import io.thelook.dashboard.history.HistoryQuery;
import io.thelook.dashboard.view.Figures;
import io.thelook.dashboard.view.HistoryView;
import io.thelook.dashboard.view.LiveView;
import io.thelook.dashboard.view.WatchedView;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Selection;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * One viewer's interest in a selection, which may change, and its replays.
 *
 * <p>A selection that another viewer already has open is available immediately. Any other, and a replay, needs a scan
 * of the window or a query of the history, which waits for its turn. The newest request of a kind counts: it takes the
 * place of one that waits. A request that is already running is either abandoned, or answered and followed by the newer
 * one. A replay uses the selection that was requested last.
 *
 * <p>Longer than 300 lines because a selection and its replays take turns. Thread-safe: all work runs on the engine's
 * thread.
 */
public final class Subscription {

    private final Executor thread;
    private final WindowKeeper keeper;
    private final ViewRegistry views;
    private final ScanQueue scans;
    private final Broadcaster broadcaster;
    private final Supplier<Optional<PastKeeper>> past;
    private final String address;
    private final SubscriptionListener listener;
    private final Replays replays;

    // The following belong to the engine's thread.
    private WatchedView current;
    private Opening opening;
    private volatile boolean hasEnded;

    Subscription(
            Executor thread,
            WindowKeeper keeper,
            ViewRegistry views,
            ScanQueue scans,
            Broadcaster broadcaster,
            ViewJson json,
            Supplier<Optional<PastKeeper>> past,
            String address,
            SubscriptionListener listener) {
        this.thread = thread;
        this.keeper = keeper;
        this.views = views;
        this.scans = scans;
        this.broadcaster = broadcaster;
        this.past = past;
        this.address = address;
        this.listener = listener;
        this.replays = new Replays(keeper, scans, broadcaster, json, past, address, listener, this::settledView);
    }

    /** Subscribes to this selection instead of the previous one. */
    public void change(Selection selection) {
        execute(() -> changeNow(selection));
    }

    /** Subscribes to this selection unless a subscription to another one exists or is being prepared. */
    public void changeIfNone(Selection selection) {
        execute(() -> {
            if (current == null && opening == null) {
                changeNow(selection);
            }
        });
    }

    private void changeNow(Selection selection) {
        WatchedView known = views.get(selection);
        if (known != null) {
            if (opening != null) {
                opening.wanted = null;
                opening = null;
            }
            moveTo(known);
        } else if (opening != null && !opening.isLeft()) {
            opening.wanted = selection;
        } else {
            open(selection);
        }
    }

    /** Starts to make the view of a selection that no viewer has open. */
    private void open(Selection selection) {
        Optional<String> refusal = views.refusal(address, current);
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return;
        }
        if (selection instanceof HistoryQuery query) {
            past.get().ifPresentOrElse(from -> new HistoryOpening(query).begin(from), () -> refuse(PastKeeper.NONE));
            return;
        }
        QueryScan scan = new QueryScan((Query) selection);
        if (scans.add(address, scan)) {
            opening = scan;
        } else {
            refuse(ScanQueue.BUSY);
        }
    }

    /** Refuses a selection. The previous one stays, and a replay that waited for the new one uses the previous one. */
    private void refuse(String reason) {
        listener.refused(reason);
        replays.begin();
    }

    /**
     * Requests the view at an earlier time.
     *
     * @param time by the feed's clock, in milliseconds since the epoch
     */
    public void replay(long time) {
        execute(() -> replays.ask(time));
    }

    /**
     * Requests the course of the day of a time, with the filter of the current view.
     *
     * @param time in milliseconds since the epoch
     */
    public void day(long time) {
        execute(() -> replays.day(time));
    }

    /**
     * The figures of the current view; empty if there are none yet. Call it on the engine's thread, such as in a
     * {@link PushListener}.
     */
    public Optional<Figures> figures() {
        return current == null ? Optional.empty() : current.figures();
    }

    /** Ends the subscription. */
    public void end() {
        thread.execute(() -> {
            hasEnded = true;
            leave();
        });
    }

    /** Runs a task on the engine's thread, unless the subscription has ended by then. */
    private void execute(Runnable task) {
        thread.execute(() -> {
            if (!hasEnded) {
                task.run();
            }
        });
    }

    /** The view of the selection requested last; {@code null} while there is none. */
    private WatchedView settledView() {
        return opening == null ? current : null;
    }

    private void moveTo(WatchedView next) {
        views.subscribe(next);
        leave();
        current = next;
        listener.subscribed(next.selection(), broadcaster.whole(next));
        replays.begin();
    }

    private void leave() {
        WatchedView left = current;
        current = null;
        if (left != null && views.unsubscribe(left)) {
            broadcaster.ended(left);
        }
    }

    /** The making of a view that no viewer has open. */
    private abstract class Opening {

        /** The requested selection; {@code null} if none is wanted. */
        volatile Selection wanted;

        Opening(Selection wanted) {
            this.wanted = wanted;
        }

        /** Abandons the view that is being made, if possible: another selection is then opened at once. */
        boolean isLeft() {
            return false;
        }

        /** Whether the view of this selection is no longer wanted. */
        final boolean isSuperseded(Selection selection) {
            return hasEnded || wanted == null || !wanted.equals(selection);
        }

        /** Ends without a view, and continues with the selection that is wanted now. */
        final void giveWay() {
            boolean isWanted = !hasEnded && wanted != null;
            over();
            if (isWanted) {
                changeNow(wanted);
            }
        }

        /** Ends with a refusal, unless no selection is wanted any more. */
        final void fail(String reason) {
            boolean isWanted = !hasEnded && wanted != null;
            over();
            if (isWanted) {
                refuse(reason);
            }
        }

        /** Subscribes to the view that was made. */
        final void succeed(WatchedView made) {
            over();
            views.add(made, address);
            moveTo(made);
        }

        void over() {
            if (opening == this) {
                opening = null;
            }
        }
    }

    /** Waits for the view of a query of the history. */
    private final class HistoryOpening extends Opening {

        private final HistoryQuery query;

        private HistoryOpening(HistoryQuery query) {
            super(query);
            this.query = query;
        }

        private void begin(PastKeeper from) {
            opening = this;
            from.open(query, address, () -> !isSuperseded(query), this::answered, this::fail);
        }

        @Override
        boolean isLeft() {
            wanted = null;
            over();
            return true;
        }

        private void answered(HistoryView made) {
            if (isSuperseded(query) || views.get(query) != null) {
                giveWay();
                return;
            }
            views.refusal(address, current).ifPresentOrElse(this::fail, () -> succeed(made));
        }
    }

    /** Builds the view of a query of the live window. */
    private final class QueryScan extends Opening implements ScanQueue.Scan {

        private final Query query;
        private LiveView building;

        private QueryScan(Query query) {
            super(query);
            this.query = query;
        }

        @Override
        public boolean goOn() {
            if (isSuperseded(query) || building == null && views.get(query) != null) {
                giveWay();
                return true;
            }
            if (building == null) {
                Optional<String> refusal = views.refusal(address, current);
                if (refusal.isPresent()) {
                    fail(refusal.get());
                    return true;
                }
                building = views.create(query, keeper.window());
            }
            if (!building.build(ScanQueue.ROWS)) {
                return false;
            }
            LiveView built = building;
            building = null;
            succeed(built);
            return true;
        }

        @Override
        void over() {
            if (building != null) {
                building.end();
                building = null;
            }
            super.over();
        }

        @Override
        public void abandon() {
            fail(ScanQueue.ABANDONED);
        }
    }
}
