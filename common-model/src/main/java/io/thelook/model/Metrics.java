package io.thelook.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The figures of the metric cards for the records of a window. The first three are the reference's own.
 *
 * @param numOrders distinct orders
 * @param numOrderItems pieces in distinct lines of distinct orders; in theLook, each line has one
 * @param totalSales the exact sum of {@code sale_price}, refunds included, rounded half up to whole units of the
 *     currency at the end
 * @param averageOrderValue sales divided by orders, to the cent; 0 if there are no orders
 * @param ordersPerMinute orders per minute of the time that the figures cover, to a tenth; {@code null} if that time is
 *     unknown or too short
 * @param grossMargin sales minus cost, as a share of sales, over the records with a known cost, to a thousandth;
 *     {@code null} if no cost is known
 * @param refunds the exact sum of the refunds as a positive amount, rounded half up to whole units of the currency at
 *     the end; {@code null} if there are none
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Metrics(
        long numOrders,
        long numOrderItems,
        long totalSales,
        BigDecimal averageOrderValue,
        BigDecimal ordersPerMinute,
        BigDecimal grossMargin,
        Long refunds) {

    /** The metrics of an empty window. */
    public static final Metrics ZERO = new Metrics(0, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO, null, null);

    /**
     * The change since an earlier moment: these figures minus those. A figure that either lacks is {@code null}, except
     * refunds, which then count as 0.
     */
    public Metrics minus(Metrics earlier) {
        return new Metrics(
                numOrders - earlier.numOrders,
                numOrderItems - earlier.numOrderItems,
                totalSales - earlier.totalSales,
                difference(averageOrderValue, earlier.averageOrderValue),
                difference(ordersPerMinute, earlier.ordersPerMinute),
                difference(grossMargin, earlier.grossMargin),
                refunds == null && earlier.refunds == null ? null : orZero(refunds) - orZero(earlier.refunds));
    }

    private static long orZero(Long refunds) {
        return refunds == null ? 0 : refunds;
    }

    private static BigDecimal difference(BigDecimal figure, BigDecimal earlier) {
        return figure == null || earlier == null ? null : plain(figure.subtract(earlier));
    }

    /** One figure divided by another, rounded half up. */
    public static BigDecimal ratio(BigDecimal of, BigDecimal by, int decimals) {
        return rounded(of.divide(by, MathContext.DECIMAL64), decimals);
    }

    /** The figure for display: rounded half up, without trailing zeros, so that 12.5 and 12.50 are equal. */
    public static BigDecimal rounded(BigDecimal figure, int decimals) {
        return plain(figure.setScale(decimals, RoundingMode.HALF_UP));
    }

    private static BigDecimal plain(BigDecimal figure) {
        BigDecimal stripped = figure.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
