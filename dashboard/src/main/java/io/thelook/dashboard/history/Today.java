package io.thelook.dashboard.history;

import io.thelook.dashboard.window.Sums;
import io.thelook.model.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A day of the shop so far, with the same part of earlier days.
 *
 * @param date of the day
 * @param day its span
 * @param at the time up to which it counts
 * @param sums of all records so far
 * @param knownFrom the time from which on its records are kept, if not all are
 * @param yesterday the day before; {@code null} if that is not kept
 * @param lastWeek the same weekday a week before; {@code null} if that is not kept
 */
public record Today(
        LocalDate date,
        TimeSpan day,
        long at,
        Sums sums,
        OptionalLong knownFrom,
        Compared yesterday,
        Compared lastWeek) {

    /** A smaller share of a day says nothing about the rest of it. */
    private static final BigDecimal LEAST_SHARE = new BigDecimal("0.02");

    private static final int SHARE_DIGITS = 4;

    /**
     * An earlier day.
     *
     * @param span from its midnight until the same time of day
     * @param sums of that span
     * @param sales of the whole day; {@code null} if that is not kept
     */
    public record Compared(TimeSpan span, Sums sums, Money sales) {

        /** The share of its sales that the day had by that time; empty if it had none. */
        Optional<BigDecimal> share() {
            return sales == null || sales.toBigDecimal().signum() <= 0
                    ? Optional.empty()
                    : Optional.of(sums.sales()
                            .toBigDecimal()
                            .divide(sales.toBigDecimal(), SHARE_DIGITS, RoundingMode.HALF_UP));
        }
    }

    /**
     * The day whose shape predicts the rest of today: last week's, or else yesterday; {@code null} if there is none.
     */
    public Compared shape() {
        if (lastWeek != null && lastWeek.share().isPresent()) {
            return lastWeek;
        }
        return yesterday != null && yesterday.share().isPresent() ? yesterday : null;
    }

    /** The share of its sales that the {@link #shape} had by this time of day; empty if there is none. */
    public Optional<BigDecimal> share() {
        return Optional.ofNullable(shape()).flatMap(Compared::share);
    }

    /**
     * The sales of the whole day if it continues as the {@link #shape} did: sales so far, divided by the share. Empty
     * without a share, in the first hours, and if records of today are missing.
     */
    public Optional<BigDecimal> forecast() {
        return share().filter(share -> share.compareTo(LEAST_SHARE) >= 0 && knownFrom.isEmpty())
                .map(share -> sums.sales().toBigDecimal().divide(share, MathContext.DECIMAL64));
    }
}
