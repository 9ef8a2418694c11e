package io.thelook.dashboard.view;

import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Property;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Totals;
import io.thelook.model.Metrics;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The view of one query: its totals, its deltas, and what was last said of them.
 *
 * <p>Before it can say anything its totals have to be {@linkplain #build built}, and something of the feed has to be known.
 *
 * <p>It consists of parts, and only those that have changed are said anew. Figures are said whenever they change; what the eye
 * cannot follow as fast, each at its own cadence, and only while something is left of the view's {@link Budget}. Belongs to the
 * engine's thread.
 */
public final class LiveView {

    /** One in so many records may be ahead of the clock before the rate of the feed's own window means nothing. */
    private static final int AHEAD = 20;

    private static final int MOST_POINTS = 62;
    private static final int MOST_CATEGORIES = 10;
    private static final int MOST_ORDERS = 8;
    private static final Map<Property, String> MAIN_BREAKDOWNS = new EnumMap<>(Map.of(
            Property.COUNTRY, "revenue_by_country",
            Property.TRAFFIC_SOURCE, "revenue_by_traffic_source"));
    private static final Map<Property, String> OTHER_BREAKDOWNS = new EnumMap<>(Map.of(
            Property.CATEGORY, "revenue_by_category",
            Property.ITEM_STATUS, "revenue_by_item_status",
            Property.AGE, "revenue_by_age",
            Property.GENDER, "revenue_by_gender"));

    private final Query query;
    private LiveWindow window;
    private Totals totals;
    private Totals before;
    private final Deltas deltas;
    private final int maxBars;
    private final Budget budget;

    /** What its viewers know, by the names of the parts. */
    private final Map<String, Object> said = new LinkedHashMap<>();

    /** The two breakdowns and the orders that people follow; what stands beside them; the trend. */
    private final Cadence mainCadence = new Cadence(Duration.ofSeconds(1));

    private final Cadence besideCadence = new Cadence(Duration.ofSeconds(2));
    private final Cadence trendCadence = new Cadence(Duration.ofSeconds(4));
    private long sequence;
    private long sentAtNanos;

    /**
     * @param bytesPerSecond what it may say to each of its viewers
     */
    public LiveView(Query query, LiveWindow window, Duration refresh, int maxBars, long bytesPerSecond) {
        this.query = query;
        this.deltas = new Deltas(refresh);
        this.maxBars = maxBars;
        this.budget = new Budget(bytesPerSecond);
        attach(window);
    }

    /** From now on this is the view of another window. What was said last stays until that knows something. */
    public void attach(LiveWindow other) {
        window = other;
        totals = other.totals(query);
        before = other.before(query);
    }

    /**
     * Goes on building its totals.
     *
     * @param rows about how many records are looked at
     * @return whether it is complete now
     */
    public boolean build(int rows) {
        return window.build(totals, rows) && window.build(before, rows);
    }

    /**
     * What there is to say beside what the totals give.
     *
     * @param refreshSeconds over how many seconds the deltas count
     * @param source the state of the connection to the feed
     * @param usualPauseMillis how long the feed usually pauses between two messages
     * @param problems what the feed sent that could not be used; {@code null} if there was nothing
     */
    public record Surroundings(
            int refreshSeconds, SourceStatus source, long usualPauseMillis, View.Problems problems) {}

    public Query query() {
        return query;
    }

    /** The window has been brought up to date. */
    public void update(long nanoTime) {
        deltas.update(metrics(), nanoTime);
    }

    /** The parts that are new and due; from now on they are said. Empty if there is nothing to say. */
    public Map<String, Object> news(Surroundings surroundings, long nanoTime) {
        Map<String, Object> news = new LinkedHashMap<>();
        state(surroundings).forEach((name, value) -> collect(news, name, value));
        // Nobody is told of an empty window that may not be one.
        if (!window.isUnknown()) {
            collectFigures(news, nanoTime);
        }
        if (!news.isEmpty()) {
            said.putAll(news);
            sequence++;
            sentAtNanos = nanoTime;
        }
        return news;
    }

    private void collectFigures(Map<String, Object> news, long nanoTime) {
        // The first data are shown at once, and whole.
        boolean first = said.get("trend") == null;
        boolean left = budget.isLeft(nanoTime);
        collect(news, "window", View.Window.of(length(), query.isFeedsOwn() ? length() : covered()));
        collect(news, "metrics", metrics());
        collect(news, "deltas", deltas.get());
        if (first || left && mainCadence.isDue(nanoTime)) {
            mainCadence.sent(nanoTime);
            main(totals).forEach((name, value) -> collect(news, name, value));
        }
        if (first || left && besideCadence.isDue(nanoTime)) {
            besideCadence.sent(nanoTime);
            beside(totals).forEach((name, value) -> collect(news, name, value));
            collect(news, "previous", previous());
        }
        if (first || left && trendCadence.isDue(nanoTime)) {
            trendCadence.sent(nanoTime);
            collect(news, "trend", View.Trend.of(totals.trend(edge(), window.now(), MOST_POINTS)));
        }
    }

    private void collect(Map<String, Object> news, String name, Object value) {
        if (!Objects.equals(said.get(name), value)) {
            news.put(name, value);
        }
    }

    /** The news have been said, and took so many bytes. */
    public void spent(long bytes, long nanoTime) {
        budget.spend(bytes, nanoTime);
    }

    /** Whether a part that has a cadence of its own may have something new to say by now. */
    public boolean isDue(long nanoTime) {
        return isPartDue(nanoTime) && budget.isLeft(nanoTime);
    }

    /** Whether a part is due, but has to wait. */
    public boolean isHeldBack(long nanoTime) {
        return isPartDue(nanoTime) && !budget.isLeft(nanoTime);
    }

    private boolean isPartDue(long nanoTime) {
        return mainCadence.isDue(nanoTime) || besideCadence.isDue(nanoTime) || trendCadence.isDue(nanoTime);
    }

    /** All that its viewers know. */
    public Map<String, Object> said() {
        return said;
    }

    private static Map<String, Object> state(Surroundings surroundings) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("refresh_seconds", surroundings.refreshSeconds());
        parts.put(
                "source",
                View.Source.of(surroundings.source(), surroundings.usualPauseMillis(), surroundings.refreshSeconds()));
        parts.put("problems", surroundings.problems());
        return parts;
    }

    private Map<String, Object> main(Totals of) {
        Map<String, Object> parts = breakdowns(MAIN_BREAKDOWNS, of);
        parts.put(
                "latest",
                window.newestOrders(of, MOST_ORDERS).stream()
                        .map(View.Order::of)
                        .toList());
        return parts;
    }

    private Map<String, Object> beside(Totals of) {
        return breakdowns(OTHER_BREAKDOWNS, of);
    }

    private Map<String, Object> breakdowns(Map<Property, String> names, Totals of) {
        Map<String, Object> parts = new LinkedHashMap<>();
        names.forEach((property, name) -> {
            int most = property == Property.CATEGORY ? Math.min(MOST_CATEGORIES, maxBars) : maxBars;
            parts.put(name, View.Bars.of(of.by(property).ranking(most)));
        });
        return parts;
    }

    private Metrics metrics() {
        return WindowMetrics.of(totals.sums(), covered());
    }

    /** The same metrics of the window before, if it is still known. */
    private Metrics previous() {
        Long length = length();
        return length != null && window.completeSince() <= edge() - length
                ? WindowMetrics.of(before.sums(), length)
                : null;
    }

    private long edge() {
        return window.edge(query, window.now());
    }

    /** {@code null} if it is not known. */
    private Long length() {
        return window.isLengthKnown(query) ? window.now() - edge() : null;
    }

    private Long covered() {
        return covered(edge(), window.now());
    }

    /** Over how much of a window there are data; {@code null} if that is not known. */
    private Long covered(long edge, long to) {
        boolean isMuchAhead = query.isFeedsOwn() && (long) window.ahead() * AHEAD > window.size();
        if (isMuchAhead || !window.isLengthKnown(query)) {
            return null;
        }
        long covered = to - Math.max(edge, window.completeSince());
        return covered > 0 ? covered : null;
    }

    /**
     * Begins to build the totals of an earlier time, of the records as they are now: see {@link #at}.
     *
     * @param time by the feed's clock
     */
    public Totals totalsAt(long time) {
        return window.at(query, time);
    }

    /**
     * All parts as they would have been said at an earlier time.
     *
     * @param then the {@linkplain #totalsAt totals} of that time
     * @param time by the feed's clock, no earlier than the first and no later than the last time that is known
     */
    public Map<String, Object> at(Totals then, long time, Surroundings surroundings) {
        long edge = window.edge(query, time);
        Long length = window.isLengthKnown(query) ? time - edge : null;
        Long covered = covered(edge, time);
        Map<String, Object> parts = state(surroundings);
        parts.put("window", View.Window.of(length, covered));
        parts.put("metrics", WindowMetrics.of(then.sums(), covered));
        parts.put("deltas", Metrics.ZERO);
        parts.putAll(main(then));
        parts.putAll(beside(then));
        parts.put("trend", View.Trend.of(then.trend(edge, time, MOST_POINTS)));
        parts.values().removeIf(Objects::isNull);
        return parts;
    }

    /** Whether nothing has been said for so long; if so, a sign of life is being given. */
    public boolean isDueForHeartbeat(long nanoTime, Duration quiet) {
        if (nanoTime - sentAtNanos < quiet.toNanos()) {
            return false;
        }
        sentAtNanos = nanoTime;
        return true;
    }

    public long sequence() {
        return sequence;
    }

    public Totals.Fresh takeFresh() {
        return totals.takeFresh();
    }

    public void end() {
        window.forget(totals);
        window.forget(before);
    }
}
