package io.thelook.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Reads and checks the elements of a frame one after the other. Consumes each to its end, usable or not.
 *
 * <p>Reports the first fault of each element. Not thread-safe.
 */
final class RecordReader {

    private static final int MAX_NUMBER_TEXT = 64;
    private static final int MOST_DIGITS_OF_LONG = 18;
    private static final int REQUIRED = required();
    private static final int IDENTITY = 1 << RecordField.ORDER_ID.ordinal() | 1 << RecordField.ITEM_ID.ordinal();

    private final JsonParser json;
    private final NamePool names;

    private final Record.Builder record = Record.builder();

    /** The bits of the fields that the element has. */
    private int found;

    /** The index in {@link RecordField#ALL} of the field that probably comes next. */
    private int next;

    private Rejection rejection;
    private String detail;

    RecordReader(JsonParser json, NamePool names) {
        this.json = json;
        this.names = names;
    }

    private static int required() {
        return RecordField.ALL.stream()
                .filter(RecordField::isRequired)
                .mapToInt(field -> 1 << field.ordinal())
                .reduce(0, (one, other) -> one | other);
    }

    /** The reason why the last element was rejected; {@code null} if it was not. */
    Rejection rejection() {
        return rejection;
    }

    /** The reason in words: the field, its value and the expected value; {@code null} if there is no rejection. */
    String detail() {
        return detail;
    }

    /**
     * A hash that distinguishes the rejected element from others. It combines the record's ids with the reason. If an
     * id is missing, it combines all values with the reason in words.
     */
    long fingerprint() {
        boolean isIdentified = (found & IDENTITY) == IDENTITY;
        int what = isIdentified ? record.identity() : record.fingerprint();
        int why = isIdentified ? rejection.ordinal() : detail.hashCode();
        return (long) what << Integer.SIZE | why & 0xFFFF_FFFFL;
    }

