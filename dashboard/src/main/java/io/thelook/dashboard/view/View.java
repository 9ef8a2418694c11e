package io.thelook.dashboard.view;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.thelook.dashboard.history.Answer;
import io.thelook.dashboard.history.TimeSpan;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.window.Breakdown;
import io.thelook.dashboard.window.OrderLine;
import io.thelook.dashboard.window.Totals;
import io.thelook.model.Metrics;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The parts of a view, in the form that is written as JSON. docs/views.md describes the JSON. Times are in
 * milliseconds since the epoch, by the dashboard's clock unless noted otherwise. Default values, such as a count of
 * zero problems, are left out, because every viewer receives parts several times a second.
 */
public final class View {

    private View() {}

    /**
     * Sales over time: parallel lists with one entry per step.
     *
     * @param from the start of the first step, in event time
     * @param step the length of a step, in milliseconds; the last step may be incomplete
     * @param orders the number of orders; an order counts in the step of the first of its items that was counted
     * @param items the number of order items
     * @param sales in whole dollars
     * @param margin as a share of the sales; {@code null} where no cost is known
     */
    @JsonPropertyOrder({"from", "step", "orders", "items", "sales", "margin"})
    record Trend(
            @JsonProperty("from") long from,
            @JsonProperty("step") long step,
            @JsonProperty("orders") List<Long> orders,
            @JsonProperty("items") List<Long> items,
            @JsonProperty("sales") List<Long> sales,
            @JsonProperty("margin") List<BigDecimal> margin) {

        static Trend of(io.thelook.dashboard.window.Trend.Line line) {
            List<Metrics> points = Arrays.stream(line.points())
                    .map(point -> WindowMetrics.of(point, line.stepMillis()))
                    .toList();
            return new Trend(
                    line.from(),
                    line.stepMillis(),
                    points.stream().map(Metrics::numOrders).toList(),
                    points.stream().map(Metrics::numOrderItems).toList(),
                    points.stream().map(Metrics::totalSales).toList(),
                    // Some margins may be null.
                    Arrays.asList(points.stream().map(Metrics::grossMargin).toArray(BigDecimal[]::new)));
        }
    }

    /**
     * One of the newest orders: {@code ["4f…c2",1741051203000,"Brasil","Jeans",2,124.5,"Processing"]}.
     *
     * @param id the end of the order's id
     * @param createdAt the event time of its newest item
     * @param country of the user
     * @param category of its newest item
     * @param items the number of its items that match the query
     * @param sales the sum of the prices of those items, in dollars, to the cent
     * @param status of its newest item
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"id", "createdAt", "country", "category", "items", "sales", "status"})
    record Order(
            @JsonProperty("id") String id,
            @JsonProperty("createdAt") long createdAt,
            @JsonProperty("country") String country,
            @JsonProperty("category") String category,
            @JsonProperty("items") int items,
            @JsonProperty("sales") BigDecimal sales,
            @JsonProperty("status") String status) {

        private static final int END = 8;

        static Order of(OrderLine line) {
            String id = line.orderId();
            return new Order(
                    id.length() <= END ? id : id.substring(id.length() - END),
                    line.createdAt(),
                    line.country(),
                    line.category(),
                    line.items(),
                    Metrics.rounded(line.sales().toBigDecimal(), 2),
                    line.status());
        }
    }

    /**
     * The window of a view.
     *
     * @param minutes its length, to the nearest minute, at least 1; {@code null} if unknown
     * @param coveredSeconds how much of it the dashboard has data for; {@code null} if for all of it, or unknown
     * @param from its start; {@code null} unless the view is one of the history
     * @param to its end, exclusive; {@code null} unless the view is one of the history
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"minutes", "covered_seconds", "from", "to"})
    record Window(
            @JsonProperty("minutes") Long minutes,
            @JsonProperty("covered_seconds") Long coveredSeconds,
            @JsonProperty("from") Long from,
            @JsonProperty("to") Long to) {

        /** A window counts as covered if less than one part in this many is missing. */
        private static final int MOST_GAPS = 100;

        /**
         * @param length of the window, in milliseconds; {@code null} if unknown
         * @param covered how much of it has data, in milliseconds; {@code null} if unknown
         */
        static Window of(Long length, Long covered) {
            if (length == null) {
                return new Window(null, null, null, null);
            }
            return new Window(
                    minutes(length), covered != null && covered < length ? covered / 1_000 : null, null, null);
        }

