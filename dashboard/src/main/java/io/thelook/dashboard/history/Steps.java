package io.thelook.dashboard.history;

import java.time.Duration;
import java.util.List;

/**
 * The steps of a trend: of equal length, the first one beginning at midnight or a whole number of steps after it, so
 * that hours and days are whole.
 *
 * @param origin the midnight before, in milliseconds since the epoch
 * @param first the number of the first step since then
 * @param count number of steps
 * @param millis length of a step
 */
record Steps(long origin, long first, int count, long millis) {

    /** Limit on the number of steps. */
    static final int MOST = 62;

    private static final List<Duration> LENGTHS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(7),
            Duration.ofDays(28));

    /** The shortest usual steps with at most {@link #MOST} in a span. */
    static Steps of(TimeSpan span, ShopCalendar calendar) {
        long origin = calendar.midnightBefore(span.from());
        for (Duration length : LENGTHS) {
            Steps steps = of(span, origin, length.toMillis());
            if (steps.count <= MOST) {
                return steps;
            }
        }
        return of(span, origin, span.length() / (MOST - 1) + 1);
    }

    private static Steps of(TimeSpan span, long origin, long millis) {
        long first = Math.floorDiv(span.from() - origin, millis);
        long last = Math.max(first, Math.floorDiv(span.to() - 1 - origin, millis));
        return new Steps(origin, first, (int) Math.min(Integer.MAX_VALUE, last - first + 1), millis);
    }

    /**
     * The steps of another span that match these: each begins as long after the start of its span.
     *
     * @param span of these steps
     * @param other the span of the others, as many as it takes
     */
    Steps matching(TimeSpan span, TimeSpan other) {
        return of(other, origin + other.from() - span.from(), millis);
    }

    /** The start of the first step. */
    long start() {
        return origin + first * millis;
    }

    /** The number of a step in SQL, counted from the first one, of a time in SQL. */
    String sql(String time) {
        return "((" + time + " - " + start() + ") // " + millis + ")";
    }
}
