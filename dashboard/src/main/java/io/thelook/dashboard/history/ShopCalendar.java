package io.thelook.dashboard.history;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The days of the shop, which begin at midnight in its time zone. A day has 23 or 25 hours when the clocks change.
 * Immutable.
 *
 * @param zone of the shop
 */
public record ShopCalendar(ZoneId zone) {

    /** The day of a time, in milliseconds since the epoch. */
    public LocalDate dateOf(long time) {
        return at(time).toLocalDate();
    }

    /** The start of the day of a time. */
    public long midnightBefore(long time) {
        return midnight(dateOf(time));
    }

    /** The day of a time. */
    public TimeSpan dayOf(long time) {
        LocalDate date = dateOf(time);
        return new TimeSpan(midnight(date), midnight(date.plusDays(1)));
    }

    /** The start of a day: the first moment of it, which is not midnight if the clocks are changed then. */
    public long midnight(LocalDate date) {
        return date.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    /**
     * The same time of day some days later, or earlier if negative. The start of a day becomes the start of a day. A
     * time of day that the clocks skip becomes the time after the gap. Of one that occurs twice, the one with the
     * offset of {@code time} counts.
     */
    public long plusDays(long time, int days) {
        LocalDate date = dateOf(time);
        // Where the clocks skip midnight, a day does not start at 0:00.
        return time == midnight(date)
                ? midnight(date.plusDays(days))
                : at(time).plusDays(days).toInstant().toEpochMilli();
    }

    /** The same times of day some days later, or earlier if negative. */
    public TimeSpan plusDays(TimeSpan span, int days) {
        long from = plusDays(span.from(), days);
        return new TimeSpan(from, Math.max(from, plusDays(span.to(), days)));
    }

    private ZonedDateTime at(long time) {
        return Instant.ofEpochMilli(time).atZone(zone);
    }
}
