package io.thelook.dashboard.view;

import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Totals;
import java.time.Duration;

/** The view of one query: its totals, its deltas, and what was last said of them. Belongs to the engine's thread. */
final class LiveView {

    private final Query query;
    private final LiveWindow window;
    private final Totals totals;
    private final Deltas deltas;
    private final int maxBars;
    private View.Content last;
    private long sequence;
    private long sentAtNanos;
    private int watchers;

    LiveView(Query query, LiveWindow window, Duration refresh, int maxBars) {
        this.query = query;
        this.window = window;
        this.totals = window.totals(query);
        this.deltas = new Deltas(refresh);
        this.maxBars = maxBars;
    }

    Query query() {
        return query;
    }

    /** The window has been brought up to date. */
    void update(long nanoTime) {
        deltas.update(totals.metrics(), nanoTime);
    }

    /** What is to be seen now. */
    View.Content content(int refreshSeconds, SourceStatus source, View.Problems problems) {
        return new View.Content(
                query.minutes() == 0 ? null : View.Window.of(query, window),
                refreshSeconds,
                View.Source.of(source),
                totals.metrics(),
                deltas.get(),
                View.Bars.of(totals.byCountry().ranking(maxBars)),
                View.Bars.of(totals.byTrafficSource().ranking(maxBars)),
                problems);
    }

    /** Whether this differs from what was said last; if so, it is being said. */
    boolean isNews(View.Content content, long nanoTime) {
        if (content.equals(last)) {
            return false;
        }
        last = content;
        sequence++;
        sentAtNanos = nanoTime;
        return true;
    }

    /** Whether nothing has been said for so long; if so, a sign of life is being given. */
    boolean isDueForHeartbeat(long nanoTime, Duration quiet) {
        if (nanoTime - sentAtNanos < quiet.toNanos()) {
            return false;
        }
        sentAtNanos = nanoTime;
        return true;
    }

    long sequence() {
        return sequence;
    }

    Totals.Fresh takeFresh() {
        return totals.takeFresh();
    }

    void watched() {
        watchers++;
    }

    boolean isWatchedByOne() {
        return watchers == 1;
    }

    /** Whether nobody watches any more. */
    boolean unwatched() {
        return --watchers == 0;
    }

    void end() {
        window.forget(totals);
    }
}
