package io.thelook.service.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/** Encodes text messages as the frames of RFC 6455, section 5.2, that a server sends. */
final class Frames {

    /** The longest payload of a frame, in bytes. Many clients take no longer one. */
    static final int LONGEST_PAYLOAD = 65_536;

    private static final int FINAL = 0x80;
    private static final int COMPRESSED = 0x40;
    private static final int TEXT = 1;
    private static final int CONTINUATION = 0;
    private static final int LONGEST_HEADER = 10;
    private static final int SHORT_LENGTH = 125;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int MOST_IN_TWO_BYTES = 0xFFFF;

    private Frames() {}

    /**
     * The frames of one message, one after the other.
     *
     * @param payload in UTF-8, or compressed
     * @param isCompressed as RFC 7692 does, and as both sides have agreed
     * @return read-only and left to the garbage collector: releasing it does nothing. Frames of one message that is
     *     not long are outside the heap, from where they are written without a copy for each peer; the collector would
     *     free long ones too late
     */
    static ByteBuf of(byte[] payload, boolean isCompressed) {
        int frames = Math.max(1, (payload.length + LONGEST_PAYLOAD - 1) / LONGEST_PAYLOAD);
        int size = payload.length + frames * LONGEST_HEADER;
        ByteBuffer all = frames == 1 ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
        for (int i = 0; i < frames; i++) {
            int from = i * LONGEST_PAYLOAD;
            int length = Math.min(LONGEST_PAYLOAD, payload.length - from);
            int first = i == 0 ? TEXT | (isCompressed ? COMPRESSED : 0) : CONTINUATION;
            all.put((byte) (first | (i == frames - 1 ? FINAL : 0)));
            putLength(all, length);
            all.put(payload, from, length);
        }
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(all.flip()).asReadOnly());
    }

    private static void putLength(ByteBuffer to, int length) {
        if (length <= SHORT_LENGTH) {
            to.put((byte) length);
        } else if (length <= MOST_IN_TWO_BYTES) {
            to.put((byte) TWO_BYTES).putShort((short) length);
        } else {
            to.put((byte) EIGHT_BYTES).putLong(length);
        }
    }
}
