package io.thelook.dashboard.engine;

import io.thelook.dashboard.view.LiveView;
import io.thelook.dashboard.view.WatchedView;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Totals;
import java.util.function.Supplier;

/**
 * One viewer's replays: its view at an earlier time.
 *
 * <p>A replay uses the query that the viewer requested last. It waits until that query has its view, and starts over if
 * the query changes meanwhile. If several times are requested while one waits, the newest counts. Belongs to the
 * engine's thread.
 */
final class Replays {

    private final WindowKeeper keeper;
    private final ScanQueue scans;
    private final Broadcaster broadcaster;
    private final ViewJson json;
    private final String address;
    private final SubscriptionListener listener;
    private final Supplier<WatchedView> settledView;

    /** The requested time that is not answered yet; {@code null} if there is none. */
    private Long wanted;

    private ReplayScan scan;

    /**
     * @param address of the viewer
     * @param settledView the view of the query requested last; {@code null} while there is none
     */
    Replays(
            WindowKeeper keeper,
            ScanQueue scans,
            Broadcaster broadcaster,
            ViewJson json,
            String address,
            SubscriptionListener listener,
            Supplier<WatchedView> settledView) {
        this.keeper = keeper;
        this.scans = scans;
        this.broadcaster = broadcaster;
        this.json = json;
        this.address = address;
        this.listener = listener;
        this.settledView = settledView;
    }

    /**
     * Requests the view at an earlier time.
     *
     * @param time by the feed's clock, in milliseconds since the epoch
     */
    void ask(long time) {
        wanted = time;
        begin();
    }

    /** Starts the requested replay, unless another one is running. Call it whenever a query is settled. */
    void begin() {
        if (wanted == null || scan != null || settledView.get() == null) {
            return;
        }
        if (keeper.window().isUnknown()) {
            refuse("replay: there are no data yet");
            return;
        }
        ReplayScan next = new ReplayScan((LiveView) settledView.get());
        if (scans.add(address, next)) {
            scan = next;
        } else {
            refuse(ScanQueue.BUSY);
        }
    }

    private void refuse(String reason) {
        wanted = null;
        listener.refused(reason);
    }

    /** Builds the totals of an earlier time and sends the replay. */
    private final class ReplayScan implements ScanQueue.Scan {

        private final LiveWindow window = keeper.window();
        private final LiveView of;
        private Long time;
        private Totals then;

        private ReplayScan(LiveView of) {
            this.of = of;
        }

        @Override
        public boolean goOn() {
            if (settledView.get() != of) {
                over();
                begin();
                return true;
            }
            if (then == null) {
                time = wanted;
                then = of.totalsAt(KnownTime.of(window).nearest(time));
            }
            if (!window.build(then, ScanQueue.ROWS)) {
                return false;
            }
            KnownTime known = KnownTime.of(window);
            long at = known.nearest(time);
            listener.replayed(json.replay(at, known, of.at(then, at, broadcaster.surroundings())));
            if (time.equals(wanted)) {
                wanted = null;
            }
            over();
            begin();
            return true;
        }

        private void over() {
            if (then != null) {
                window.forget(then);
                then = null;
            }
            scan = null;
        }

        @Override
        public void abandon() {
            boolean isWanted = settledView.get() != null && wanted != null;
            over();
            if (isWanted) {
                refuse(ScanQueue.ABANDONED);
            }
        }
    }
}
