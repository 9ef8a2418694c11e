package io.thelook.dashboard.window;

import io.thelook.model.Record;
import java.util.List;

/**
 * The feed's time: its clock, the start of its own window, and the time since which no records are missing. All in
 * milliseconds since the epoch. Not thread-safe.
 *
 * <p>The clock may be set back. Then only the span of the newest message is known, unless it meets the span known
 * before:
 *
 * <pre>
 *   known [10:00, 10:30]   snapshot of [10:20, 10:25]   complete since 10:00: the clock went back by five minutes
 *   known [10:00, 10:30]   snapshot of [09:20, 09:25]   complete since 09:20: nothing is known of the time up to 10:00
 * </pre>
 */
final class FeedClock {

    /** How far a record may be ahead of the clock. A record further ahead is only in the feed's own window. */
    static final long TOLERANCE_MILLIS = 60_000;

    /**
     * Records older than every window do not stretch the feed's own if there are fewer than one for this many recent
     * ones.
     */
    private static final int STRAGGLERS = 20;

    /**
     * Records that are all older than this do not stretch the feed's own window if they are fewer than the recent ones.
     */
    private static final long LONG_AGO_MILLIS = 2 * Query.KEPT_MILLIS;

    private long from = Long.MIN_VALUE;
    private long now = Long.MIN_VALUE;
    private long completeSince = Long.MAX_VALUE;
    private long oldest = Long.MIN_VALUE;

    /** The longest span of a frame of this connection, except spans longer than records are kept. */
    private long longest;

    private long length;

    private long forgottenUpTo = Long.MIN_VALUE;
    private boolean isByPresence;
    private boolean isLengthKnown;

    /** Updates the clock from a message that states its times. */
    void tell(long newFrom, long newNow, boolean whole) {
        isByPresence = false;
        isLengthKnown = true;
        oldest = newFrom;
        length = newNow - newFrom;
        advance(newFrom, newNow, whole);
    }

    /**
     * Updates the clock from a frame, which does not state its time. The frame holds every record of the feed's window,
     * whatever its time.
     *
     * @param newNow arrival time by our clock
     */
    void infer(List<Record> records, long newNow) {
        isByPresence = true;
        int old = 0;
        int recent = 0;
        oldest = newNow;
        long oldestRecent = newNow;
        long newestOld = Long.MIN_VALUE;
        for (Record record : records) {
            long createdAt = record.createdAt();
            if (createdAt > newNow + TOLERANCE_MILLIS) {
                continue;
            }
            oldest = Math.min(oldest, createdAt);
            if (createdAt >= newNow - Query.KEPT_MILLIS) {
                recent++;
                oldestRecent = Math.min(oldestRecent, createdAt);
            } else {
                old++;
                newestOld = Math.max(newestOld, createdAt);
            }
        }
        isLengthKnown = recent > 0 || records.isEmpty();
        boolean areStragglers =
                (long) old * STRAGGLERS < recent || old < recent && newestOld < newNow - LONG_AGO_MILLIS;
        long newFrom = areStragglers ? oldestRecent : oldest;
        // The window keeps its greatest length, even while its older part is empty. A frame that reaches back further
        // than records are kept does not count.
        length = newNow - newFrom;
        if (length <= Query.KEPT_MILLIS) {
            longest = Math.max(longest, length);
        }
        length = Math.max(length, longest);
        advance(newFrom, newNow, true);
    }

    /** Forgets the greatest length, because the feed's own window may have another one on a new connection. */
    void forgetLength() {
        longest = 0;
    }

    private void advance(long newFrom, long newNow, boolean whole) {
        long begin = newNow - length;
        if (whole && meets(begin, newNow)) {
            completeSince = Math.min(completeSince, begin);
        } else if (whole) {
            completeSince = begin;
        } else {
            completeSince = Math.min(completeSince, newNow);
        }
        from = newFrom;
        now = newNow;
    }

    private boolean meets(long begin, long newNow) {
        return begin <= now && completeSince <= newNow;
    }

    /** The feed has delivered all records since this time. */
    void completeFrom(long time) {
        completeSince = Math.min(completeSince, time);
    }

    /** Marks the records up to this time as dropped early. */
    void forgetUpTo(long createdAt) {
        forgottenUpTo = Math.max(forgottenUpTo, createdAt);
    }

    /** The time up to which records were dropped early. */
    long forgottenUpTo() {
        return forgottenUpTo;
    }

    /** Whether no message has arrived yet. */
    boolean isUnknown() {
        return now == Long.MIN_VALUE;
    }

    /** The clock at the last message. */
    long now() {
        return now;
    }

    /** The time from which on records leave the feed's own window only if the feed removes them. */
    long from() {
        return from;
    }

    /** The start of the feed's own window: earlier than {@link #from} if a frame has no records in its older part. */
    long begin() {
        return now - length;
    }

    /** The time before which the feed's own window has no records. */
    long oldest() {
        return oldest;
    }

    /** Whether the feed's own window is the content of the newest frame, rather than a span of time. */
    boolean isByPresence() {
        return isByPresence;
    }

    /**
     * Whether the length of the feed's own window is known. It is not if a frame has only records ahead of the clock or
     * long past.
     */
    boolean isLengthKnown() {
        return isLengthKnown;
    }

    /** The time from which on records are ahead of the clock. */
    long aheadFrom() {
        return now + TOLERANCE_MILLIS + 1;
    }

    /** The time before which records are no longer needed, unless they are in the feed's newest frame. */
    long keepEdge() {
        return isByPresence ? now - Query.KEPT_MILLIS : Math.min(from, now - Query.KEPT_MILLIS);
    }

    /** The time since which no records are missing; later than {@link #now} if no message has arrived. */
    long completeSince() {
        return isUnknown()
                ? completeSince
                : Math.max(Math.max(completeSince, forgottenUpTo + 1), Math.min(begin(), keepEdge()));
    }
}
