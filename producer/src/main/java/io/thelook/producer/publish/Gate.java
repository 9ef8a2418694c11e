package io.thelook.producer.publish;

/**
 * Limits how many parcels are sent at a time, so that a receiver in trouble gets single attempts instead of a burst. A
 * failed attempt closes the gate for a pause, and then admits one parcel. Each parcel that the receiver accepts opens
 * the gate and doubles the limit. A pause that the receiver has requested always applies.
 *
 * <p>Times are those of a clock like {@link System#nanoTime}. Not thread-safe.
 */
final class Gate {

    private final int most;
    private int limit;
    private boolean isClosed;
    private boolean isAskedFor;
    private boolean hasClosed;
    private long closedAt;
    private long opensAt;

    /** @param most limit on parcels while the receiver works */
    Gate(int most) {
        this.most = most;
        limit = most;
    }

    /** The number of parcels that may be in flight. */
    int limit(long now) {
        if (isClosed && now - opensAt >= 0) {
            isClosed = false;
            isAskedFor = false;
        }
        return isClosed ? 0 : limit;
    }

    /** Records that the receiver has accepted a parcel, or refused it permanently, so it is reachable. */
    void open() {
        limit = Math.min(most, 2 * limit);
        if (!isAskedFor) {
            isClosed = false;
        }
    }

    /** Whether an attempt that began at this time is newer than the failure that last closed the gate. */
    boolean isNews(long sentAt) {
        return !hasClosed || sentAt - closedAt >= 0;
    }

    /** @param isAskedFor whether the receiver has asked for the pause */
    void close(long now, long pauseNanos, boolean isAskedFor) {
        boolean isLonger = !isClosed || now + pauseNanos - opensAt > 0;
        opensAt = isLonger ? now + pauseNanos : opensAt;
        this.isAskedFor |= isAskedFor;
        isClosed = true;
        hasClosed = true;
        closedAt = now;
        limit = 1;
    }
}
