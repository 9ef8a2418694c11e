package io.thelook.dashboard.view;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.window.Breakdown;
import io.thelook.dashboard.window.Figures;
import io.thelook.dashboard.window.OrderLine;
import io.thelook.dashboard.window.Totals;
import io.thelook.model.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/**
 * The parts of what a viewer sees, in the form in which they are put into JSON. Times are in milliseconds since the epoch, by
 * the dashboard's clock; docs/protocol.md describes the JSON. What goes without saying, such as a count of no problems, is
 * left out: parts are sent to everybody several times a second.
 */
final class View {

    private View() {}

    /**
     * What the cards show.
     *
     * @param orders distinct orders
     * @param items distinct items
     * @param sales the sum of their prices, in whole dollars
     * @param averageOrderValue sales by orders, in dollars, to the cent; 0 if there are none
     * @param ordersPerMinute over the time that there are data for, to a tenth
     * @param grossMargin what is left of the sales after the cost, as a share of them, to a thousandth; {@code null} if no cost is known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({
        "num_orders",
        "num_order_items",
        "total_sales",
        "average_order_value",
        "orders_per_minute",
        "gross_margin"
    })
    record Cards(
            @JsonProperty("num_orders") long orders,
            @JsonProperty("num_order_items") long items,
            @JsonProperty("total_sales") long sales,
            @JsonProperty("average_order_value") BigDecimal averageOrderValue,
            @JsonProperty("orders_per_minute") BigDecimal ordersPerMinute,
            @JsonProperty("gross_margin") BigDecimal grossMargin) {

        private static final BigDecimal MINUTE = BigDecimal.valueOf(60_000);

        /** Of an empty window. */
        static final Cards ZERO = of(new Figures(0, 0, Money.ZERO, Money.ZERO, Money.ZERO), 0);

        /**
         * @param covered the time that the figures are of, in milliseconds; less than a second counts as one
         */
        static Cards of(Figures figures, long covered) {
            BigDecimal orders = BigDecimal.valueOf(figures.orders());
            BigDecimal minutes = BigDecimal.valueOf(Math.max(1_000, covered)).divide(MINUTE, MathContext.DECIMAL64);
            BigDecimal costed = figures.costedSales().toBigDecimal();
            return new Cards(
                    figures.orders(),
                    figures.items(),
                    figures.sales().roundedToDollars(),
                    figures.orders() == 0
                            ? BigDecimal.ZERO
                            : rounded(figures.sales().toBigDecimal().divide(orders, MathContext.DECIMAL64), 2),
                    rounded(orders.divide(minutes, MathContext.DECIMAL64), 1),
                    costed.signum() == 0
                            ? null
                            : rounded(
                                    costed.subtract(figures.cost().toBigDecimal())
                                            .divide(costed, MathContext.DECIMAL64),
                                    3));
        }

        private static BigDecimal rounded(BigDecimal value, int decimals) {
            return plain(value.setScale(decimals, RoundingMode.HALF_UP));
        }

        /** 12.5 and 12.50 are the same figure, and are to be equal. */
        private static BigDecimal plain(BigDecimal value) {
            BigDecimal stripped = value.stripTrailingZeros();
            return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        }

        /** What changed since an earlier moment. */
        Cards minus(Cards earlier) {
            return new Cards(
                    orders - earlier.orders,
                    items - earlier.items,
                    sales - earlier.sales,
                    plain(averageOrderValue.subtract(earlier.averageOrderValue)),
                    plain(ordersPerMinute.subtract(earlier.ordersPerMinute)),
                    grossMargin == null || earlier.grossMargin == null
                            ? null
                            : plain(grossMargin.subtract(earlier.grossMargin)));
        }
    }

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
            List<Cards> points = Arrays.stream(line.points())
                    .map(point -> Cards.of(point, line.stepMillis()))
                    .toList();
            return new Trend(
                    line.from(),
                    line.stepMillis(),
                    points.stream().map(Cards::orders).toList(),
                    points.stream().map(Cards::items).toList(),
                    points.stream().map(Cards::sales).toList(),
                    // toList() would do, if it took null.
                    Arrays.asList(points.stream().map(Cards::grossMargin).toArray(BigDecimal[]::new)));
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
                    Cards.rounded(line.sales().toBigDecimal(), 2),
                    line.status());
        }
    }

    /**
     * The window that is shown.
     *
     * @param minutes its length; of the feed's own window, to the nearest minute
     * @param coveredSeconds over how much of it the dashboard has data; {@code null} if over all of it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"minutes", "covered_seconds"})
    record Window(
            @JsonProperty("minutes") long minutes,
            @JsonProperty("covered_seconds") Long coveredSeconds) {

        /**
         * @param length of the window, in milliseconds
         * @param covered how much of it there are data for
         */
        static Window of(long length, long covered) {
            return new Window(Math.max(1, Math.round(length / 60_000.0)), covered < length ? covered / 1_000 : null);
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
    record Fresh(
            @JsonProperty("records") int records,
            @JsonProperty("oldest") long oldest,
            @JsonProperty("newest") long newest) {

        /**
         * @param feedNow the feed's clock
         */
        static Fresh of(Totals.Fresh fresh, long feedNow) {
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
     */
    @JsonPropertyOrder({"state", "since", "attempt", "next_try_at", "reason"})
    record Source(
            @JsonProperty("state") String state,

            @JsonProperty("since") @JsonInclude(JsonInclude.Include.NON_NULL)
            Long since,

            @JsonProperty("attempt") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            int attempt,

            @JsonProperty("next_try_at") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            long nextTryAt,

            @JsonProperty("reason") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            String reason) {

        static Source of(SourceStatus status) {
            boolean live = status.state() == SourceStatus.State.LIVE;
            return new Source(
                    status.state().label(),
                    live ? null : status.since(),
                    status.attempt(),
                    status.nextTryAt(),
                    status.reason());
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
     */
    @JsonPropertyOrder({"rejected_records", "malformed_frames", "late_records", "dropped_records"})
    record Problems(
            @JsonProperty("rejected_records") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            long rejectedRecords,

            @JsonProperty("malformed_frames") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            long malformedFrames,

            @JsonProperty("late_records") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            long lateRecords,

            @JsonProperty("dropped_records") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            long droppedRecords) {

        private static final Problems NONE = new Problems(0, 0, 0, 0);

        /** {@code null} if there are none. */
        Problems orNull() {
            return equals(NONE) ? null : this;
        }
    }
}
