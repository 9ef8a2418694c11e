package io.thelook.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.thelook.model.FeedMessage.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Reads the messages of a feed leniently, in any form of JSON that carries records.
 *
 * <p>Accepts an array of records, a single record, an envelope that holds an array, one record per line (NDJSON), a
 * JSON string that holds any of these, or a message of {@link FeedProtocol}. Accepts numbers or numeric strings, ids as
 * text or numbers, and fields in any order, in snake case or camel case. Ignores unknown fields. Rejects an unusable
 * record with a {@link Rejection} and keeps the rest of the message. Rejects a whole message only if it is not JSON, or
 * has none of the forms.
 *
 * <p>A mapping gets {@link #MAPPING_TIME} for one message. Then the reader maps no further value and rejects those that
 * remain as {@link Rejection#NOT_MAPPED}. {@link RecordMapping} must limit the time for one value.
 *
 * <p>A reader caches names that recur, such as countries, to hold each in memory once. Use one reader per feed. Not
 * thread-safe. The caller must limit the size of a message.
 */
public final class FeedReader {

    /**
     * The time since the start of a message after which no further value is mapped. With the time for one value, it is
     * less than the 10 s after which a thread counts as stuck.
     */
    public static final Duration MAPPING_TIME = Duration.ofSeconds(5);

    private final FeedFormat format;
    private final boolean isMapped;

    /** Records are checked field by field. The parser must limit the input of a mapping. */
    private final JsonFactory parsers;

    private final RecordReader reader;
    private final ProtocolReader protocol;
    private final TimedMapping mapping;
    private final ElementReader elements;

    /** Reads theLook's records. */
    public FeedReader() {
        this(FeedFormat.THELOOK);
    }

    public FeedReader(FeedFormat format) {
        this(format, MAPPING_TIME, System::nanoTime);
    }

    /**
     * @param mappingTime the time since the start of a message after which no further value is mapped
     * @param nanoTime as {@link System#nanoTime}
     */
    public FeedReader(FeedFormat format, Duration mappingTime, LongSupplier nanoTime) {
        this.format = format;
        this.isMapped = format.mapping().isPresent();
        this.mapping = new TimedMapping(format.mapping(), mappingTime, nanoTime);
        this.parsers = isMapped ? JsonTrees.factory() : RecordCodec.JSON;
        this.reader = new RecordReader(format.currency());
        this.protocol = new ProtocolReader(reader);
        this.elements = new ElementReader(parsers, reader, format.mapping().map(given -> mapping));
    }

    /**
     * Reads a message of a server that has agreed to {@link FeedProtocol}.
     *
     * @throws FrameException if the text is not JSON, or neither a message of the protocol nor an array of records
     */
    public FeedMessage readProtocol(String text) throws FrameException {
        FrameBuilder frame = new FrameBuilder();
        return parse(text, true, frame).with(frame.build());
    }

    /**
     * Reads a message of any form.
     *
     * @throws FrameException if the text is not JSON, or has none of the forms
     */
    public FeedMessage read(String text) throws FrameException {
        FrameBuilder frame = new FrameBuilder();
        return parse(text, false, frame).with(frame.build());
    }

    /**
     * Adds the records of a message of any form to those of other messages.
     *
     * @throws FrameException if the text is not JSON, or has none of the forms; nothing has been added then
     */
    public void read(String text, FrameBuilder frame) throws FrameException {
        frame.begin();
        boolean isRead = false;
        try {
            parse(text, false, frame);
            isRead = true;
        } finally {
            if (!isRead) {
                frame.rollBack();
            }
        }
    }

    private ProtocolReader.Head parse(String text, boolean isProtocol, FrameBuilder frame) throws FrameException {
        mapping.begin();
        try {
            String layer = text;
            for (int depth = 0; ; depth++) {
                byte[] bytes = layer.getBytes(StandardCharsets.UTF_8);
                try (JsonParser json = parsers.createParser(bytes)) {
                    JsonToken first = json.nextToken();
                    if (first == JsonToken.START_ARRAY) {
                        elements.array(json, frame);
                        expectEnd(json);
                        return ofRecords();
                    }
                    if (first == JsonToken.START_OBJECT) {
                        return object(json, bytes, isProtocol, frame);
                    }
                    if (first != JsonToken.VALUE_STRING || depth > 0) {
                        throw new FrameException("a frame must be a JSON array of records, a record,"
                                + " or a JSON string that holds one, but it "
                                + (first == null ? "is empty" : "starts with " + Texts.quote(layer.strip())));
                    }
                    layer = json.getText();
                    expectEnd(json);
                }
            }
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
            throw new FrameException("a frame must be JSON, but" + where + ": " + Texts.line(e.getOriginalMessage()));
        } catch (IOException e) {
            // The parser takes a text that begins with a zero for UTF-16 or UTF-32, in which it is not valid.
            throw new FrameException(
                    "a frame must be JSON in UTF-8, but: " + Texts.line(String.valueOf(e.getMessage())));
        }
    }

    private ProtocolReader.Head ofRecords() {
        return new ProtocolReader.Head(format.isAdditions() ? Kind.ADDITIONS : Kind.FRAME, 0, 0, 0);
    }

    /**
     * Reads a text that begins with an object: a message of the protocol, a record, an envelope, or lines of records.
     */
    private ProtocolReader.Head object(JsonParser json, byte[] text, boolean isProtocol, FrameBuilder frame)
            throws IOException, FrameException {
        if (isProtocol) {
            return protocolMessage(json, frame);
        }
        Record record = null;
        if (isMapped) {
            json.skipChildren();
        } else {
            record = reader.read(json);
        }
        boolean mayBeOther = isMapped || reader.isIncomplete();
        if (!isMapped && mayBeOther && ProtocolReader.isMessage(text)) {
            try (JsonParser again = startOf(text)) {
                return protocolMessage(again, frame);
            }
        }
        if (!isAtEnd(json)) {
            elements.lines(text, frame);
        } else if (!mayBeOther || !envelope(text, frame)) {
            single(record, text, frame);
        }
        return ofRecords();
    }

    private ProtocolReader.Head protocolMessage(JsonParser json, FrameBuilder frame)
            throws IOException, FrameException {
        ProtocolReader.Head head = protocol.read(json, frame);
        expectEnd(json);
        return head;
    }

    private JsonParser startOf(byte[] text) throws IOException {
        JsonParser json = parsers.createParser(text);
        json.nextToken();
        return json;
    }

    /**
     * Adds an object that is no envelope. If a message is the whole window, an object without records would empty the
     * window. More likely, the object means something else, so the message is rejected.
     *
     * @param record as read; {@code null} if it was rejected, or is to be mapped
     */
    private void single(Record record, byte[] text, FrameBuilder frame) throws IOException, FrameException {
        if (isMapped) {
            elements.map(JsonTrees.read(text), 0, frame);
        } else {
            frame.add(record, reader, 0);
        }
        if (!format.isAdditions() && frame.hasNoRecords()) {
            throw new FrameException(
                    "a frame must hold records, but it is an object without any: " + frame.firstRejection());
        }
    }

    /** Whether nothing follows an object; text after it need not be JSON. */
    private static boolean isAtEnd(JsonParser json) throws IOException {
        try {
            return json.nextToken() == null;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** Reads the array at the envelope's path; returns whether there is one. */
    private boolean envelope(byte[] text, FrameBuilder frame) throws IOException {
        if (format.envelope().isEmpty()) {
            return false;
        }
        try (JsonParser json = startOf(text)) {
            for (String name : format.envelope()) {
                if (json.currentToken() != JsonToken.START_OBJECT || !enter(json, name)) {
                    return false;
                }
            }
            if (json.currentToken() != JsonToken.START_ARRAY) {
                return false;
            }
            elements.array(json, frame);
            return true;
        }
    }

    private static boolean enter(JsonParser json, String name) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean isThere = name.equals(json.currentName());
            json.nextToken();
            if (isThere) {
                return true;
            }
            json.skipChildren();
        }
        return false;
    }

    private static void expectEnd(JsonParser json) throws IOException, FrameException {
        if (json.nextToken() != null) {
            throw new FrameException("a frame must hold one JSON value, but another follows it at byte "
                    + json.currentTokenLocation().getByteOffset());
        }
    }
}
