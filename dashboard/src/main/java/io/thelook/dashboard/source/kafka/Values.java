package io.thelook.dashboard.source.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.thelook.dashboard.source.RecordSource.Entry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.zip.GZIPInputStream;

/**
 * Turns keys and values of a topic into entries. A value is JSON text in UTF-8, as it is or in gzip. A record without a
 * value is a tombstone, whose key is the order's id, as it is or as a JSON string. Immutable and thread-safe.
 */
final class Values {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte GZIP_FIRST = 0x1f;
    private static final byte GZIP_SECOND = (byte) 0x8b;

    /** What a decoder puts in the place of bytes that are not UTF-8; a text may also contain it by right. */
    private static final char REPLACEMENT = '\uFFFD';

    private final int maxBytes;

    /** @param maxBytes the limit on a value, before and after inflating it */
    Values(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Reads a record of the topic.
     *
     * @param key may be {@code null}
     * @param value {@code null} for a tombstone
     */
    Entry entry(ByteBuffer key, ByteBuffer value) throws RefusedException {
        return value == null ? new Entry(orderId(key), null) : new Entry(null, text(value));
    }

    private String text(ByteBuffer bytes) throws RefusedException {
        int length = bytes.remaining();
        if (length > maxBytes) {
            throw new RefusedException(Refusal.TOO_LONG);
        }
        int start = bytes.position();
        if (length > 1 && bytes.get(start) == GZIP_FIRST && bytes.get(start + 1) == GZIP_SECOND) {
            byte[] inflated = inflate(bytes);
            return utf8(inflated, 0, inflated.length);
        }
        return utf8(bytes.array(), bytes.arrayOffset() + start, length);
    }

    private byte[] inflate(ByteBuffer bytes) throws RefusedException {
        try (InputStream inflating = new GZIPInputStream(
                new ByteArrayInputStream(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()))) {
            byte[] inflated = inflating.readNBytes(maxBytes + 1);
            if (inflated.length > maxBytes) {
                throw new RefusedException(Refusal.TOO_LONG);
            }
            return inflated;
        } catch (IOException e) {
            throw new RefusedException(Refusal.BROKEN_GZIP);
        }
    }

    private static String utf8(byte[] bytes, int start, int length) throws RefusedException {
        String text = new String(bytes, start, length, UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RefusedException(Refusal.NOT_UTF8);
        }
    }

    private String orderId(ByteBuffer key) throws RefusedException {
        String written = key == null ? "" : text(key).strip();
        String id = written.startsWith("\"") ? string(written) : written;
        if (id.isEmpty()) {
            throw new RefusedException(Refusal.NO_KEY);
        }
        return id;
    }

    /** Reads a JSON string; empty if the text is something else. */
    private static String string(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            String text = parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
            return parser.nextToken() == null ? text : "";
        } catch (IOException e) {
            return "";
        }
    }
}
