package io.thelook.dashboard.view;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.window.Breakdown;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Totals;
import io.thelook.model.Metrics;
import java.util.List;

/**
 * All that a viewer sees, complete in itself: each view replaces the one before. Times are in milliseconds since the epoch,
 * by the dashboard's clock; docs/protocol.md describes the JSON. What goes without saying, such as a count of no problems,
 * is left out: a view is sent to everybody several times a second.
 *
 * @param type {@code view}
 * @param sequence counts the views of this query, so that a viewer knows what it has missed
 * @param now when the view was made
 * @param dataAt when the last good message came in; {@code null} before the first one
 * @param fresh the records that this view is the first to show; {@code null} if there are none
 * @param content what is to be seen
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"type", "seq", "now", "data_at", "fresh", "content"})
record View(
        @JsonProperty("type") String type,
        @JsonProperty("seq") long sequence,
        @JsonProperty("now") long now,
        @JsonProperty("data_at") Long dataAt,
        @JsonProperty("fresh") Fresh fresh,
        @JsonUnwrapped Content content) {

    /**
     * What is to be seen. Two views with the same content need not both be sent.
     *
     * @param window the window asked for; {@code null} if it is the feed's own
     * @param refreshSeconds over how many seconds the deltas count
     * @param source the state of the connection to the feed
     * @param metrics the figures of the cards
     * @param deltas what changed in them since the previous refresh boundary
     * @param revenueByCountry by falling revenue
     * @param revenueByTrafficSource by falling revenue
     * @param problems what the feed sent that could not be used; {@code null} if there was nothing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({
        "window",
        "refresh_seconds",
        "source",
        "metrics",
        "deltas",
        "revenue_by_country",
        "revenue_by_traffic_source",
        "problems"
    })
    record Content(
            @JsonProperty("window") Window window,
            @JsonProperty("refresh_seconds") int refreshSeconds,
            @JsonProperty("source") Source source,
            @JsonProperty("metrics") Metrics metrics,
            @JsonProperty("deltas") Metrics deltas,
            @JsonProperty("revenue_by_country") Bars revenueByCountry,
            @JsonProperty("revenue_by_traffic_source") Bars revenueByTrafficSource,
            @JsonProperty("problems") Problems problems) {}

    /**
     * The window that was asked for.
     *
     * @param minutes its length
     * @param coveredSeconds over how much of it the dashboard has data, at most its length
     */
    @JsonPropertyOrder({"minutes", "covered_seconds"})
    record Window(
            @JsonProperty("minutes") int minutes,
            @JsonProperty("covered_seconds") long coveredSeconds) {

        static Window of(Query query, LiveWindow window) {
            long covered = (window.now() - window.completeSince()) / 1_000;
            return new Window(query.minutes(), Math.max(0, Math.min(query.minutes() * 60L, covered)));
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
     */
    @JsonPropertyOrder({"bars", "other_names", "other_revenue"})
    record Bars(
            @JsonProperty("bars") List<Bar> bars,

            @JsonProperty("other_names") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            int otherNames,

            @JsonProperty("other_revenue") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            long otherRevenue) {

        static Bars of(Breakdown.Ranking ranking) {
            return new Bars(
                    ranking.shares().stream()
                            .map(share -> new Bar(share.name(), share.revenue().roundedToDollars()))
                            .toList(),
                    ranking.otherNames(),
                    ranking.otherRevenue().roundedToDollars());
        }
    }

    /**
     * A bar: {@code ["Brasil",1002]}.
     *
     * @param name of the category
     * @param revenue in whole dollars
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"name", "revenue"})
    record Bar(
            @JsonProperty("name") String name,
            @JsonProperty("revenue") long revenue) {}

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
