package io.thelook.dashboard.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.thelook.dashboard.history.HistoryState;
import io.thelook.dashboard.history.Today;
import io.thelook.model.Metrics;
import io.thelook.model.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The information about earlier times that all views contain.
 *
 * @param state of the history
 * @param since the first time that is kept, in milliseconds since the epoch; empty if nothing is
 * @param days the number of days that are kept
 * @param zone of the shop
 * @param today the day so far; {@code null} while it is not known
 * @param goal the sales goal of the day; empty if there is none
 */
public record Past(
        HistoryState state, OptionalLong since, int days, String zone, Today today, Optional<BigDecimal> goal) {

    /**
     * The part {@code history}.
     *
     * @param state {@code on}, {@code loading}, {@code paused} or {@code unavailable}
     * @param reason why it is paused or unavailable
     * @param since the first time that is kept
     * @param days the number of days that are kept
     */
    @JsonPropertyOrder({"state", "reason", "since", "days"})
    record History(
            @JsonProperty("state") String state,

            @JsonProperty("reason") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            String reason,

            @JsonProperty("since") @JsonInclude(JsonInclude.Include.NON_NULL)
            Long since,

            @JsonProperty("days") int days) {}

    /** The part {@code today}; docs/views.md describes it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"date", "zone", "from", "to", "at", "metrics", "known_from", "yesterday", "last_week"})
    record Day(
            @JsonProperty("date") String date,
            @JsonProperty("zone") String zone,
            @JsonProperty("from") long from,
            @JsonProperty("to") long to,
            @JsonProperty("at") long at,
            @JsonProperty("metrics") Metrics metrics,
            @JsonProperty("known_from") Long knownFrom,
            @JsonProperty("yesterday") Metrics yesterday,
            @JsonProperty("last_week") Metrics lastWeek,
            @JsonProperty("yesterday_sales") Long yesterdaySales,
            @JsonProperty("last_week_sales") Long lastWeekSales,
            @JsonProperty("share") BigDecimal share,
            @JsonProperty("share_of") String shareOf,
            @JsonProperty("forecast") Long forecast,
            @JsonProperty("goal") BigDecimal goal) {}

    History history() {
        return new History(
                state.mode().name().toLowerCase(Locale.ROOT),
                state.reason(),
                since.isPresent() ? since.getAsLong() : null,
                days);
    }

    /** The part about today; {@code null} while nothing is known. */
    Day ofToday() {
        if (today == null) {
            return null;
        }
        Today.Compared shape = today.shape();
        return new Day(
                today.date().toString(),
                zone,
                today.day().from(),
                today.day().to(),
                today.at(),
                WindowMetrics.of(
                        today.sums(),
                        today.at() - today.knownFrom().orElse(today.day().from())),
                today.knownFrom().isPresent() ? today.knownFrom().getAsLong() : null,
                metrics(today.yesterday()),
                metrics(today.lastWeek()),
                sales(today.yesterday()),
                sales(today.lastWeek()),
                today.share().orElse(null),
                shape == null ? null : shape == today.lastWeek() ? "last_week" : "yesterday",
                today.forecast()
                        .map(sales -> sales.setScale(0, RoundingMode.HALF_UP).longValue())
                        .orElse(null),
                goal.orElse(null));
    }

    private static Metrics metrics(Today.Compared day) {
        return day == null ? null : WindowMetrics.of(day.sums(), day.span().length());
    }

    private static Long sales(Today.Compared day) {
        Money sales = day == null ? null : day.sales();
        return sales == null ? null : sales.roundedToDollars();
    }
}
