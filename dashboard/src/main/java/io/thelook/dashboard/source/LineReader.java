package io.thelook.dashboard.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads lines of UTF-8 text, each of a limited length. Not thread-safe. */
final class LineReader {

    private static final int BUFFER = 1 << 16;

    private final InputStream from;
    private final int mostBytes;
    private final byte[] buffer = new byte[BUFFER];
    private int next;
    private int end;

    /** @param mostBytes limit on a line */
    LineReader(InputStream from, int mostBytes) {
        this.from = from;
        this.mostBytes = mostBytes;
    }

    /**
     * The next line, without its end; {@code null} at the end of the stream.
     *
     * @throws IOException if the line is too long, or the stream fails
     */
    String read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean isThere = false;
        while (next < end || fill()) {
            isThere = true;
            int stop = next;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            if (line.size() + stop - next > mostBytes) {
                throw new IOException("a line of the past is longer than " + mostBytes / 1_000_000 + " MB");
            }
            line.write(buffer, next, stop - next);
            next = stop + 1;
            if (stop < end) {
                break;
            }
        }
        return isThere ? line.toString(StandardCharsets.UTF_8) : null;
    }

    private boolean fill() throws IOException {
        next = 0;
        end = Math.max(0, from.read(buffer));
        return end > 0;
    }
}
