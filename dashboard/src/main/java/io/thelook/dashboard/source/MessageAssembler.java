package io.thelook.dashboard.source;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * Assembles the frames of a message, up to a limit, inflates it if it is gzip, up to the same limit, and decodes it as
 * UTF-8 text. The cost is proportional to the bytes of the message, however many frames it has. Not thread-safe.
 */
final class MessageAssembler {

    private static final byte[] NOTHING = new byte[0];

    private final int maxBytes;
    private byte[] bytes = NOTHING;
    private int length;

    MessageAssembler(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Whether this frame takes the message over the limit. */
    boolean isTooLong(ByteBuf frame) {
        return frame.readableBytes() > maxBytes - length;
    }

    /** Adds a frame that is not the last one of its message. It must not be {@linkplain #isTooLong too long}. */
    void add(ByteBuf frame) {
        int added = frame.readableBytes();
        if (bytes.length - length < added) {
            long doubled = Math.max(2L * bytes.length, (long) length + added);
            bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, maxBytes));
        }
        frame.getBytes(frame.readerIndex(), bytes, length, added);
        length += added;
    }

    /**
     * Ends the message with its last frame, which must not be {@linkplain #isTooLong too long}, and returns the text.
     *
     * @throws CharacterCodingException if the message is not valid UTF-8
     * @throws GzipException if the message is gzip that is broken, or inflates to more than the limit
     */
    String finish(ByteBuf frame) throws CharacterCodingException, GzipException {
        if (length == 0) {
            byte[] whole = ByteBufUtil.getBytes(frame, frame.readerIndex(), frame.readableBytes(), false);
            return MessageText.decode(whole, 0, whole.length, maxBytes);
        }
        add(frame);
        byte[] whole = bytes;
        int end = length;
        bytes = NOTHING;
        length = 0;
        return MessageText.decode(whole, 0, end, maxBytes);
    }
}
