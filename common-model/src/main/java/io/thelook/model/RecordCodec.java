package io.thelook.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Encodes records, and defines the limits that {@link FeedReader} enforces. Stateless and thread-safe. */
public final class RecordCodec {

    /** Limit on the length of a text field, in UTF-16 characters. */
    public static final int MAX_TEXT = 256;

    /** The highest accepted age, in years. */
    public static final int MAX_AGE = 150;

    /** The largest accepted quantity. */
    public static final int MAX_QUANTITY = 1_000_000;

    /** The earliest accepted event time, 2000-01-01T00:00:00Z, in milliseconds since the epoch. */
    public static final long MIN_CREATED_AT = 946_684_800_000L;

    /** The end, exclusive, of the accepted event times, 2100-01-01T00:00:00Z, in milliseconds since the epoch. */
    public static final long MAX_CREATED_AT = 4_102_444_800_000L;

    private static final int MAX_NESTING = 64;
    private static final int TYPICAL_RECORD_BYTES = 400;

    // RecordReader limits lengths per field and rejects one record. A limit here would reject the whole frame.
    static final JsonFactory JSON = json(Integer.MAX_VALUE, Integer.MAX_VALUE);

    private RecordCodec() {}

    /** A lenient factory whose parsers limit the characters of a text and of a number. */
    static JsonFactory json(int maxText, int maxNumber) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(maxText)
                        .maxNumberLength(maxNumber)
                        .maxNestingDepth(MAX_NESTING)
                        .build())
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                .build();
    }

    /**
     * Encodes a record in UTF-8, as it appears inside a frame of the given encoding.
     *
     * <p>The fields are in the order of the {@link Record}. A value that the record does not
     * have is omitted, and so is a quantity of 1.
     */
    public static byte[] encode(Record record, FeedEncoding encoding) {
        byte[] json = json(record, encoding == FeedEncoding.STRING);
        return encoding == FeedEncoding.ARRAY
                ? json
                : JsonStringEncoder.getInstance().quoteAsUTF8(new String(json, StandardCharsets.UTF_8));
    }

    private static byte[] json(Record record, boolean amountsAsText) {
        ByteArrayBuilder bytes = new ByteArrayBuilder(TYPICAL_RECORD_BYTES);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            for (RecordField field : RecordField.ALL) {
                switch (field.kind()) {
                    case ID, TEXT, NAME, STATUS -> writeText(json, field.label(), field.text(record));
                    case AGE, QUANTITY, TIME -> writeWhole(json, field.label(), field.whole(record));
                    case AMOUNT -> writeAmount(json, field.label(), field.amount(record), amountsAsText);
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static void writeText(JsonGenerator json, String field, String text) throws IOException {
        if (text != null) {
            json.writeStringField(field, text);
        }
    }

    private static void writeWhole(JsonGenerator json, String field, long number) throws IOException {
        if (number != RecordField.NOTHING) {
            json.writeNumberField(field, number);
        }
    }

    private static void writeAmount(JsonGenerator json, String field, Money amount, boolean asText) throws IOException {
        if (amount == null) {
            return;
        }
        json.writeFieldName(field);
        if (asText) {
            json.writeString(amount.toString());
        } else {
            json.writeNumber(amount.toString());
        }
    }
}
