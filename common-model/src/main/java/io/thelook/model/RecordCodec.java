package io.thelook.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Writes records strictly and reads frames leniently.
 *
 * <p>Reading takes an array of records, or a JSON string that holds such an array; numbers or numeric strings; ids as text
 * or numbers; fields in any order, unknown ones among them. An element that cannot be used is refused with a
 * {@link Rejection}; the rest of the frame lives. Only a frame that is not JSON, or not an array, is refused as a whole.
 *
 * <p>Stateless and thread-safe. The caller bounds the size of a frame.
 */
public final class RecordCodec {

    /** The longest text that a field may hold, in UTF-16 characters. */
    public static final int MAX_TEXT = 256;

    /** The highest accepted age, in years. */
    public static final int MAX_AGE = 150;

    /** The first accepted event time, 2000-01-01T00:00:00Z, in milliseconds since the epoch. */
    public static final long MIN_CREATED_AT = 946_684_800_000L;

    /** The end, exclusive, of the accepted event times, 2100-01-01T00:00:00Z. */
    public static final long MAX_CREATED_AT = 4_102_444_800_000L;

    private static final int MAX_NESTING = 64;
    private static final int TYPICAL_RECORD_BYTES = 400;

    // Lengths are judged per field, where a breach costs one record; in the parser it would cost the whole frame.
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(MAX_NESTING)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    private RecordCodec() {}

    /**
     * The bytes, in UTF-8, that stand for a record inside a frame of the given encoding.
     *
     * <p>Fields come in the order of the {@link Record}; a {@code cost} of {@code null} is left out.
     */
    public static byte[] encode(Record record, FeedEncoding encoding) {
        byte[] json = json(record, encoding == FeedEncoding.STRING);
        return encoding == FeedEncoding.ARRAY
                ? json
                : JsonStringEncoder.getInstance().quoteAsUTF8(new String(json, StandardCharsets.UTF_8));
    }

    private static byte[] json(Record record, boolean pricesAsText) {
        ByteArrayBuilder bytes = new ByteArrayBuilder(TYPICAL_RECORD_BYTES);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("user_id", record.userId());
            json.writeNumberField("age", record.age());
            json.writeStringField("gender", record.gender());
            json.writeStringField("country", record.country());
            json.writeStringField("traffic_source", record.trafficSource());
            json.writeStringField("order_id", record.orderId());
            json.writeStringField("item_id", record.itemId());
            json.writeStringField("category", record.category());
            if (record.cost() != null) {
                writePrice(json, "cost", record.cost(), pricesAsText);
            }
            json.writeStringField("item_status", record.itemStatus());
            writePrice(json, "sale_price", record.salePrice(), pricesAsText);
            json.writeNumberField("created_at", record.createdAt());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static void writePrice(JsonGenerator json, String field, Money price, boolean asText) throws IOException {
        json.writeFieldName(field);
        if (asText) {
            json.writeString(price.toString());
        } else {
            json.writeNumber(price.toString());
        }
    }

    /**
     * Reads a frame.
     *
     * @throws FrameException if the text is not JSON, or neither an array nor a string that holds one
     */
    public static Frame decode(String text) throws FrameException {
        try {
            String array = text;
            for (int layer = 0; ; layer++) {
                try (JsonParser json = JSON.createParser(array)) {
                    JsonToken first = json.nextToken();
                    if (first == JsonToken.START_ARRAY) {
                        return decodeArray(json);
                    }
                    if (first != JsonToken.VALUE_STRING || layer > 0) {
                        throw new FrameException(
                                "a frame must be a JSON array of records, or a JSON string that holds one,"
                                        + " but it "
                                        + (first == null ? "is empty" : "starts with " + Texts.quote(array.strip())));
                    }
                    array = json.getText();
                    expectEnd(json);
                }
            }
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at character " + e.getLocation().getCharOffset();
            throw new FrameException("a frame must be JSON, but" + where + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }

    private static Frame decodeArray(JsonParser json) throws IOException, FrameException {
        List<Record> records = new ArrayList<>();
        Map<Rejection, Integer> rejected = new EnumMap<>(Rejection.class);
        String firstRejection = null;
        RecordReader reader = new RecordReader(json);
        for (int element = 0; json.nextToken() != JsonToken.END_ARRAY; element++) {
            Record record = reader.read();
            if (record != null) {
                records.add(record);
            } else {
                rejected.merge(reader.rejection(), 1, Integer::sum);
                if (firstRejection == null) {
                    firstRejection = "record " + element + " of the frame: " + reader.detail();
                }
            }
        }
        expectEnd(json);
        return new Frame(records, rejected, firstRejection);
    }

    private static void expectEnd(JsonParser json) throws IOException, FrameException {
        if (json.nextToken() != null) {
            throw new FrameException("a frame must hold one JSON value, but another follows it at character "
                    + json.currentTokenLocation().getCharOffset());
        }
    }
}
