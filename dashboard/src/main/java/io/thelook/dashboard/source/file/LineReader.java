package io.thelook.dashboard.source.file;

import io.thelook.dashboard.source.MessageText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * Reads the lines of a channel that may have more bytes later. A line ends with LF or CR LF. Blank lines, and a byte
 * order mark before the first line, are left out.
 *
 * <p>A line without its end is kept until the rest of it is there. Of a line that is longer than the limit, nothing is
 * kept: it is refused once, as soon as it is too long, and skipped up to its end. So the memory is limited by the
 * longest permitted line, and returned after a long one. Not thread-safe.
 */
final class LineReader {

    static final int CHUNK_BYTES = 65_536;

    /** What may stay allocated between two lines. */
    private static final int MOST_KEPT_BYTES = 4 * CHUNK_BYTES;

    private static final byte[] NOTHING = {};
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final ReadableByteChannel from;
    private final int mostBytes;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).limit(0);

    /** The line without its end, in the first {@link #length} bytes. */
    private byte[] begun = NOTHING;

    private int length;
    private boolean isSkipping;
    private boolean isFirst = true;
    private long taken;

    /** @param mostBytes limit on a line, without its LF */
    LineReader(ReadableByteChannel from, int mostBytes) {
        this.from = from;
        this.mostBytes = mostBytes;
    }

    /**
     * Takes bytes from the channel, at most {@value #CHUNK_BYTES}. To be called if {@link #next} has no line.
     *
     * @return whether there were any
     */
    boolean fill() throws IOException {
        chunk.clear();
        try {
            return from.read(chunk) > 0;
        } finally {
            chunk.flip();
        }
    }

    /** The next line that is not blank; {@code null} if there is none before the next {@link #fill}. */
    Line next() {
        Line line = null;
        while (line == null && chunk.hasRemaining()) {
            line = take();
        }
        return line;
    }

    /** Takes the chunk up to the next end of a line; {@code null} if that gives no line. */
    private Line take() {
        int start = chunk.position();
        int stop = start;
        while (stop < chunk.limit() && chunk.get(stop) != '\n') {
            stop++;
        }
        boolean isWhole = stop < chunk.limit();
        int next = isWhole ? stop + 1 : stop;
        taken += next - start;
        chunk.position(next);
        if (isSkipping) {
            isSkipping = !isWhole;
            return null;
        }
        int count = stop - start;
        if (count > mostBytes - length) {
            forget();
            isSkipping = !isWhole;
            return Line.refused(Refusal.TOO_LONG);
        }
        if (!isWhole) {
            keep(start, count);
            return null;
        }
        if (length == 0) {
            return line(chunk.array(), start, count);
        }
        keep(start, count);
        return rest();
    }

    private void keep(int start, int count) {
        if (length + count > begun.length) {
            long doubled = Math.max(2L * begun.length, length + count);
            begun = Arrays.copyOf(begun, (int) Math.min(mostBytes, doubled));
        }
        System.arraycopy(chunk.array(), start, begun, length, count);
        length += count;
    }

    /** Takes the line without its end, because its end will not come; {@code null} if there is none. */
    Line rest() {
        Line line = length == 0 ? null : line(begun, 0, length);
        forget();
        return line;
    }

    private void forget() {
        isFirst = false;
        length = 0;
        if (begun.length > MOST_KEPT_BYTES) {
            begun = NOTHING;
        }
    }

    private Line line(byte[] bytes, int start, int count) {
        boolean isAfterMark = isFirst;
        isFirst = false;
        boolean hasReturn = count > 0 && bytes[start + count - 1] == '\r';
        try {
            String text = MessageText.utf8(bytes, start, hasReturn ? count - 1 : count);
            if (isAfterMark && text.startsWith(BYTE_ORDER_MARK)) {
                text = text.substring(1);
            }
            return text.isBlank() ? null : Line.of(text);
        } catch (CharacterCodingException e) {
            return Line.refused(Refusal.NOT_UTF8);
        }
    }

    /** The number of bytes before the position of {@link #next}, also of a line without its end. */
    long taken() {
        return taken;
    }
}
