package io.thelook.dashboard.source;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes messages, which are UTF-8 text or gzip of it. Stateless. */
public final class MessageText {

    /** Replaces invalid bytes in a decoded text. A valid text may contain it, too. */
    private static final char REPLACEMENT = '\uFFFD';

    private MessageText() {}

    /**
     * Decodes a message.
     *
     * @param bytes the message, from the offset on
     * @param length the number of bytes of the message
     * @param maxBytes the limit on what gzip inflates to
     * @throws CharacterCodingException if the message is not valid UTF-8
     * @throws GzipException if the message is gzip that is broken, or inflates to more than the limit
     */
    public static String decode(byte[] bytes, int offset, int length, int maxBytes)
            throws CharacterCodingException, GzipException {
        if (Gzip.isGzip(bytes, offset, length)) {
            byte[] inflated = Gzip.inflate(bytes, offset, length, maxBytes);
            return utf8(inflated);
        }
        return utf8(bytes, offset, length);
    }

    /**
     * Decodes UTF-8.
     *
     * @throws CharacterCodingException if the bytes are not valid UTF-8
     */
    public static String utf8(byte[] bytes) throws CharacterCodingException {
        return utf8(bytes, 0, bytes.length);
    }

    /**
     * Decodes UTF-8.
     *
     * @param bytes the text, from the offset on
     * @param length the number of bytes of the text
     * @throws CharacterCodingException if the bytes are not valid UTF-8
     */
    public static String utf8(byte[] bytes, int offset, int length) throws CharacterCodingException {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            // Throws unless the character is part of the message.
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
        }
        return text;
    }
}
