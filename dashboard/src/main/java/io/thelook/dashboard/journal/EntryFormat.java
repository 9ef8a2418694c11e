package io.thelook.dashboard.journal;

/**
 * How an entry is stored, big-endian:
 *
 * <pre>   marker 8 | arrival in ms 8 | length 4 | CRC32C 4 | the entry   </pre>
 *
 * <p>The marker is random for each segment and part of the segment's name. A reader that finds damage looks for the
 * next one; the content of an entry cannot imitate it. The checksum covers everything in front of it and the entry.
 */
final class EntryFormat {

    static final int MARKER = 8;
    static final int HEADER = 24;

    /** The part of the header that the checksum covers: everything except the checksum itself. */
    static final int CHECKED_HEADER = 20;

    static final int ARRIVAL_AT = 8;
    static final int LENGTH_AT = 16;
    static final int CHECKSUM_AT = 20;

    private EntryFormat() {}

    /** The bytes that an entry takes on the disk. */
    static long size(int length) {
        return (long) HEADER + length;
    }
}
