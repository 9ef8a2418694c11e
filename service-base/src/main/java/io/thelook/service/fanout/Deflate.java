package io.thelook.service.fanout;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compresses and decompresses the payload of messages as RFC 7692, section 7.2, says. Each thread has its
 * own compressors and decompressor, which keep nothing from one message to the next. Thread-safe.
 */
final class Deflate {

    /** The shortest text to compress, in characters: below, the head of a block takes what compression saves. */
    private static final int SHORTEST = 128;

    /** The longest text to compress, in characters. A longer one would hold up the event loop for too long. */
    private static final int LONGEST = 1 << 20;

    /** Longer texts are compressed as fast as possible. */
    private static final int LONG = 1 << 16;

    /** The end of a block that is flushed, which the payload leaves out. */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private static final FastThreadLocal<Deflater> THOROUGH = new Compressor(Deflater.DEFAULT_COMPRESSION);
    private static final FastThreadLocal<Deflater> FAST = new Compressor(Deflater.BEST_SPEED);

    private static final FastThreadLocal<Inflater> DECOMPRESSOR = new FastThreadLocal<>() {
        @Override
        protected Inflater initialValue() {
            return new Inflater(true);
        }

        @Override
        protected void onRemoval(Inflater decompressor) {
            decompressor.end();
        }
    };

    private Deflate() {}

    /** Each thread's compressor for one level. The JDK's takes a change of its level for a step of its own. */
    private static final class Compressor extends FastThreadLocal<Deflater> {

        private final int level;

        Compressor(int level) {
            this.level = level;
        }

        @Override
        protected Deflater initialValue() {
            return new Deflater(level, true);
        }

        @Override
        protected void onRemoval(Deflater compressor) {
            compressor.end();
        }
    }

    /** Whether a text of this many characters is worth being compressed. */
    static boolean isWorthwhile(int length) {
        return length >= SHORTEST && length <= LONGEST;
    }

    /**
     * Compresses a message.
     *
     * @param previous the message that the receiver decompressed before, to which this one may refer; {@code null} for
     *     none
     */
    static byte[] compress(byte[] message, byte[] previous) {
        Deflater compressor = (message.length > LONG ? FAST : THOROUGH).get();
        compressor.reset();
        if (previous != null) {
            compressor.setDictionary(previous);
        }
        compressor.setInput(message);
        byte[] compressed = new byte[message.length / 2 + SHORTEST];
        int length = 0;
        while (true) {
            length += compressor.deflate(compressed, length, compressed.length - length, Deflater.SYNC_FLUSH);
            if (length < compressed.length) {
                return Arrays.copyOf(compressed, length - TAIL.length);
            }
            compressed = Arrays.copyOf(compressed, compressed.length * 2);
        }
    }

    /**
     * Decompresses a message.
     *
     * @param most the longest message, in bytes
     * @return {@code null} if it is longer
     * @throws DataFormatException if it is not compressed
     */
    static byte[] decompress(byte[] payload, int most) throws DataFormatException {
        Inflater decompressor = DECOMPRESSOR.get();
        decompressor.reset();
        byte[] message = new byte[Math.min(most, payload.length * 4 + SHORTEST) + 1];
        int length = 0;
        for (byte[] part : new byte[][] {payload, TAIL}) {
            decompressor.setInput(part);
            while (true) {
                int added = decompressor.inflate(message, length, message.length - length);
                length += added;
                if (length > most) {
                    return null;
                }
                if (length < message.length) {
                    break;
                }
                message = Arrays.copyOf(message, Math.min(most, message.length * 2) + 1);
            }
        }
        if (decompressor.needsDictionary()) {
            throw new DataFormatException("it needs a dictionary");
        }
        return Arrays.copyOf(message, length);
    }
}
