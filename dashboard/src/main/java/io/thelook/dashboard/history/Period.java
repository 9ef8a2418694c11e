package io.thelook.dashboard.history;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A period that a viewer can select beyond the live window. Immutable.
 *
 * @param kind of the period
 * @param range the span of a {@link Kind#RANGE}; {@code null} for all other kinds
 */
public record Period(Kind kind, TimeSpan range) {

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    /** What a period is. */
    public enum Kind {
        /** The last hour. */
        HOUR("1h", Duration.ofHours(1)),
        /** The last 24 hours. */
        DAY("24h", Duration.ofDays(1)),
        /** The last seven days, each of 24 hours. */
        WEEK("7d", Duration.ofDays(7)),
        /** Since midnight. */
        TODAY("today", null),
        /** The whole day before today. */
        YESTERDAY("yesterday", null),
        /** A span that does not move. */
        RANGE("", null);

        private final String label;
        private final Duration length;

        Kind(String label, Duration length) {
            this.label = label;
            this.length = length;
        }

        /** The name in queries. */
        public String label() {
            return label;
        }
    }

    /** @throws IllegalArgumentException if a range has no span, or another kind has one */
    public Period {
        if ((kind == Kind.RANGE) != (range != null)) {
            throw new IllegalArgumentException(kind + " with " + range + ": expected a span for a range only");
        }
    }

    /** The period of that label; empty if there is none. */
    public static Optional<Period> of(String label) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.RANGE && kind.label.equals(label))
                .findFirst()
                .map(kind -> new Period(kind, null));
    }

    /** All labels, as a list in words: {@code 1h, 24h, 7d, today or yesterday}. */
    public static String labels() {
        String labels = Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.RANGE)
                .map(Kind::label)
                .collect(Collectors.joining(", "));
        int last = labels.lastIndexOf(", ");
        return labels.substring(0, last) + " or" + labels.substring(last + 1);
    }

    /** A span that does not move. */
    public static Period range(TimeSpan span) {
        return new Period(Kind.RANGE, span);
    }

    /** Whether the period moves with time within a day. */
    public boolean isLive() {
        return kind != Kind.RANGE && kind != Kind.YESTERDAY;
    }

    /**
     * The period's span at a time, exclusive.
     *
     * @param now in milliseconds since the epoch
     */
    public TimeSpan at(long now, ShopCalendar calendar) {
        return switch (kind) {
            case HOUR, DAY, WEEK -> new TimeSpan(now - kind.length.toMillis(), now);
            case TODAY -> new TimeSpan(calendar.midnightBefore(now), now);
            case YESTERDAY -> {
                long midnight = calendar.midnightBefore(now);
                yield new TimeSpan(calendar.plusDays(midnight, -1), midnight);
            }
            case RANGE -> range;
        };
    }

    /** How many days back the comparison is for a span of that length: enough to precede the span. */
    static int comparedDays(TimeSpan span) {
        // A day may have 25 hours.
        long whole = span.length() / DAY_MILLIS;
        long rest = span.length() % DAY_MILLIS;
        return (int) Math.max(1, whole + (rest > DAY_MILLIS / 24 || whole == 0 && rest > 0 ? 1 : 0));
    }
}
