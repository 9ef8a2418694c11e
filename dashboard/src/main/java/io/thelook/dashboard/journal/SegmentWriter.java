package io.thelook.dashboard.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Appends entries to a segment. Useless after a failure. Not thread-safe. */
final class SegmentWriter {

    private final SegmentName name;
    private final Storage.Output file;
    private final ByteBuffer buffer;
    private final ByteBuffer header = ByteBuffer.allocate(EntryFormat.HEADER);
    private final CRC32C checksum = new CRC32C();
    private long size;
    private long forcedSize;

    /** @param buffer for entries that are not written yet, used by this writer alone */
    SegmentWriter(SegmentName name, Storage.Output file, ByteBuffer buffer) {
        this.name = name;
        this.file = file;
        this.buffer = buffer.clear();
    }

    /** Adds an entry. It may stay in the buffer until {@link #force}. */
    void put(Pending pending) throws IOException {
        byte[] entry = pending.entry();
        header.clear().putLong(name.marker()).putLong(pending.arrival()).putInt(entry.length);
        checksum.reset();
        checksum.update(header.array(), 0, EntryFormat.CHECKED_HEADER);
        checksum.update(entry);
        header.putInt((int) checksum.getValue());
        size += pending.size();
        put(header.array());
        put(entry);
    }

    private void put(byte[] bytes) throws IOException {
        for (int offset = 0; offset < bytes.length; ) {
            int length = Math.min(buffer.remaining(), bytes.length - offset);
            buffer.put(bytes, offset, length);
            offset += length;
            if (!buffer.hasRemaining()) {
                flush();
            }
        }
    }

    private void flush() throws IOException {
        file.write(buffer.flip());
        buffer.clear();
    }

    /** Forces the added entries to the disk. */
    void force() throws IOException {
        flush();
        file.force();
        forcedSize = size;
    }

    /** Removes the entries added since the last force. */
    void cut() throws IOException {
        file.truncate(forcedSize);
        size = forcedSize;
    }

    void close() throws IOException {
        file.close();
    }

    SegmentName name() {
        return name;
    }

    /** The size including entries that are not forced yet, in bytes. */
    long size() {
        return size;
    }

    /** The size that is certain to be on the disk, in bytes. */
    long forcedSize() {
        return forcedSize;
    }
}
