package io.thelook.dashboard.view;

import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Property;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Totals;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The view of one query: its totals, its deltas, and what was last said of them.
 *
 * <p>It consists of parts, and only those that have changed are said anew. Figures are said whenever they change; what the eye
 * cannot follow as fast, each at its own cadence, and only while something is left of the view's {@link Budget}. Belongs to the
 * engine's thread.
 */
final class LiveView {

    /** How often at most: the two breakdowns and the orders that one watches, what stands beside them, the trend. */
    private static final Duration MAIN = Duration.ofSeconds(1);

    private static final Duration BESIDE = Duration.ofSeconds(2);
    private static final Duration TREND = Duration.ofSeconds(4);
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
    private final LiveWindow window;
    private final Totals totals;
    private final Totals before;
    private final Deltas deltas;
    private final int maxBars;
    private final Budget budget;

    /** What those who watch know, by the names of the parts. */
    private final Map<String, Object> said = new LinkedHashMap<>();

    private long mainSaidAt;
    private long besideSaidAt;
    private long trendSaidAt;
    private long sequence;
    private long sentAtNanos;
    private int watchers;

    /**
     * @param bytesPerSecond what it may say to each who watches
     */
    LiveView(Query query, LiveWindow window, Duration refresh, int maxBars, long bytesPerSecond) {
        this.query = query;
        this.window = window;
        this.totals = window.totals(query);
        this.before = window.before(query);
        this.deltas = new Deltas(refresh);
        this.maxBars = maxBars;
        this.budget = new Budget(bytesPerSecond);
    }

    /**
     * What there is to say beside what the totals give.
     *
     * @param refreshSeconds over how many seconds the deltas count
     * @param source the state of the connection to the feed
     * @param problems what the feed sent that could not be used; {@code null} if there was nothing
     */
    record Surroundings(int refreshSeconds, SourceStatus source, View.Problems problems) {}

    Query query() {
        return query;
    }

    /** The window has been brought up to date. */
    void update(long nanoTime) {
        deltas.update(cards(), nanoTime);
    }

    /** The parts that are new and due; from now on they are said. Empty if there is nothing to say. */
    Map<String, Object> news(Surroundings surroundings, long nanoTime) {
        Map<String, Object> news = new LinkedHashMap<>();
        // The first data are shown at once, and whole.
        boolean first = said.get("trend") == null && (said.isEmpty() || !window.isUnknown());
        View.Window shown = View.Window.of(length(), query.minutes() == 0 ? length() : covered());
        figures(shown, cards(), deltas.get(), surroundings).forEach((name, value) -> collect(news, name, value));
        boolean left = budget.isLeft(nanoTime);
        if (first || left && isDue(mainSaidAt, MAIN, nanoTime)) {
            mainSaidAt = nanoTime;
            main(totals).forEach((name, value) -> collect(news, name, value));
        }
        if (first || left && isDue(besideSaidAt, BESIDE, nanoTime)) {
            besideSaidAt = nanoTime;
            beside(totals).forEach((name, value) -> collect(news, name, value));
            collect(news, "previous", previous());
        }
        if (first || left && isDue(trendSaidAt, TREND, nanoTime)) {
            trendSaidAt = nanoTime;
            collect(news, "trend", window.isUnknown() ? null : trend(totals, window.now()));
        }
        if (!news.isEmpty()) {
            said.putAll(news);
            sequence++;
            sentAtNanos = nanoTime;
        }
        return news;
    }

    private void collect(Map<String, Object> news, String name, Object value) {
        if (!Objects.equals(said.get(name), value)) {
            news.put(name, value);
        }
    }

    /** The news have been said, and took so many bytes. */
    void spent(long bytes, long nanoTime) {
        budget.spend(bytes, nanoTime);
    }

    /** Whether a part that has a cadence of its own may have something new to say by now. */
    boolean isDue(long nanoTime) {
        return isPartDue(nanoTime) && budget.isLeft(nanoTime);
    }

    /** Whether a part is due, but has to wait. */
    boolean isHeldBack(long nanoTime) {
        return isPartDue(nanoTime) && !budget.isLeft(nanoTime);
    }

    private boolean isPartDue(long nanoTime) {
        return isDue(mainSaidAt, MAIN, nanoTime)
                || isDue(besideSaidAt, BESIDE, nanoTime)
                || isDue(trendSaidAt, TREND, nanoTime);
    }

    private static boolean isDue(long saidAt, Duration cadence, long nanoTime) {
        return nanoTime - saidAt >= cadence.toNanos();
    }

    /** All that those who watch know. */
    Map<String, Object> said() {
        return said;
    }

    /** The parts that change with every order. */
    private static Map<String, Object> figures(
            View.Window shown, View.Cards cards, View.Cards deltas, Surroundings surroundings) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("window", shown);
        parts.put("refresh_seconds", surroundings.refreshSeconds());
        parts.put("source", View.Source.of(surroundings.source()));
        parts.put("metrics", cards);
        parts.put("deltas", deltas);
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

    private static View.Trend trend(Totals of, long now) {
        return View.Trend.of(of.trend(now, MOST_POINTS));
    }

    private View.Cards cards() {
        return View.Cards.of(totals.figures(), covered());
    }

    /** The same figures of the window before, if it is still known. */
    private View.Cards previous() {
        long edge = edge() - length();
        return window.completeSince() <= edge ? View.Cards.of(before.figures(), length()) : null;
    }

    private long edge() {
        return window.edge(query, window.now());
    }

    private long length() {
        return window.now() - edge();
    }

    private long covered() {
        return Math.max(0, window.now() - Math.max(edge(), window.completeSince()));
    }

    /**
     * All parts as they would have been said at an earlier time, of the records as they are now.
     *
     * @param time by the feed's clock, no earlier than the first and no later than the last time that is known
     */
    Map<String, Object> at(long time, Surroundings surroundings) {
        long edge = window.edge(query, time);
        long covered = time - Math.max(edge, window.completeSince());
        Totals then = window.at(query, time);
        Map<String, Object> parts = figures(
                View.Window.of(time - edge, covered),
                View.Cards.of(then.figures(), covered),
                View.Cards.ZERO,
                surroundings);
        parts.putAll(main(then));
        parts.putAll(beside(then));
        parts.put("trend", trend(then, time));
        parts.values().removeIf(Objects::isNull);
        return parts;
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
        window.forget(before);
    }
}
