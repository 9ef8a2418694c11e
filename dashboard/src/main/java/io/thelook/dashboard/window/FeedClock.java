package io.thelook.dashboard.window;

import io.thelook.model.Record;
import java.util.List;

/**
 * The feed's time: its clock, where its own window begins, and since when nothing is missing. All in milliseconds since the
 * epoch. Not thread-safe.
 *
 * <p>The clock may be set back. What is known then is the span of the newest message, unless it meets what was known before:
 *
 * <pre>
 *   known [10:00, 10:30]   snapshot of [10:20, 10:25]   complete since 10:00: the clock went back by five minutes
 *   known [10:00, 10:30]   snapshot of [09:20, 09:25]   complete since 09:20: nothing is known of the time up to 10:00
 * </pre>
 */
final class FeedClock {

    /** A record that is further ahead of the clock than this is in no window but the feed's own. */
    static final long TOLERANCE_MILLIS = 60_000;

    /** One in so many of a frame's records may be older than all windows without stretching the feed's own. */
    private static final int STRAGGLERS = 20;

    /** So much older than all windows, records do not stretch the feed's own unless they are most of it. */
    private static final long LONG_AGO_MILLIS = 2 * Query.KEPT_MILLIS;

    private long from = Long.MIN_VALUE;
    private long now = Long.MIN_VALUE;
    private long completeSince = Long.MAX_VALUE;
    private long oldest = Long.MIN_VALUE;

    /** The longest that a frame of this connection has reached back, of those that reached back over no more than is kept. */
    private long longest;

    private long length;

    private long forgottenUpTo = Long.MIN_VALUE;
    private boolean isByPresence;
    private boolean isLengthKnown;

    /** A message that tells its time. */
    void tell(long newFrom, long newNow, boolean whole) {
        isByPresence = false;
        isLengthKnown = true;
        oldest = newFrom;
        length = newNow - newFrom;
        advance(newFrom, newNow, whole);
    }

    /**
     * A frame, which does not: it holds all that the feed's window has, of whatever time.
     *
     * @param newNow when it came, by our clock
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
        // A window is as long as it ever was, even if there is nothing in its older part just now; an odd frame is no
        // measure.
        length = newNow - newFrom;
        if (length <= Query.KEPT_MILLIS) {
            longest = Math.max(longest, length);
        }
        length = Math.max(length, longest);
        advance(newFrom, newNow, true);
    }

    /** Another connection: the feed's own window may have another length. */
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

    /** Records up to this moment had to go before their time. */
    void forgetUpTo(long createdAt) {
        forgottenUpTo = Math.max(forgottenUpTo, createdAt);
    }

    /** Up to when records had to go before their time. */
    long forgottenUpTo() {
        return forgottenUpTo;
    }

    /** Whether nothing has been heard yet. */
    boolean isUnknown() {
        return now == Long.MIN_VALUE;
    }

    /** The clock at the last message. */
    long now() {
        return now;
    }

    /** Records from here on leave the feed's own window only if the feed takes them out. */
    long from() {
        return from;
    }

    /** Where the feed's own window begins: earlier than {@link #from} if a frame has nothing in its older part. */
    long begin() {
        return now - length;
    }

    /** No record of the feed's own window is older. */
    long oldest() {
        return oldest;
    }

    /** Whether the feed's own window is what the newest frame has, rather than a span of time. */
    boolean isByPresence() {
        return isByPresence;
    }

    /** Whether the length of the feed's own window is known; it is not if all of a frame lies ahead, or is long past. */
    boolean isLengthKnown() {
        return isLengthKnown;
    }

    /** From here on records are ahead of the clock. */
    long aheadFrom() {
        return now + TOLERANCE_MILLIS + 1;
    }

    /** Records from before are of no use any more, unless they are in the feed's newest frame. */
    long keepEdge() {
        return isByPresence ? now - Query.KEPT_MILLIS : Math.min(from, now - Query.KEPT_MILLIS);
    }

    /** Since when nothing is missing; later than {@link #now} if nothing has been heard. */
    long completeSince() {
        return isUnknown()
                ? completeSince
                : Math.max(Math.max(completeSince, forgottenUpTo + 1), Math.min(begin(), keepEdge()));
    }
}
