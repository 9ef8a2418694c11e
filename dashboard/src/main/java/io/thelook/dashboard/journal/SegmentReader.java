package io.thelook.dashboard.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Reads the entries of a segment, regardless of damage in the file. After damage, it continues with the next intact
 * entry, which it finds by the segment's marker. Allocates room for an entry only once the checksum has confirmed its
 * length. Not thread-safe.
 */
final class SegmentReader {

    private static final int WINDOW = 1 << 16;

    private final Storage.Input file;
    private final long marker;
    private final long size;
    private final byte[] window = new byte[WINDOW];
    private final ByteBuffer view = ByteBuffer.wrap(window);
    private final CRC32C checksum = new CRC32C();
    private long position;
    private long damaged;

    /** Where in the file the window begins, and how many bytes it holds. */
    private long windowFrom;

    private int windowLength;

    /** @param size the number of bytes to read */
    SegmentReader(Storage.Input file, long marker, long size) {
        this.file = file;
        this.marker = marker;
        this.size = size;
    }

    /** An entry as it was appended. */
    record Entry(long arrival, byte[] bytes) {}

    /** Returns the next intact entry; null if there is none. */
    Entry next() throws IOException {
        long expected = position;
        while (size - position >= EntryFormat.HEADER) {
            if (isEntry()) {
                return take();
            }
            damaged += position == expected ? 1 : 0;
            position = findMarker(position + 1);
        }
        damaged += position == expected && position < size ? 1 : 0;
        position = size;
        return null;
    }

    /** The number of places so far with something other than whole entries. */
    long damaged() {
        return damaged;
    }

    private boolean isEntry() throws IOException {
        if (!load(position, EntryFormat.HEADER) || view.getLong(at(position)) != marker) {
            return false;
        }
        int length = length();
        long start = position + EntryFormat.HEADER;
        if (length < 0 || length > size - start) {
            return false;
        }
        int expected = view.getInt(at(position) + EntryFormat.CHECKSUM_AT);
        checksum.reset();
        checksum.update(window, at(position), EntryFormat.CHECKED_HEADER);
        for (long from = start; from < start + length; from += WINDOW) {
            int part = (int) Math.min(WINDOW, start + length - from);
            if (!load(from, part)) {
                return false;
            }
            checksum.update(window, at(from), part);
        }
        return (int) checksum.getValue() == expected;
    }

    /** Takes the entry at the position, which {@link #isEntry}. */
    private Entry take() throws IOException {
        load(position, EntryFormat.HEADER);
        long arrival = view.getLong(at(position) + EntryFormat.ARRIVAL_AT);
        byte[] bytes = new byte[length()];
        long start = position + EntryFormat.HEADER;
        if (bytes.length <= WINDOW && load(start, bytes.length)) {
            System.arraycopy(window, at(start), bytes, 0, bytes.length);
        } else {
            file.read(start, bytes, 0, bytes.length);
        }
        position = start + bytes.length;
        return new Entry(arrival, bytes);
    }

    private int length() {
        return view.getInt(at(position) + EntryFormat.LENGTH_AT);
    }

    /** Returns the position of the first marker from there on, or the end. */
    private long findMarker(long from) throws IOException {
        long next = from;
        while (size - next >= EntryFormat.HEADER && load(next, EntryFormat.HEADER)) {
            long end = windowFrom + windowLength - EntryFormat.MARKER;
            for (; next <= end; next++) {
                if (view.getLong(at(next)) == marker) {
                    return next;
                }
            }
        }
        return size;
    }

    /** Loads that part of the file into the window. Returns whether the file is that long. */
    private boolean load(long from, int length) throws IOException {
        if (from < windowFrom || from + length > windowFrom + windowLength) {
            windowFrom = from;
            windowLength = 0;
            windowLength = file.read(from, window, 0, (int) Math.min(WINDOW, size - from));
        }
        return length <= windowLength - (from - windowFrom);
    }

    private int at(long inFile) {
        return (int) (inFile - windowFrom);
    }
}