        /** The window of an answer. */
        static Window of(Answer answer) {
            TimeSpan span = answer.span();
            return new Window(
                    minutes(span.length()),
                    isCovered(answer) ? null : answer.keptMillis() / 1_000,
                    span.from(),
                    span.to());
        }

        /** Whether all of an answer's span is kept. Gaps of seconds, such as that of a restart, do not matter. */
        static boolean isCovered(Answer answer) {
            long length = answer.span().length();
            return answer.keptMillis() >= length - length / MOST_GAPS;
        }

        private static long minutes(long length) {
            return Math.max(1, Math.round(length / 60_000.0));
        }
    }

    /**
     * The fresh records: those that a view shows for the first time.
     *
     * @param records the number of records
     * @param orders the number of orders that the view shows for the first time
     * @param oldest the age of the oldest when the view was made, in milliseconds
     * @param newest the age of the newest, in milliseconds
     */
    @JsonPropertyOrder({"records", "orders", "oldest", "newest"})
    public record Fresh(
            @JsonProperty("records") int records,

            @JsonProperty("orders") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            int orders,

            @JsonProperty("oldest") long oldest,
            @JsonProperty("newest") long newest) {

        /**
         * @param feedNow the feed's clock
         * @return {@code null} if there are none
         */
        public static Fresh of(Totals.Fresh fresh, long feedNow) {
            return fresh.records() == 0
                    ? null
                    : new Fresh(fresh.records(), fresh.orders(), feedNow - fresh.oldest(), feedNow - fresh.newest());
        }
    }

    /**
     * The connection to the feed.
     *
     * @param state {@code connecting}, {@code live}, {@code unresponsive} or {@code waiting}
     * @param since the start of this state; {@code null} while live
     * @param attempt the number of failed attempts in a row; see {@link SourceStatus}
     * @param nextTryAt the time of the next attempt; 0 unless waiting
     * @param reason why the feed is not live, as text; empty if it is live, or during the first attempt
     * @param usualPause the usual pause between two messages of the feed, in seconds; 0 if that is at most twice the
     *     refresh interval
     */
    @JsonPropertyOrder({"state", "since", "attempt", "next_try_at", "reason", "usual_pause"})
    record Source(
            @JsonProperty("state") String state,

            @JsonProperty("since") @JsonInclude(JsonInclude.Include.NON_NULL)
            Long since,

            @JsonProperty("attempt") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            int attempt,

            @JsonProperty("next_try_at") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            long nextTryAt,

            @JsonProperty("reason") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            String reason,

            @JsonProperty("usual_pause") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            long usualPause) {

        /** Pauses of up to this many refresh intervals are not reported. */
        private static final int USUAL = 2;

        static Source of(SourceStatus status, long usualPauseMillis, int refreshSeconds) {
            boolean live = status.state() == SourceStatus.State.LIVE;
            long pause = usualPauseMillis / 1_000;
            return new Source(
                    status.state().label(),
                    live ? null : status.since(),
                    status.attempt(),
                    status.nextTryAt(),
                    status.reason(),
                    pause > (long) USUAL * refreshSeconds ? pause : 0);
        }
    }

    /**
     * A bar chart.
     *
     * @param bars in descending order of revenue, then by name
     * @param otherNames the number of names without their own bar
     * @param otherRevenue the sum of their revenue, in whole dollars
     * @param otherItems the number of their order items
     */
    @JsonPropertyOrder({"bars", "other_names", "other_revenue", "other_items"})
    record Chart(
            @JsonProperty("bars") List<Bar> bars,

            @JsonProperty("other_names") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            int otherNames,

            @JsonProperty("other_revenue") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            long otherRevenue,

            @JsonProperty("other_items") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            int otherItems) {

        static Chart of(Breakdown.Ranking ranking) {
            return new Chart(
                    Bar.of(ranking.shares()),
                    ranking.otherNames(),
                    ranking.otherRevenue().roundedToDollars(),
                    ranking.otherItems());
        }

        /** The names of the bars. */
        Set<String> names() {
            return bars.stream().map(Bar::name).collect(Collectors.toSet());
        }
    }

    /**
     * A bar: {@code ["Brasil",1002,11]}.
     *
     * @param name the value of the property, such as a country
     * @param revenue in whole dollars
     * @param items the number of order items
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"name", "revenue", "items"})
    record Bar(
            @JsonProperty("name") String name,
            @JsonProperty("revenue") long revenue,
            @JsonProperty("items") int items) {

        static List<Bar> of(List<Breakdown.Share> shares) {
            return shares.stream()
                    .map(share -> new Bar(share.name(), share.revenue().roundedToDollars(), share.items()))
                    .toList();
        }
    }
}
