package io.thelook.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.thelook.model.FeedMessage.Kind;
import java.io.IOException;

/** Reads the messages of {@link FeedProtocol}. Not thread-safe. */
final class ProtocolReader {

    private final RecordReader reader;

    ProtocolReader(RecordReader reader) {
        this.reader = reader;
    }

    /**
     * A message without its records.
     *
     * @param kind of the message
     * @param sequence as in {@link FeedMessage}
     * @param now as in {@link FeedMessage}
     * @param from as in {@link FeedMessage}
     */
    record Head(Kind kind, long sequence, long now, long from) {

        FeedMessage with(Frame frame) {
            return new FeedMessage(kind, sequence, now, from, frame);
        }
    }

    /** Whether a text that begins with an object has the fields that only messages of the protocol have together. */
    static boolean isMessage(byte[] text) throws IOException {
        try (JsonParser json = RecordCodec.JSON.createParser(text)) {
            json.nextToken();
            boolean hasKind = false;
            boolean hasSequence = false;
            while (!(hasKind && hasSequence) && json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (RecordField.named(name) != null) {
                    return false;
                }
                hasKind |= "type".equals(name)
                        && value == JsonToken.VALUE_STRING
                        && FeedProtocol.kind(json.getText()) != null;
                hasSequence |= "seq".equals(name) && value.isNumeric();
                json.skipChildren();
            }
            return hasKind && hasSequence;
        }
    }

    /**
     * Reads a message from the start of its object to the end.
     *
     * @param frame receives the records
     * @throws FrameException if it is no message of the protocol
     */
    Head read(JsonParser json, FrameBuilder frame) throws IOException, FrameException {
        Kind kind = null;
        Long sequence = null;
        Long now = null;
        Long from = null;
        boolean hasRecords = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "type" -> kind = kind(json);
                case "seq" -> sequence = whole(field, json);
                case "now" -> now = whole(field, json);
                case "from" -> from = whole(field, json);
                case "records" -> {
                    records(json, frame);
                    hasRecords = true;
                }
                default -> json.skipChildren();
            }
        }
        require("type", kind);
        require("seq", sequence);
        require("now", now);
        require("from", from);
        if (kind == Kind.HEARTBEAT) {
            // Ignores any records sent with a heartbeat.
            frame.rollBack();
        } else if (!hasRecords) {
            throw new FrameException("a message must have the field records");
        }
        return new Head(kind, sequence, now, from);
    }

    private static Kind kind(JsonParser json) throws IOException, FrameException {
        Kind kind = FeedProtocol.kind(json.getText());
        if (kind == null) {
            throw new FrameException(
                    "type " + Texts.quote(json.getText()) + ": expected snapshot, upsert or heartbeat");
        }
        return kind;
    }

    private static Long whole(String field, JsonParser json) throws IOException, FrameException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || json.getTextLength() > 18 || json.getLongValue() < 0) {
            throw new FrameException(field + " " + Texts.quote(json.getText()) + ": expected a whole number from 0");
        }
        return json.getLongValue();
    }

    private void records(JsonParser json, FrameBuilder frame) throws IOException, FrameException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new FrameException("records " + Texts.quote(json.getText()) + ": expected an array");
        }
        for (int element = 0; json.nextToken() != JsonToken.END_ARRAY; element++) {
            frame.add(reader.read(json), reader, element);
        }
    }

    private static void require(String field, Object value) throws FrameException {
        if (value == null) {
            throw new FrameException("a message must have the field " + field);
        }
    }
}
