package io.thelook.dashboard.history;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/** Deletes whole days that are too old or exceed the limit on bytes. Belongs to the writer's thread. */
final class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final Duration BETWEEN_CLEANINGS = Duration.ofMinutes(10);

    /**
     * How many times in a row the file must exceed the limit. A running query retains the blocks that it reads, so the
     * file may be measured as too large.
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
     * Deletes expired records, if a check is due.
     *
     * @param now in milliseconds since the epoch
     * @return the coverage afterwards
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

    /** The end of the last day to delete so that enough space becomes free; never today. */
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

    /** Records the size of the file. */
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
