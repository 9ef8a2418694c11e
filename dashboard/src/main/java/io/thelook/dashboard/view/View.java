package io.thelook.dashboard.view;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.window.Breakdown;
import io.thelook.dashboard.window.OrderLine;
import io.thelook.dashboard.window.Totals;
import io.thelook.model.Metrics;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * The parts of what a viewer sees, in the form in which they are put into JSON. Times are in milliseconds since the epoch, by
 * the dashboard's clock; docs/protocol.md describes the JSON. What goes without saying, such as a count of no problems, is
 * left out: parts are sent to everybody several times a second.
 */
public final class View {

    private View() {}

    /**
     * Sales over time: parallel lists with an entry for each step.
     *
     * @param from where the first step begins, in the feed's time
     * @param step in milliseconds; the last one may still be filling
     * @param orders by the step of the item by which they came in
     * @param items order items
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
                    // toList() would do, if it took null.
                    Arrays.asList(points.stream().map(Metrics::grossMargin).toArray(BigDecimal[]::new)));
        }
    }

    /**
     * One of the newest orders: {@code ["4f…c2",1741051203000,"Brasil","Jeans",2,124.5,"Processing"]}.
     *
     * @param id the end of the order's id
     * @param createdAt event time of its newest item
     * @param country of the user
     * @param category of its newest item
     * @param items how many of it are asked for
     * @param sales the sum of their prices, in dollars, to the cent
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
     * The window that is shown.
     *
     * @param minutes its length; of the feed's own window, to the nearest minute; {@code null} if that is not known
     * @param coveredSeconds over how much of it the dashboard has data; {@code null} if over all of it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"minutes", "covered_seconds"})
    record Window(
            @JsonProperty("minutes") Long minutes,
            @JsonProperty("covered_seconds") Long coveredSeconds) {

        /**
         * @param length of the window, in milliseconds; {@code null} if that is not known
         * @param covered how much of it there are data for; {@code null} if that is not known
         */
        static Window of(Long length, Long covered) {
            if (length == null) {
                return new Window(null, null);
            }
            return new Window(
                    Math.max(1, Math.round(length / 60_000.0)),
                    covered != null && covered < length ? covered / 1_000 : null);
        }
    }

    /**
     * Records that are seen for the first time.
     *
     * @param records how many
     * @param oldest the age of the oldest when the view was made, in milliseconds
     * @param newest the age of the newest
     */
    @JsonPropertyOrder({"records", "oldest", "newest"})
    public record Fresh(
            @JsonProperty("records") int records,
            @JsonProperty("oldest") long oldest,
            @JsonProperty("newest") long newest) {

        /**
         * @param feedNow the feed's clock
         */
        public static Fresh of(Totals.Fresh fresh, long feedNow) {
            return fresh.records() == 0
                    ? null
                    : new Fresh(fresh.records(), feedNow - fresh.oldest(), feedNow - fresh.newest());
        }
    }

    /**
     * The connection to the feed.
     *
     * @param state {@code connecting}, {@code live}, {@code unresponsive} or {@code waiting}
     * @param since since when; {@code null} while live
     * @param attempt failed attempts in a row
     * @param nextTryAt when the next attempt is due; 0 unless waiting
     * @param reason in words, why it is not live; empty if it is
     * @param usualPause how many seconds the feed usually pauses between two messages; 0 if that is about the refresh interval
     *     or less
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

        /** Pauses of up to so many refresh intervals are nothing special. */
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
     * @param bars by falling revenue
     * @param otherNames how many names did not get a bar of their own
     * @param otherRevenue their revenue together, in whole dollars
     * @param otherItems their items together
     */
    @JsonPropertyOrder({"bars", "other_names", "other_revenue", "other_items"})
    record Bars(
            @JsonProperty("bars") List<Bar> bars,

            @JsonProperty("other_names") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            int otherNames,

            @JsonProperty("other_revenue") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            long otherRevenue,

            @JsonProperty("other_items") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            int otherItems) {

        static Bars of(Breakdown.Ranking ranking) {
            return new Bars(
                    ranking.shares().stream()
                            .map(share -> new Bar(share.name(), share.revenue().roundedToDollars(), share.items()))
                            .toList(),
                    ranking.otherNames(),
                    ranking.otherRevenue().roundedToDollars(),
                    ranking.otherItems());
        }
    }

    /**
     * A bar: {@code ["Brasil",1002,11]}.
     *
     * @param name of the category
     * @param revenue in whole dollars
     * @param items how many order items that is
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"name", "revenue", "items"})
    record Bar(
            @JsonProperty("name") String name,
            @JsonProperty("revenue") long revenue,
            @JsonProperty("items") int items) {}

    /**
     * What could not be used since the start.
     *
     * @param rejectedRecords single records that were not what they must be
     * @param malformedFrames whole frames
     * @param lateRecords records that came too late for any window
     * @param droppedRecords records that went before their time because there were too many
     * @param aheadRecords records in the window that are ahead of the feed's clock by more than a minute
     */
    @JsonPropertyOrder({"rejected_records", "malformed_frames", "late_records", "dropped_records", "ahead_records"})
    public record Problems(
            @JsonProperty("rejected_records") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            long rejectedRecords,

            @JsonProperty("malformed_frames") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            long malformedFrames,

            @JsonProperty("late_records") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            long lateRecords,

            @JsonProperty("dropped_records") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            long droppedRecords,

            @JsonProperty("ahead_records") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            long aheadRecords) {

        private static final Problems NONE = new Problems(0, 0, 0, 0, 0);

        /** {@code null} if there are none. */
        public Problems orNull() {
            return equals(NONE) ? null : this;
        }
    }
}
