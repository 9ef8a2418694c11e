package io.thelook.dashboard.history;

import io.thelook.dashboard.window.Filter;
import io.thelook.dashboard.window.Sums;
import io.thelook.dashboard.window.Trend;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Computes the figures of a selection. */
final class Answers {

    /** A span counts as kept if this share of it is: short gaps, such as those of a restart, do not matter. */
    static final double KEPT = .99;

    /** If the figures of a query have taken longer than this, those to compare with can wait. */
    static final Duration SOON = Duration.ofMillis(100);

    private static final int WEEK = 7;
    private static final int MOST_ORDERS = 8;

    private final Reader reader;
    private final OrderReader orders;
    private final Coverage coverage;
    private final ShopCalendar calendar;
    private final int mostNames;

    /** @param mostNames limit on the names of each breakdown */
    Answers(Reader reader, Coverage coverage, ShopCalendar calendar, int mostNames) {
        this.reader = reader;
        this.orders = new OrderReader(reader);
        this.coverage = coverage;
        this.calendar = calendar;
        this.mostNames = mostNames;
    }

    /**
     * Computes the figures of a query.
     *
     * @param now the time that the period refers to, in milliseconds since the epoch
     * @param nanoTime as {@link System#nanoTime}
     */
    Answer of(HistoryQuery query, long now, LongSupplier nanoTime) throws SQLException {
        return compared(query, alone(query, now, nanoTime), nanoTime);
    }

    /** As {@link #of}; without the figures to compare with if the others have taken longer than {@link #SOON}. */
    Answer first(HistoryQuery query, long now, LongSupplier nanoTime) throws SQLException {
        Answer alone = alone(query, now, nanoTime);
        return alone.costMillis() > SOON.toMillis() ? alone : compared(query, alone, nanoTime);
    }

    /** Adds the figures to compare with to an answer to the query. */
    Answer compared(HistoryQuery query, Answer alone, LongSupplier nanoTime) throws SQLException {
        long began = nanoTime.getAsLong();
        TimeSpan span = alone.span();
        Steps steps = Steps.of(span, calendar);
        int days = Period.comparedDays(span);
        Answer.Before before = before(query, span, steps, days);
        Trend.Line week = days >= WEEK ? null : comparedTrend(query, span, steps, WEEK);
        return alone.compared(before, week, millisSince(began, nanoTime));
    }

    private Answer alone(HistoryQuery query, long now, LongSupplier nanoTime) throws SQLException {
        long began = nanoTime.getAsLong();
        TimeSpan span = query.period().at(now, calendar);
        Filter filter = query.filter();
        Steps steps = Steps.of(span, calendar);
        Trend.Line trend = reader.trend(span, filter, steps);
        return new Answer(
                span,
                coverage.of(span),
                trend.total(),
                reader.rankings(span, filter, mostNames),
                trend,
                orders.newest(span, filter, MOST_ORDERS),
                false,
                null,
                null,
                millisSince(began, nanoTime));
    }

    private static long millisSince(long began, LongSupplier nanoTime) {
        return Duration.ofNanos(nanoTime.getAsLong() - began).toMillis();
    }

    private Answer.Before before(HistoryQuery query, TimeSpan span, Steps steps, int days) throws SQLException {
        Trend.Line trend = comparedTrend(query, span, steps, days);
        if (trend == null) {
            return null;
        }
        TimeSpan then = calendar.plusDays(span, -days);
        Sums sums = isWholeDay(query)
                ? reader.sums(then, query.filter())
                : trend.total().withOrders(reader.orders(then, query.filter()));
        return new Answer.Before(days, then, sums, trend);
    }

    /** The trend some days before, without orders; {@code null} if that time is not kept. */
    private Trend.Line comparedTrend(HistoryQuery query, TimeSpan span, Steps steps, int days) throws SQLException {
        TimeSpan then = calendar.plusDays(span, -days);
        if (!isKept(then)) {
            return null;
        }
        if (isWholeDay(query)) {
            then = calendar.dayOf(then.from());
        }
        return reader.trendWithoutOrders(then, query.filter(), steps.matching(span, then));
    }

    private static boolean isWholeDay(HistoryQuery query) {
        return query.period().kind() == Period.Kind.TODAY;
    }

    private boolean isKept(TimeSpan span) {
        return span.length() > 0 && coverage.of(span) >= KEPT * span.length();
    }

    /**
     * Computes the figures of a day.
     *
     * @param now a time of that day, up to which it counts, in milliseconds since the epoch
     */
    Today today(long now) throws SQLException {
        TimeSpan day = calendar.dayOf(now);
        TimeSpan soFar = new TimeSpan(day.from(), now);
        return new Today(
                calendar.dateOf(now),
                day,
                now,
                reader.sums(soFar, Filter.NONE),
                knownFrom(soFar),
                compared(soFar, day, 1),
                compared(soFar, day, WEEK));
    }

    /** The time since which a span is kept, if it is not kept completely. */
    private OptionalLong knownFrom(TimeSpan span) {
        var gaps = coverage.gaps(span);
        return gaps.isEmpty() || isKept(span)
                ? OptionalLong.empty()
                : OptionalLong.of(gaps.get(gaps.size() - 1).to());
    }

    private Today.Compared compared(TimeSpan soFar, TimeSpan day, int days) throws SQLException {
        TimeSpan then = calendar.plusDays(soFar, -days);
        TimeSpan whole = calendar.plusDays(day, -days);
        if (!isKept(then)) {
            return null;
        }
        return new Today.Compared(
                then,
                reader.sums(then, Filter.NONE),
                isKept(whole) ? reader.sumsWithoutOrders(whole, Filter.NONE).sales() : null);
    }
}
