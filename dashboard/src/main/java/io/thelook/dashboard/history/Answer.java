package io.thelook.dashboard.history;

import io.thelook.dashboard.window.Breakdown;
import io.thelook.dashboard.window.OrderLine;
import io.thelook.dashboard.window.Property;
import io.thelook.dashboard.window.Sums;
import io.thelook.dashboard.window.Trend;
import java.util.List;
import java.util.Map;

/**
 * The figures of a selection.
 *
 * @param span that they cover
 * @param keptMillis how much of the span is kept, in milliseconds
 * @param sums of the records that count
 * @param rankings revenue by each property, with the requested number of names
 * @param trend sales over time
 * @param newest the newest orders, newest first
 * @param isCompared whether the next two are known
 * @param before the same some days before, for comparison; {@code null} if that is not kept or not known yet
 * @param weekBefore sales over time a week before, without orders; {@code null} if that is not kept or not known yet,
 *     or is {@code before}
 * @param costMillis the time that the computation took
 */
public record Answer(
        TimeSpan span,
        long keptMillis,
        Sums sums,
        Map<Property, Breakdown.Ranking> rankings,
        Trend.Line trend,
        List<OrderLine> newest,
        boolean isCompared,
        Before before,
        Trend.Line weekBefore,
        long costMillis) {

    /** A copy with the figures to compare with, which took this additional time. */
    Answer compared(Before earlier, Trend.Line aWeekEarlier, long moreMillis) {
        return new Answer(
                span, keptMillis, sums, rankings, trend, newest, true, earlier, aWeekEarlier, costMillis + moreMillis);
    }

    /**
     * The figures to compare with.
     *
     * @param days how many days before
     * @param span of {@code sums}
     * @param sums of the records that count
     * @param trend sales over time, without orders, in steps that match those of the answer; may continue after them
     */
    public record Before(int days, TimeSpan span, Sums sums, Trend.Line trend) {}
}
