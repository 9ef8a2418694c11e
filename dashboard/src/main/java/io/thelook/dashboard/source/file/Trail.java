package io.thelook.dashboard.source.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/**
 * Reads a file, and remembers the last bytes that were read. If they are not before the position any more, the file was
 * rewritten, even if it is longer than before. Not thread-safe.
 */
final class Trail implements ReadableByteChannel {

    private static final int MOST_BYTES = 64;

    private final FileChannel file;
    private final byte[] last = new byte[MOST_BYTES];
    private int length;

    Trail(FileChannel file) {
        this.file = file;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int number = file.read(into);
        if (number > 0) {
            remember(into.duplicate().flip(), number);
        }
        return number;
    }

    /** Remembers the last bytes of those that were read at the end of a buffer. */
    private void remember(ByteBuffer read, int number) {
        int fresh = Math.min(number, MOST_BYTES);
        int kept = Math.min(length, MOST_BYTES - fresh);
        System.arraycopy(last, length - kept, last, 0, kept);
        read.position(read.limit() - fresh).get(last, kept, fresh);
        length = kept + fresh;
    }

    /** Whether the file still has these bytes before the position. */
    boolean isUnbroken() throws IOException {
        ByteBuffer present = ByteBuffer.allocate(length);
        long start = file.position() - length;
        while (present.hasRemaining()) {
            if (file.read(present, start + present.position()) < 0) {
                return false;
            }
        }
        return Arrays.equals(present.array(), 0, length, last, 0, length);
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