    /**
     * Reads the element at the parser's position, to its end.
     *
     * @return {@code null} if the element is rejected
     * @throws IOException if the text is not valid JSON
     */
    Record read() throws IOException {
        clear();
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            reject(Rejection.NOT_AN_OBJECT, "expected a JSON object");
            return null;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            RecordField field = field(name);
            if (field == null) {
                json.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                readField(field);
            }
        }
        int missing = REQUIRED & ~found;
        if (missing != 0) {
            RecordField field = RecordField.ALL.get(Integer.numberOfTrailingZeros(missing));
            reject(Rejection.MISSING_FIELD, field.label() + " is missing");
        }
        return rejection == null ? record.build() : null;
    }

    private void clear() {
        record.clear();
        found = 0;
        next = 0;
        rejection = null;
        detail = null;
    }

    /** The field with that name; {@code null} if there is none. Tries the next field first: most come in order. */
    private RecordField field(String name) {
        RecordField expected = RecordField.ALL.get(next);
        RecordField field = expected.label().equals(name) ? expected : RecordField.named(name);
        if (field != null) {
            next = (field.ordinal() + 1) % RecordField.ALL.size();
        }
        return field;
    }

    private void readField(RecordField field) throws IOException {
        found |= 1 << field.ordinal();
        switch (field.kind()) {
            case ID -> field.set(record, id(field.label()));
            case NAME -> field.set(record, name(field.label()));
            case AGE -> field.set(record, age(field.label()));
            case AMOUNT -> field.set(record, amount(field.label()));
            case TIME -> field.set(record, timestamp(field.label()));
        }
    }

    private void reject(Rejection reason, String words) {
        if (rejection == null) {
            rejection = reason;
            detail = words;
        }
    }

    private String id(String field) throws IOException {
        return json.currentToken().isNumeric() ? checked(field, json.getText()) : text(field);
    }

    /** A text that many records share. */
    private String name(String field) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            return text(field);
        }
        char[] characters = json.getTextCharacters();
        int offset = json.getTextOffset();
        int length = json.getTextLength();
        // Texts in the pool have already been checked.
        String known = names.find(characters, offset, length);
        if (known != null) {
            return known;
        }
        String name = text(field);
        if (rejection == null) {
            names.add(name);
        }
        return name;
    }

    private String text(String field) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            reject(Rejection.NOT_TEXT, field + ": expected text, found " + found());
            json.skipChildren();
            return null;
        }
        return checked(field, json.getText());
    }

    private String checked(String field, String text) {
        if (text.isEmpty()) {
            reject(Rejection.MISSING_FIELD, field + " is empty");
        } else if (text.length() > RecordCodec.MAX_TEXT) {
            reject(
                    Rejection.TEXT_TOO_LONG,
                    field + " " + Texts.quote(text) + ": expected at most " + RecordCodec.MAX_TEXT
                            + " characters, found " + text.length());
        } else if (Texts.hasUnprintable(text)) {
            reject(
                    Rejection.CONTROL_CHARACTER,
                    field + " " + Texts.quote(text) + ": expected neither control characters nor half surrogate pairs");
        }
        return text;
    }

    /** Whether the current token is a whole number short enough to fit into a {@code long}. */
    private boolean isPlainWhole() throws IOException {
        return json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getTextLength() <= MOST_DIGITS_OF_LONG;
    }

    private long age(String field) throws IOException {
        if (isPlainWhole()) {
            long years = json.getLongValue();
            if (years >= 0 && years <= RecordCodec.MAX_AGE) {
                return years;
            }
        }
        BigDecimal number = number(field);
        if (number == null) {
            return 0;
        }
        if (number.signum() < 0
                || number.compareTo(BigDecimal.valueOf(RecordCodec.MAX_AGE)) > 0
                || number.stripTrailingZeros().scale() > 0) {
            reject(
                    Rejection.AGE_OUT_OF_RANGE,
                    field + " " + Texts.quote(json.getText()) + ": expected whole years from 0 to "
                            + RecordCodec.MAX_AGE);
            return 0;
        }
        return number.longValue();
    }

    private long timestamp(String field) throws IOException {
        if (isPlainWhole()) {
            long millis = json.getLongValue();
            if (millis >= RecordCodec.MIN_CREATED_AT && millis < RecordCodec.MAX_CREATED_AT) {
                return millis;
            }
        }
        BigDecimal number = number(field);
        if (number == null) {
            return 0;
        }
        if (number.compareTo(BigDecimal.valueOf(RecordCodec.MIN_CREATED_AT)) < 0
                || number.compareTo(BigDecimal.valueOf(RecordCodec.MAX_CREATED_AT)) >= 0) {
            reject(
                    Rejection.TIMESTAMP_OUT_OF_RANGE,
                    field + " " + Texts.quote(json.getText())
                            + ": expected milliseconds since 1970, of the years 2000 to 2099");
            return 0;
        }
        return number.setScale(0, RoundingMode.FLOOR).longValue();
    }

    private Money amount(String field) throws IOException {
        if (json.currentToken().isNumeric()) {
            int from = json.getTextOffset();
            Money plain = Money.parsePlain(json.getTextCharacters(), from, from + json.getTextLength());
            if (plain != null) {
                return plain;
            }
        }
        BigDecimal number = number(field);
        if (number == null) {
            return null;
        }
        if (number.signum() < 0) {
            reject(Rejection.NEGATIVE_PRICE, field + " " + Texts.quote(json.getText()) + ": expected 0 or more");
            return Money.ZERO;
        }
        try {
            return Money.parse(json.getText().strip());
        } catch (NumberFormatException e) {
            reject(Rejection.PRICE_OUT_OF_RANGE, field + ": " + e.getMessage());
            return Money.ZERO;
        }
    }

    /** The number at the parser's position, also from a numeric text; {@code null} after a rejection. */
    private BigDecimal number(String field) throws IOException {
        JsonToken token = json.currentToken();
        if (token.isScalarValue() && !token.isBoolean()) {
            String text = json.getText().strip();
            if (text.isEmpty()) {
                reject(Rejection.MISSING_FIELD, field + " is empty");
                return null;
            }
            if (text.length() <= MAX_NUMBER_TEXT) {
                try {
                    return new BigDecimal(text);
                } catch (NumberFormatException e) {
                    // rejected below
                }
            }
        }
        reject(Rejection.NOT_A_NUMBER, field + ": expected a number, found " + found());
        json.skipChildren();
        return null;
    }

    private String found() throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default -> Texts.quote(json.getText());
        };
    }
}
