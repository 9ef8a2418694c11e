package io.thelook.dashboard.view;

import io.thelook.dashboard.window.Sums;
import io.thelook.model.Metrics;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Computes the metrics of a window from its sums. */
final class WindowMetrics {

    private static final BigDecimal MINUTE = BigDecimal.valueOf(60_000);

    /** A rate over less time would only reflect a moment. */
    private static final long LEAST_COVERED_MILLIS = 10_000;

    private WindowMetrics() {}

    /**
     * Computes the metrics of some records from their sums.
     *
     * @param covered the time that the records cover, in milliseconds; {@code null} if unknown. If it is unknown or
     *     less than ten seconds, the rate is {@code null}, or zero without orders
     */
    static Metrics of(Sums sums, Long covered) {
        BigDecimal orders = BigDecimal.valueOf(sums.orders());
        BigDecimal costed = sums.costedSales().toBigDecimal();
        return new Metrics(
                sums.orders(),
                sums.items(),
                sums.sales().roundedToDollars(),
                sums.orders() == 0
                        ? BigDecimal.ZERO
                        : Metrics.ratio(sums.sales().toBigDecimal(), orders, 2),
                rate(orders, covered),
                costed.signum() == 0
                        ? null
                        : Metrics.ratio(costed.subtract(sums.cost().toBigDecimal()), costed, 3),
                refunds(sums.refunds().toBigDecimal().negate()));
    }

    private static Long refunds(BigDecimal amount) {
        return amount.signum() == 0
                ? null
                : amount.setScale(0, RoundingMode.HALF_UP).longValue();
    }

    private static BigDecimal rate(BigDecimal orders, Long covered) {
        if (orders.signum() == 0) {
            return BigDecimal.ZERO;
        }
        return covered == null || covered < LEAST_COVERED_MILLIS
                ? null
                : Metrics.ratio(orders.multiply(MINUTE), BigDecimal.valueOf(covered), 1);
    }
}
