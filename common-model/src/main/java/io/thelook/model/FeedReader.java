package io.thelook.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.thelook.model.FeedMessage.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the messages of a feed leniently.
 *
 * <p>Accepts an array of records, a JSON string that holds such an array, or a message of {@link FeedProtocol}. Accepts
 * numbers or numeric strings, ids as text or numbers, and fields in any order. Ignores unknown fields. Rejects an
 * unusable record with a {@link Rejection} and keeps the rest of the message. Rejects a whole message only if it is not
 * JSON, or not valid in any of the three forms.
 *
 * <p>A reader caches names that recur, such as countries, to hold each in memory once. Use one reader per feed. Not
 * thread-safe. The caller must limit the size of a message.
 */
public final class FeedReader {

    private static final Frame EMPTY = new Frame(List.of(), Map.of(), List.of());

    private final NamePool names = new NamePool();

    /**
     * Reads a message of either contract.
     *
     * @throws FrameException if the text is not JSON, or not a valid message of one of the three forms
     */
    public FeedMessage read(String text) throws FrameException {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private FeedMessage parse(byte[] text) throws FrameException {
        try {
            byte[] layer = text;
            for (int depth = 0; ; depth++) {
                try (JsonParser json = RecordCodec.JSON.createParser(layer)) {
                    JsonToken first = json.nextToken();
                    if (first == JsonToken.START_ARRAY) {
                        Frame frame = records(json);
                        expectEnd(json);
                        return new FeedMessage(Kind.FRAME, 0, 0, 0, frame);
                    }
                    if (first == JsonToken.START_OBJECT && depth == 0) {
                        FeedMessage message = message(json);
                        expectEnd(json);
                        return message;
                    }
                    if (first != JsonToken.VALUE_STRING || depth > 0) {
                        throw new FrameException(
                                "a frame must be a JSON array of records, or a JSON string that holds one,"
                                        + " but it "
                                        + (first == null
                                                ? "is empty"
                                                : "starts with "
                                                        + Texts.quote(
                                                                new String(layer, StandardCharsets.UTF_8).strip())));
                    }
                    layer = json.getText().getBytes(StandardCharsets.UTF_8);
                    expectEnd(json);
                }
            }
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
            throw new FrameException("a frame must be JSON, but" + where + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }

    private FeedMessage message(JsonParser json) throws IOException, FrameException {
        Kind kind = null;
        Long sequence = null;
        Long now = null;
        Long from = null;
        Frame frame = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "type" -> kind = kind(json);
                case "seq" -> sequence = whole(field, json);
                case "now" -> now = whole(field, json);
                case "from" -> from = whole(field, json);
                case "records" -> frame = array(json);
                default -> json.skipChildren();
            }
        }
        require("type", kind);
        require("seq", sequence);
        require("now", now);
        require("from", from);
        if (kind == Kind.HEARTBEAT) {
            frame = EMPTY;
        }
        require("records", frame);
        return new FeedMessage(kind, sequence, now, from, frame);
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

    private Frame array(JsonParser json) throws IOException, FrameException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new FrameException("records " + Texts.quote(json.getText()) + ": expected an array");
        }
        return records(json);
    }

    private static void require(String field, Object value) throws FrameException {
        if (value == null) {
            throw new FrameException("a message must have the field " + field);
        }
    }

    /** Reads the records of an array, from its start to its end. */
    private Frame records(JsonParser json) throws IOException {
        List<Record> records = new ArrayList<>();
        Map<Rejection, Integer> rejected = new EnumMap<>(Rejection.class);
        List<Frame.Rejected> rejections = new ArrayList<>(0);
        RecordReader reader = new RecordReader(json, names);
        for (int element = 0; json.nextToken() != JsonToken.END_ARRAY; element++) {
            Record record = reader.read();
            if (record != null) {
                records.add(record);
            } else {
                rejected.merge(reader.rejection(), 1, Integer::sum);
                if (rejections.size() < Frame.MOST_REJECTIONS) {
                    rejections.add(new Frame.Rejected(
                            reader.rejection(),
                            "record " + element + " of the frame: " + reader.detail(),
                            reader.fingerprint()));
                }
            }
        }
        return new Frame(records, rejected, rejections);
    }

    private static void expectEnd(JsonParser json) throws IOException, FrameException {
        if (json.nextToken() != null) {
            throw new FrameException("a frame must hold one JSON value, but another follows it at byte "
                    + json.currentTokenLocation().getByteOffset());
        }
    }
}
