package io.thelook.dashboard.engine;

import io.thelook.dashboard.view.Figures;
import io.thelook.dashboard.view.LiveView;
import io.thelook.dashboard.window.Query;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * One viewer's interest in a query, which may change, and its replays.
 *
 * <p>A query that another viewer already has open is available immediately. Any other query, and a replay, needs a scan
 * of the window, which waits for its turn. The newest request of a kind counts: it takes the place of one that waits. A
 * request that is already running is either abandoned, or answered and followed by the newer one. A replay uses the
 * query that was requested last. Thread-safe: all work runs on the engine's thread.
 */
public final class Subscription {

    private final Executor thread;
    private final WindowKeeper keeper;
    private final ViewRegistry views;
    private final ScanQueue scans;
    private final Broadcaster broadcaster;
    private final String address;
    private final SubscriptionListener listener;
    private final Replays replays;

    // The following belong to the engine's thread.
    private LiveView current;
    private QueryScan queryScan;
    private boolean hasEnded;

    Subscription(
            Executor thread,
            WindowKeeper keeper,
            ViewRegistry views,
            ScanQueue scans,
            Broadcaster broadcaster,
            ViewJson json,
            String address,
            SubscriptionListener listener) {
        this.thread = thread;
        this.keeper = keeper;
        this.views = views;
        this.scans = scans;
        this.broadcaster = broadcaster;
        this.address = address;
        this.listener = listener;
        this.replays = new Replays(keeper, scans, broadcaster, json, address, listener, this::settledView);
    }

    /** Subscribes to this query instead of the previous one. */
    public void change(Query query) {
        execute(() -> changeNow(query));
    }

    /** Subscribes to this query unless a subscription to another one exists or is being prepared. */
    public void changeIfNone(Query query) {
        execute(() -> {
            if (current == null && queryScan == null) {
                changeNow(query);
            }
        });
    }

    private void changeNow(Query query) {
        LiveView known = views.get(query);
        if (known != null) {
            if (queryScan != null) {
                queryScan.wanted = null;
                queryScan = null;
            }
            moveTo(known);
        } else if (queryScan != null) {
            queryScan.wanted = query;
        } else {
            begin(new QueryScan(query));
        }
    }

    private void begin(QueryScan scan) {
        Optional<String> refusal = views.refusal(address, current);
        if (refusal.isPresent()) {
            refuse(refusal.get());
        } else if (scans.add(address, scan)) {
            queryScan = scan;
        } else {
            refuse(ScanQueue.BUSY);
        }
    }

    /** Refuses a query. The previous query stays, and a replay that waited for the new query uses the previous one. */
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

    /** The view of the query requested last; {@code null} while there is none. */
    private LiveView settledView() {
        return queryScan == null ? current : null;
    }

    private void moveTo(LiveView next) {
        views.subscribe(next);
        leave();
        current = next;
        listener.subscribed(next.query(), broadcaster.whole(next));
        replays.begin();
    }

    private void leave() {
        LiveView left = current;
        current = null;
        if (left != null && views.unsubscribe(left)) {
            broadcaster.ended(left);
        }
    }

    /** Builds the view of a new query. */
    private final class QueryScan implements ScanQueue.Scan {

        /** The requested query; {@code null} if none is wanted any more. */
        private Query wanted;

        private LiveView building;

        private QueryScan(Query wanted) {
            this.wanted = wanted;
        }

        @Override
        public boolean goOn() {
            if (hasEnded || wanted == null) {
                return over();
            }
            if (building != null && !building.query().equals(wanted)) {
                Query newer = wanted;
                over();
                begin(new QueryScan(newer));
                return true;
            }
            if (building == null) {
                LiveView known = views.get(wanted);
                if (known != null) {
                    over();
                    moveTo(known);
                    return true;
                }
                Optional<String> refusal = views.refusal(address, current);
                if (refusal.isPresent()) {
                    over();
                    refuse(refusal.get());
                    return true;
                }
                building = views.create(wanted, keeper.window());
            }
            if (!building.build(ScanQueue.ROWS)) {
                return false;
            }
            LiveView built = building;
            building = null;
            over();
            views.add(built, address);
            moveTo(built);
            return true;
        }

        private boolean over() {
            if (building != null) {
                building.end();
                building = null;
            }
            if (queryScan == this) {
                queryScan = null;
            }
            return true;
        }

        @Override
        public void abandon() {
            boolean isWanted = !hasEnded && wanted != null;
            over();
            if (isWanted) {
                refuse(ScanQueue.ABANDONED);
            }
        }
    }
}
