package io.thelook.dashboard.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.window.Breakdown;
import io.thelook.model.Metrics;
import java.util.List;

/**
 * All that a viewer sees, complete in itself: each view replaces the one before. Times are in milliseconds since the epoch,
 * by the dashboard's clock; docs/protocol.md describes the JSON.
 *
 * @param type {@code view}
 * @param now when the view was made
 * @param dataAt when the last good frame came in; {@code null} before the first one
 * @param refreshSeconds over how many seconds the deltas count
 * @param source the state of the connection to the feed
 * @param metrics the figures of the cards
 * @param deltas what changed in them since the previous refresh boundary
 * @param revenueByCountry by falling revenue
 * @param revenueByTrafficSource by falling revenue
 * @param problems what the feed sent that could not be used
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record View(
        @JsonProperty("type") String type,
        @JsonProperty("now") long now,
        @JsonProperty("data_at") Long dataAt,
        @JsonProperty("refresh_seconds") int refreshSeconds,
        @JsonProperty("source") Source source,
        @JsonProperty("metrics") Metrics metrics,
        @JsonProperty("deltas") Metrics deltas,
        @JsonProperty("revenue_by_country") Bars revenueByCountry,
        @JsonProperty("revenue_by_traffic_source") Bars revenueByTrafficSource,
        @JsonProperty("problems") Problems problems) {

    /**
     * The connection to the feed.
     *
     * @param state {@code connecting}, {@code live}, {@code unresponsive} or {@code waiting}
     * @param since since when
     * @param attempt failed attempts in a row
     * @param nextTryAt when the next attempt is due; {@code null} unless waiting
     * @param reason in words, why it is not live; empty if it is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Source(
            @JsonProperty("state") String state,
            @JsonProperty("since") long since,
            @JsonProperty("attempt") int attempt,
            @JsonProperty("next_try_at") Long nextTryAt,
            @JsonProperty("reason") String reason) {

        static Source of(SourceStatus status) {
            return new Source(
                    status.state().label(),
                    status.since(),
                    status.attempt(),
                    status.nextTryAt() == 0 ? null : status.nextTryAt(),
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
    record Bars(
            @JsonProperty("bars") List<Bar> bars,
            @JsonProperty("other_names") int otherNames,
            @JsonProperty("other_revenue") long otherRevenue) {

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
     * A bar.
     *
     * @param name of the category
     * @param revenue in whole dollars
     */
    record Bar(
            @JsonProperty("name") String name,
            @JsonProperty("revenue") long revenue) {}

    /**
     * What could not be used since the start.
     *
     * @param rejectedRecords single records
     * @param malformedFrames whole frames
     */
    record Problems(
            @JsonProperty("rejected_records") long rejectedRecords,
            @JsonProperty("malformed_frames") long malformedFrames) {}
}
