package io.thelook.dashboard.history;

import io.thelook.dashboard.window.Sums;
import io.thelook.dashboard.window.Trend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The course of a day.
 *
 * @param span of the day, up to the present
 * @param line the sums of each step
 */
public record DayCurve(TimeSpan span, Trend.Line line) {

    /** Length of a step, in milliseconds. */
    static final long STEP_MILLIS = 5 * 60_000L;

    private static final int MOST_PEAKS = 5;
    private static final long BETWEEN_PEAKS_MILLIS = 60 * 60_000L;

    /**
     * A busy step.
     *
     * @param at its start
     * @param sums of its records
     */
    public record Peak(long at, Sums sums) {}

    /** The steps with the most orders, at least an hour apart, in order of time. */
    public List<Peak> peaks() {
        List<Peak> peaks = new ArrayList<>();
        IntStream.range(0, line.points().length)
                .mapToObj(i -> new Peak(line.from() + i * line.stepMillis(), line.points()[i]))
                .filter(step -> step.sums().orders() > 0)
                .sorted(Comparator.comparingLong((Peak step) -> -step.sums().orders())
                        .thenComparingLong(Peak::at))
                .forEach(step -> {
                    boolean isApart =
                            peaks.stream().allMatch(peak -> Math.abs(peak.at() - step.at()) >= BETWEEN_PEAKS_MILLIS);
                    if (isApart && peaks.size() < MOST_PEAKS) {
                        peaks.add(step);
                    }
                });
        peaks.sort(Comparator.comparingLong(Peak::at));
        return List.copyOf(peaks);
    }
}
