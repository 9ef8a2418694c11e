package io.thelook.dashboard.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.window.Sums;
import io.thelook.dashboard.window.Trend;
import io.thelook.model.Money;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DayCurveTest {

    /** Steps in an hour. */
    private static final int HOUR = 12;

    private static DayCurve curve(long... orders) {
        Sums[] points = Arrays.stream(orders)
                .mapToObj(count -> new Sums(count, count, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO))
                .toArray(Sums[]::new);
        long end = orders.length * DayCurve.STEP_MILLIS;
        return new DayCurve(new TimeSpan(0, end), new Trend.Line(0, DayCurve.STEP_MILLIS, points));
    }

    private static long[] steps(DayCurve curve) {
        return curve.peaks().stream()
                .mapToLong(peak -> peak.at() / DayCurve.STEP_MILLIS)
                .toArray();
    }

    @Test
    void peaks_areTheBusiestSteps_anHourApart_inOrderOfTime() {
        long[] orders = new long[24 * HOUR];
        orders[100] = 50;
        orders[100 + HOUR - 1] = 49;
        orders[100 + HOUR] = 30;
        orders[20] = 40;

        assertThat(steps(curve(orders))).containsExactly(20, 100, 100 + HOUR);
    }

    @Test
    void peaks_areAtMostFive_andTheEarlierOfTwoThatAreEqual() {
        long[] orders = new long[24 * HOUR];
        Arrays.fill(orders, 3);

        assertThat(steps(curve(orders))).containsExactly(0, HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR);
    }

    @Test
    void dayWithoutOrders_hasNoPeaks() {
        assertThat(curve(0, 0, 0).peaks()).isEmpty();
        assertThat(curve().peaks()).isEmpty();
    }
}
