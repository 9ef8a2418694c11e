package io.thelook.dashboard.source.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.thelook.dashboard.source.GzipException;
import io.thelook.dashboard.source.MessageText;
import io.thelook.dashboard.source.RecordSource.Entry;
import io.thelook.dashboard.source.RecordSource.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Turns keys and values of a topic into entries. A value is JSON text in UTF-8, plain or in gzip. A record without a
 * value is a tombstone, whose key is the order's id, plain or as a JSON string. Immutable and thread-safe.
 */
final class Values {

    private static final JsonFactory JSON = new JsonFactory();

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
     * @param isOwn whether a dashboard wrote it
     */
    Entry entry(ByteBuffer key, ByteBuffer value, boolean isOwn, Place place) throws RefusedException {
        return value == null ? new Entry(orderId(key), null, isOwn, place) : new Entry(null, text(value), isOwn, place);
    }

    private String text(ByteBuffer bytes) throws RefusedException {
        int length = bytes.remaining();
        if (length > maxBytes) {
            throw new RefusedException(Refusal.TOO_LONG);
        }
        try {
            return MessageText.decode(bytes.array(), bytes.arrayOffset() + bytes.position(), length, maxBytes);
        } catch (CharacterCodingException e) {
            throw new RefusedException(Refusal.NOT_UTF8);
        } catch (GzipException e) {
            throw new RefusedException(e.isTooLong() ? Refusal.TOO_LONG : Refusal.BROKEN_GZIP);
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
