package io.thelook.dashboard.view;

import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Totals;
import io.thelook.model.Metrics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The view of one query of the live window: its totals and its deltas.
 *
 * <p>The view has no figures until its totals are {@linkplain #build built} and the feed has sent something.
 *
 * <p>It sends figures whenever they change. It sends other parts at their own cadence, because people cannot follow
 * them as fast, and only while some of the view's {@link Budget} is left. Belongs to the engine's thread.
 */
public final class LiveView extends WatchedView {

    private static final String COUNTRIES = "revenue_by_country";
    private static final String FURTHER = "further_countries";

    private final Query query;
    private LiveWindow window;
    private Parts parts;
    private Totals totals;
    private Totals before;
    private final Deltas deltas;
    private final int maxBars;
    private final Budget budget;

    /**
     * The cadences of the main breakdowns and the latest orders, of the other breakdowns and the window before, and of
     * the trend.
     */
    private final Cadence mainCadence = new Cadence(Duration.ofSeconds(1));

    private final Cadence besideCadence = new Cadence(Duration.ofSeconds(2));
    private final Cadence trendCadence = new Cadence(Duration.ofSeconds(4));

    /**
     * @param bytesPerSecond limit on what it sends to each of its viewers
     */
    public LiveView(Query query, LiveWindow window, Duration refresh, int maxBars, long bytesPerSecond) {
        this.query = query;
        this.deltas = new Deltas(refresh);
        this.maxBars = maxBars;
        this.budget = new Budget(bytesPerSecond);
        attach(window);
    }

    /** Moves the view to another window. The parts sent last stay until the feed has sent that window something. */
    @Override
    public void attach(LiveWindow other) {
        window = other;
        parts = new Parts(query, other, maxBars);
        totals = other.totals(query);
        before = other.before(query);
    }

    /**
     * Continues to build the totals.
     *
     * @param rows the approximate number of records to scan
     * @return whether the totals are complete now
     */
    public boolean build(int rows) {
        return window.build(totals, rows) && window.build(before, rows);
    }

    @Override
    public Query selection() {
        return query;
    }

    /** Updates the deltas. */
    @Override
    public void update(long nanoTime) {
        deltas.update(metrics(), nanoTime);
    }

    @Override
    void collectFigures(Map<String, Object> news, long nanoTime) {
        // The window may be empty only because nothing has arrived yet: send no figures.
        if (window.isUnknown()) {
            return;
        }
        // The first figures are sent at once, with all parts.
        boolean first = said().get("trend") == null;
        boolean left = budget.isLeft(nanoTime);
        long now = window.now();
        Long length = parts.length(now);
        collect(news, "window", View.Window.of(length, query.isFeedsOwn() ? length : parts.covered(now)));
        collect(news, "unknown", parts.unknown());
        collect(news, "metrics", metrics());
        collect(news, "deltas", deltas.get());
        if (first || left && mainCadence.isDue(nanoTime)) {
            mainCadence.sent(nanoTime);
            parts.main(totals).forEach((name, value) -> collect(news, name, value));
        }
        boolean moved = hasOtherNames((View.Chart) news.get(COUNTRIES));
        boolean besideIsDue = first || left && besideCadence.isDue(nanoTime);
        if (besideIsDue) {
            besideCadence.sent(nanoTime);
            parts.beside(totals).forEach((name, value) -> collect(news, name, value));
            collect(news, "previous", parts.previous(before));
        }
        if (moved || besideIsDue) {
            collect(news, FURTHER, parts.further(totals));
        }
        if (first || left && trendCadence.isDue(nanoTime)) {
            trendCadence.sent(nanoTime);
            collect(news, "trend", parts.trend(totals, now));
        }
    }

    /**
     * Whether a country has got or lost its bar. If so, the countries without a bar are sent along, so that each
     * country is in exactly one of both parts.
     *
     * @param bars that are about to be sent; {@code null} if none are
     */
    private boolean hasOtherNames(View.Chart bars) {
        return bars != null
                && !(said().get(COUNTRIES) instanceof View.Chart before
                        && before.names().equals(bars.names()));
    }

    private Metrics metrics() {
        return parts.metrics(totals, window.now());
    }

    @Override
    public void spent(long bytes, long nanoTime) {
        budget.spend(bytes, nanoTime);
    }

    @Override
    public boolean isDue(long nanoTime) {
        return isPartDue(nanoTime) && budget.isLeft(nanoTime);
    }

    @Override
    public boolean isHeldBack(long nanoTime) {
        return isPartDue(nanoTime) && !budget.isLeft(nanoTime);
    }

    private boolean isPartDue(long nanoTime) {
        return mainCadence.isDue(nanoTime) || besideCadence.isDue(nanoTime) || trendCadence.isDue(nanoTime);
    }

    @Override
    public Optional<Figures> figures() {
        if (window.isUnknown() || !(said().get("metrics") instanceof Metrics metrics)) {
            return Optional.empty();
        }
        Long minutes = said().get("window") instanceof View.Window told ? told.minutes() : null;
        return Optional.of(new Figures(metrics, minutes, parts.isComplete(window.now())));
    }

    /**
     * Starts to build the totals of an earlier time, from the records as they are now: see {@link #at}.
     *
     * @param time by the feed's clock
     */
    public Totals totalsAt(long time) {
        return window.at(query, time);
    }

    /**
     * All parts as of an earlier time, with zero deltas.
     *
     * @param then the {@linkplain #totalsAt totals} of that time
     * @param time by the feed's clock, within the time that the window has data for
     */
    public Map<String, Object> at(Totals then, long time, Surroundings surroundings) {
        Map<String, Object> all = surroundings.parts();
        all.put("window", View.Window.of(parts.length(time), parts.covered(time)));
        all.put("unknown", parts.unknown());
        all.put("metrics", parts.metrics(then, time));
        all.put("deltas", Metrics.ZERO);
        all.putAll(parts.main(then));
        all.put(FURTHER, parts.further(then));
        all.putAll(parts.beside(then));
        all.put("trend", parts.trend(then, time));
        return all;
    }

    @Override
    public Totals.Fresh takeFresh() {
        return totals.takeFresh();
    }

    @Override
    public void end() {
        window.forget(totals);
        window.forget(before);
    }
}
