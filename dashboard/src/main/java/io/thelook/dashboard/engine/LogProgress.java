package io.thelook.dashboard.engine;

import io.thelook.dashboard.source.LogPosition;
import io.thelook.dashboard.source.RecordSource.Place;
import java.util.Arrays;

/**
 * Follows how far a log has been applied to the window. If the window is discarded, the position is unknown until the
 * log has been read again, even if entries were still in transit. Not thread-safe.
 */
final class LogProgress {

    private String log = "";
    private long[] next = {};
    private LogPosition position = LogPosition.NONE;
    private boolean isRestarted;

    /** An entry has been applied. */
    void applied(Place place) {
        if (place.isKnown()) {
            reach(place.partition(), place.offset() + 1);
        }
    }

    /** All entries before this position have been applied. */
    void applied(LogPosition before) {
        if (!before.log().equals(log)) {
            log = before.log();
            next = new long[0];
            position = null;
        }
        long[] reached = before.next();
        for (int i = 0; i < reached.length; i++) {
            reach(i, reached[i]);
        }
    }

    private void reach(int partition, long offset) {
        if (partition >= next.length) {
            next = Arrays.copyOf(next, partition + 1);
            position = null;
        }
        if (next[partition] != offset) {
            next[partition] = offset;
            position = null;
        }
    }

    /** The window has been discarded and will be refilled. */
    void restart() {
        isRestarted = true;
        position = null;
    }

    /** The window has all the entries of the log that it needs. */
    void complete() {
        if (isRestarted) {
            isRestarted = false;
            position = null;
        }
    }

    /** The position up to which everything has been applied. */
    LogPosition position() {
        if (position == null) {
            position = LogPosition.of(log, isRestarted ? new long[next.length] : next);
        }
        return position;
    }
}
