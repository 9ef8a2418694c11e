package io.thelook.dashboard.engine;

import io.thelook.dashboard.view.HistoryView;
import io.thelook.dashboard.view.LiveView;
import io.thelook.dashboard.view.WatchedView;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Totals;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One viewer's replays: its view at an earlier time, and the course of an earlier day.
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
    private final Supplier<Optional<PastKeeper>> past;
    private final String address;
    private final SubscriptionListener listener;
    private final Supplier<WatchedView> settledView;

    /** The requested time that is not answered yet; {@code null} if there is none. */
    private Long wanted;

    /** Whether an answer is being prepared. */
    private boolean isUnderWay;

    /**
     * @param past answers for times that the window no longer has; empty if nothing answers them, or not yet
     * @param address of the viewer
     * @param settledView the view of the selection requested last; {@code null} while there is none
     */
    Replays(
            WindowKeeper keeper,
            ScanQueue scans,
            Broadcaster broadcaster,
            ViewJson json,
            Supplier<Optional<PastKeeper>> past,
            String address,
            SubscriptionListener listener,
            Supplier<WatchedView> settledView) {
        this.keeper = keeper;
        this.scans = scans;
        this.broadcaster = broadcaster;
        this.json = json;
        this.past = past;
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

    /** Starts the requested replay, unless another one is running. Call it whenever a selection is settled. */
    void begin() {
        WatchedView settled = settledView.get();
        if (wanted == null || isUnderWay || settled == null) {
            return;
        }
        Optional<PastKeeper> keeping = past.get();
        if (keeping.isPresent()
                && (!(settled instanceof LiveView) || keeping.get().isBeforeWindow(wanted))) {
            readPast(keeping.get(), settled, wanted);
        } else if (keeper.window().isUnknown()) {
            refuse("replay: there are no data yet");
        } else if (scans.add(address, new ReplayScan((LiveView) settled))) {
            isUnderWay = true;
        } else {
            refuse(ScanQueue.BUSY);
        }
    }

    private void readPast(PastKeeper from, WatchedView settled, Long time) {
        KnownTime known = from.known();
        long at = known.nearest(time);
        isUnderWay = true;
        from.at(
                settled.selection(),
                address,
                at,
                answer -> {
                    isUnderWay = false;
                    if (settledView.get() == settled) {
                        Map<String, Object> parts = broadcaster.surroundings().parts();
                        parts.putAll(HistoryView.parts(answer, from.maxBars()));
                        answered(time, json.replay(at, known, parts));
                    }
                    begin();
                },
                reason -> {
                    isUnderWay = false;
                    refuse(reason);
                });
    }

    private void answered(Long time, String message) {
        listener.replayed(message);
        if (time.equals(wanted)) {
            wanted = null;
        }
    }

    /** Requests the course of the day of a time, with the filter of the settled view. */
    void day(long time) {
        WatchedView settled = settledView.get();
        Optional<PastKeeper> keeping = past.get();
        if (keeping.isEmpty()) {
            listener.refused(PastKeeper.NONE);
        } else if (settled != null) {
            keeping.get()
                    .day(
                            time,
                            settled.selection(),
                            address,
                            curve -> listener.replayed(json.day(curve)),
                            listener::refused);
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
            long at = KnownTime.of(window).nearest(time);
            KnownTime known = past.get().map(PastKeeper::known).orElseGet(() -> KnownTime.of(window));
            answered(time, json.replay(at, known, of.at(then, at, broadcaster.surroundings())));
            over();
            begin();
            return true;
        }

        private void over() {
            if (then != null) {
                window.forget(then);
                then = null;
            }
            isUnderWay = false;
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
