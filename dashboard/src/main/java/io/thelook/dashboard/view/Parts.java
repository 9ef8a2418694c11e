package io.thelook.dashboard.view;

import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Property;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Totals;
import io.thelook.model.Metrics;
import java.util.List;
import java.util.Map;

/**
 * Composes the parts of a query's view from totals of a window. Times are by the feed's clock, in milliseconds since
 * the epoch. Belongs to the engine's thread.
 */
final class Parts {

    /** The rate of the feed's own window is unknown if more than one in this many records is ahead of the clock. */
    private static final int AHEAD = 20;

    private static final int MOST_POINTS = 62;
    private static final int MOST_ORDERS = 8;

    private final Query query;
    private final LiveWindow window;
    private final int maxBars;

    /** @param maxBars limit on the bars of a breakdown */
    Parts(Query query, LiveWindow window, int maxBars) {
        this.query = query;
        this.window = window;
        this.maxBars = maxBars;
    }

    /** The main breakdowns and the latest orders. */
    Map<String, Object> main(Totals of) {
        Map<String, Object> parts = Bars.of(Bars.MAIN, maxBars, of::ranking);
        parts.put(
                "latest",
                window.newestOrders(of, MOST_ORDERS).stream()
                        .map(View.Order::of)
                        .toList());
        return parts;
    }

    /** The countries without a bar, which the map shows; {@code null} if every country has a bar. */
    List<View.Bar> further(Totals of) {
        return Bars.further(of.ranking(Property.COUNTRY, maxBars + Bars.MOST_FURTHER), maxBars);
    }

    /** The other breakdowns. That by product is {@code null} if no record has one. */
    Map<String, Object> beside(Totals of) {
        return Bars.of(
                Bars.OTHERS,
                maxBars,
                (property, most) ->
                        property == Property.PRODUCT && !window.hasProducts() ? null : of.ranking(property, most));
    }

    /** The trend of a window that ends at a time. */
    View.Trend trend(Totals of, long time) {
        return View.Trend.of(of.trend(edge(time), time, MOST_POINTS));
    }

    /** The fields that no record has; {@code null} if there are none. */
    List<String> unknown() {
        List<String> unknown = window.unknownFields();
        return unknown.isEmpty() ? null : unknown;
    }

    /** The metrics of a window that ends at a time. */
    Metrics metrics(Totals of, long time) {
        return WindowMetrics.of(of.sums(), covered(time));
    }

    /** The metrics of the window before; {@code null} if the length is unknown or the data do not go back that far. */
    Metrics previous(Totals before) {
        long now = window.now();
        Long length = length(now);
        return length != null && window.completeSince() <= edge(now) - length
                ? WindowMetrics.of(before.sums(), length)
                : null;
    }

    /** The length of a window that ends at a time, in milliseconds; {@code null} if unknown. */
    Long length(long time) {
        return window.isLengthKnown(query) ? time - edge(time) : null;
    }

    /** How much of a window that ends at a time has data, in milliseconds; {@code null} if that is unknown or none. */
    Long covered(long time) {
        boolean isMuchAhead = query.isFeedsOwn() && (long) window.ahead() * AHEAD > window.size();
        if (isMuchAhead || !window.isLengthKnown(query)) {
            return null;
        }
        long covered = time - Math.max(edge(time), window.completeSince());
        return covered > 0 ? covered : null;
    }

    /** Whether no record of a window that ends at a time is missing. */
    boolean isComplete(long time) {
        return window.completeSince() <= edge(time);
    }

    private long edge(long time) {
        return window.edge(query, time);
    }
}
