package io.thelook.dashboard.history;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/** Deletes what is too old, or does not fit into the limit of bytes, by whole days. Belongs to the writer's thread. */
final class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final Duration BETWEEN_CLEANINGS = Duration.ofMinutes(10);

    /**
     * Times in a row that the file must be found too large. A query keeps what it reads, so that the file is measured
     * as larger than it is.
     */
    private static final int TIMES_TOO_LARGE = 3;

    private final HistorySettings settings;
    private final LongAdder expired = new LongAdder();
    private long deletedBefore = Long.MIN_VALUE;
    private long cleanedAt = Long.MIN_VALUE;
    private int timesTooLarge;
    private volatile long bytes;

    Retention(HistorySettings settings) {
        this.settings = settings;
    }

    /**
     * Deletes what is not to be kept, if it is time to look for that.
     *
     * @param now in milliseconds since the epoch
     * @return what is covered then
     */
    Coverage clean(RecordStore store, Database database, Coverage coverage, long now) throws SQLException {
        boolean isDue = cleanedAt == Long.MIN_VALUE || now - cleanedAt >= BETWEEN_CLEANINGS.toMillis();
        if (!isDue && timesTooLarge == 0) {
            return coverage;
        }
        cleanedAt = now;
        ShopCalendar calendar = settings.calendar();
        long today = calendar.midnightBefore(now);
        long edge = calendar.plusDays(today, -settings.days());
        Coverage rest = store.oldestSince(Long.MIN_VALUE) < edge ? expire(store, coverage.since(edge), edge) : coverage;
        measure(database);
        if (bytes > settings.maxBytes()) {
            store.checkpoint();
            measure(database);
        }
        timesTooLarge = bytes > settings.maxBytes() ? timesTooLarge + 1 : 0;
        if (timesTooLarge == TIMES_TOO_LARGE) {
            timesTooLarge = 0;
            long until = endOfSurplus(store, today);
            if (until > Long.MIN_VALUE) {
                rest = expire(store, rest.since(until), until);
                measure(database);
            }
        }
        return rest;
    }

    /** The end of the last day that is to go, as its records take as much room as is missing; never today. */
    private long endOfSurplus(RecordStore store, long today) throws SQLException {
        long all = store.count(new TimeSpan(Long.MIN_VALUE, Long.MAX_VALUE));
        double surplus = all * (1 - (double) settings.maxBytes() / bytes);
        long edge = Long.MIN_VALUE;
        long gone = 0;
        while (gone < surplus) {
            long oldest = store.oldestSince(edge);
            if (oldest >= today) {
                break;
            }
            TimeSpan day = settings.calendar().dayOf(oldest);
            gone += store.count(day);
            edge = day.to();
        }
        return edge;
    }

    private Coverage expire(RecordStore store, Coverage rest, long before) throws SQLException {
        store.deleteBefore(before, rest);
        deletedBefore = Math.max(deletedBefore, before);
        expired.increment();
        LOG.infof("the history before %s has been deleted", settings.calendar().dateOf(before));
        return rest;
    }

    /** The part of a span that has not been deleted. */
    TimeSpan kept(TimeSpan span) {
        return new TimeSpan(Math.min(span.to(), Math.max(span.from(), deletedBefore)), span.to());
    }

    /** Takes note of the size of the file. */
    void measure(Database database) throws SQLException {
        bytes = database.bytes();
    }

    /** The size of the file when it was last measured, in bytes. */
    long bytes() {
        return bytes;
    }

    /** The number of deletions. */
    long expiries() {
        return expired.sum();
    }
}
