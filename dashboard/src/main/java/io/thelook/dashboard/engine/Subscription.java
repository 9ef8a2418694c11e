package io.thelook.dashboard.engine;

import io.thelook.dashboard.view.LiveView;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Totals;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * One viewer's interest in a query, which may change, and its replays.
 *
 * <p>A query that others have open is had at once. Another one, and a replay, take a scan of the window, which waits for its
 * turn. Of several requests of a kind the newest counts: one that waits takes its place, and one that is under way is given
 * up, or answered and followed by the newer. A replay is of the query that was asked for last. Thread-safe: everything
 * happens on the engine's thread.
 */
public final class Subscription {

    private static final String BUSY = "the dashboard is busy: try again in a moment";
    private static final String ABANDONED = "the dashboard could not do that: try again in a moment";

    private final Executor thread;
    private final FeedFollower follower;
    private final ViewRegistry views;
    private final ScanQueue scans;
    private final Broadcaster broadcaster;
    private final ViewJson json;
    private final String address;
    private final SubscriptionListener listener;

    // The following belong to the engine's thread.
    private LiveView current;
    private QueryScan queryScan;
    private ReplayScan replayScan;

    /** The time of the replay that is asked for and not answered; {@code null} if there is none. */
    private Long replayWanted;

    private boolean hasEnded;

    Subscription(
            Executor thread,
            FeedFollower follower,
            ViewRegistry views,
            ScanQueue scans,
            Broadcaster broadcaster,
            ViewJson json,
            String address,
            SubscriptionListener listener) {
        this.thread = thread;
        this.follower = follower;
        this.views = views;
        this.scans = scans;
        this.broadcaster = broadcaster;
        this.json = json;
        this.address = address;
        this.listener = listener;
    }

    /** Subscribes to this query instead of the one before. */
    public void change(Query query) {
        thread.execute(() -> {
            if (!hasEnded) {
                changeNow(query);
            }
        });
    }

    /** Subscribes to this query unless there is, or is going to be, a subscription to another one. */
    public void changeIfNone(Query query) {
        thread.execute(() -> {
            if (!hasEnded && current == null && queryScan == null) {
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
            listener.refused(refusal.get());
        } else if (scans.add(address, scan)) {
            queryScan = scan;
        } else {
            listener.refused(BUSY);
        }
    }

    /**
     * Asks for the view as it was at an earlier time.
     *
     * @param time by the feed's clock, in milliseconds since the epoch
     */
    public void replay(long time) {
        thread.execute(() -> {
            if (hasEnded) {
                return;
            }
            replayWanted = time;
            beginReplay();
        });
    }

    /** Begins the replay that is asked for, unless another one or a query comes first. */
    private void beginReplay() {
        if (replayWanted == null || replayScan != null || queryScan != null || current == null) {
            return;
        }
        if (follower.window().isUnknown()) {
            refuseReplay("replay: there are no data yet");
            return;
        }
        ReplayScan scan = new ReplayScan();
        if (scans.add(address, scan)) {
            replayScan = scan;
        } else {
            refuseReplay(BUSY);
        }
    }

    private void refuseReplay(String reason) {
        replayWanted = null;
        listener.refused(reason);
    }

    /** Ends the subscription. */
    public void end() {
        thread.execute(() -> {
            hasEnded = true;
            leave();
        });
    }

    private void moveTo(LiveView next) {
        views.subscribe(next);
        leave();
        current = next;
        listener.subscribed(next.query(), broadcaster.whole(next));
        beginReplay();
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

        /** {@code null} if nothing is wanted any more. */
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
                    listener.refused(refusal.get());
                    beginReplay();
                    return true;
                }
                building = views.create(wanted, follower.window());
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
                listener.refused(ABANDONED);
            }
        }
    }

    /** Builds the totals of an earlier time. */
    private final class ReplayScan implements ScanQueue.Scan {

        private final LiveWindow window = follower.window();
        private Long time;
        private LiveView of;
        private Totals then;

        @Override
        public boolean goOn() {
            if (hasEnded) {
                return over();
            }
            if (then == null) {
                if (current == null || queryScan != null) {
                    // It begins when the query has come.
                    return over();
                }
                time = replayWanted;
                of = current;
                then = of.totalsAt(at());
            }
            if (!window.build(then, ScanQueue.ROWS)) {
                return false;
            }
            boolean isOfTheNewestQuery = of == current && queryScan == null;
            if (isOfTheNewestQuery) {
                listener.replayed(
                        json.replay(at(), earliest(), window.now(), of.at(then, at(), broadcaster.surroundings())));
                if (time.equals(replayWanted)) {
                    replayWanted = null;
                }
            }
            over();
            beginReplay();
            return true;
        }

        private long at() {
            return Math.max(earliest(), Math.min(window.now(), time));
        }

        private long earliest() {
            return Math.min(window.completeSince(), window.now());
        }

        private boolean over() {
            if (then != null) {
                window.forget(then);
                then = null;
            }
            replayScan = null;
            return true;
        }

        @Override
        public void abandon() {
            boolean isWanted = !hasEnded && replayWanted != null;
            over();
            if (isWanted) {
                refuseReplay(ABANDONED);
            }
        }
    }
}
