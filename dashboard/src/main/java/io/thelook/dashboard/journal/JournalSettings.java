package io.thelook.dashboard.journal;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The location and the limits of a journal.
 *
 * @param folder of this journal alone; created if it does not exist
 * @param maxBytes on the disk: beyond it the oldest segments are deleted; at least two segments
 * @param segmentBytes limit on one segment; room for the largest entry
 * @param maxEntryBytes limit on one entry, at least 1
 * @param maxWaiting limit on entries that are not on the disk yet, at least 1
 * @param maxWaitingBytes limit on their bytes; room for the largest entry
 * @param retention how long an entry is kept at least, unless {@code maxBytes} is reached
 */
public record JournalSettings(
        Path folder,
        long maxBytes,
        long segmentBytes,
        int maxEntryBytes,
        int maxWaiting,
        long maxWaitingBytes,
        Duration retention) {

    /** @throws IllegalArgumentException if a limit is too small for its content */
    public JournalSettings {
        atLeast("maxEntryBytes", maxEntryBytes, 1);
        atLeast("segmentBytes", segmentBytes, EntryFormat.size(maxEntryBytes));
        atLeast("maxBytes", maxBytes, 2 * segmentBytes);
        atLeast("maxWaiting", maxWaiting, 1);
        atLeast("maxWaitingBytes", maxWaitingBytes, maxEntryBytes);
        atLeast("retention in ms", retention.toMillis(), 0);
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + "=" + value + ": expected at least " + least);
        }
    }
}
