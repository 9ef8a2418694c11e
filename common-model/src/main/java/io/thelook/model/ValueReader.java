package io.thelook.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Reads and checks the values of a record's fields. Keeps the first fault of each record. Consumes each value to its
 * end, usable or not. Not thread-safe.
 */
final class ValueReader {

    private static final int MAX_NUMBER_TEXT = 64;
    private static final int MOST_DIGITS_OF_LONG = 18;

    private final NamePool names = new NamePool();
    private JsonParser json;
    private Rejection rejection;
    private String detail;

    /** Begins a record, whose values come from the parser. */
    void begin(JsonParser parser) {
        json = parser;
        rejection = null;
        detail = null;
    }

    /** The first fault of the record; {@code null} if it has none. */
    Rejection rejection() {
        return rejection;
    }

    /** The fault in words: the field, its value and the expected value; {@code null} if there is none. */
    String detail() {
        return detail;
    }

    /** Reports a fault, unless the record has one already. */
    void reject(Rejection reason, String words) {
        if (rejection == null) {
            rejection = reason;
            detail = words;
        }
    }

    /** A text that identifies the record. */
    String id(String field) throws IOException {
        String text = rawText(field);
        if (text == null) {
            return null;
        }
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

    /** A text that many records share. */
    String name(String field) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            return text(field);
        }
        char[] characters = json.getTextCharacters();
        int offset = json.getTextOffset();
        int length = json.getTextLength();
        // The pool contains only labels, which need no check.
        String known = names.find(characters, offset, length);
        if (known != null) {
            return known;
        }
        String name = text(field);
        if (name != null) {
            names.add(name);
        }
        return name;
    }

    /** A name of {@link Statuses}. */
    String status(String field) throws IOException {
        String status = name(field);
        return status == null ? null : Statuses.canonical(status);
    }

    /** A label; {@code null} if it is empty. */
    String text(String field) throws IOException {
        String text = rawText(field);
        String label = text == null ? "" : Texts.label(text);
        return label.isEmpty() ? null : label;
    }

    private String rawText(String field) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
            return json.getText();
        }
        reject(Rejection.NOT_TEXT, field + ": expected text, found " + found());
        json.skipChildren();
        return null;
    }

    /** Whether the current token is a whole number short enough to fit into a {@code long}. */
    private boolean isPlainWhole() throws IOException {
        return json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getTextLength() <= MOST_DIGITS_OF_LONG;
    }

    /** Whole years. */
    long age(String field) throws IOException {
        return whole(field, 0, RecordCodec.MAX_AGE, Rejection.AGE_OUT_OF_RANGE, "years");
    }

    /** Whole pieces. */
    long pieces(String field) throws IOException {
        return whole(field, 1, RecordCodec.MAX_QUANTITY, Rejection.QUANTITY_OUT_OF_RANGE, "pieces");
    }

    /** A whole number of a range; its least value after a rejection. */
    private long whole(String field, long least, long most, Rejection reason, String unit) throws IOException {
        if (isPlainWhole()) {
            long value = json.getLongValue();
            if (value >= least && value <= most) {
                return value;
            }
        }
        BigDecimal number = number(field);
        if (number == null) {
            return least;
        }
        if (number.compareTo(BigDecimal.valueOf(least)) < 0
                || number.compareTo(BigDecimal.valueOf(most)) > 0
                || number.stripTrailingZeros().scale() > 0) {
            reject(
                    reason,
                    field + " " + Texts.quote(json.getText()) + ": expected whole " + unit + " from " + least + " to "
                            + most);
            return least;
        }
        return number.longValue();
    }

    /** A time in milliseconds since the epoch; 0 if it is empty. */
    long timestamp(String field) throws IOException {
        if (isPlainWhole()) {
            long millis = json.getLongValue();
            if (millis >= RecordCodec.MIN_CREATED_AT && millis < RecordCodec.MAX_CREATED_AT) {
                return millis;
            }
        }
        if (!json.currentToken().isScalarValue() || json.currentToken().isBoolean()) {
            reject(Rejection.NOT_A_NUMBER, field + ": expected a time, found " + found());
            json.skipChildren();
            return 0;
        }
        String text = json.getText().strip();
        if (text.isEmpty()) {
            return 0;
        }
        BigDecimal number = decimal(text);
        long millis = number == null ? Timestamps.millis(text) : Timestamps.millis(number);
        if (millis == 0) {
            reject(
                    Rejection.TIMESTAMP_OUT_OF_RANGE,
                    field + " " + Texts.quote(json.getText()) + ": " + Timestamps.EXPECTED);
        }
        return millis;
    }

    /** An amount; 0 after a rejection. */
    Money amount(String field) throws IOException {
        if (json.currentToken().isNumeric()) {
            int from = json.getTextOffset();
            Money plain = Money.parsePlain(json.getTextCharacters(), from, from + json.getTextLength());
            if (plain != null) {
                return plain;
            }
        }
        BigDecimal number = number(field);
        if (number == null) {
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
            BigDecimal number = decimal(text);
            if (number != null) {
                return number;
            }
        }
        reject(Rejection.NOT_A_NUMBER, field + ": expected a number, found " + found());
        json.skipChildren();
        return null;
    }

    /** {@code null} if the text is no number of a reasonable length. */
    private static BigDecimal decimal(String text) {
        char first = text.charAt(0);
        boolean isNumeric = first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.';
        if (!isNumeric || text.length() > MAX_NUMBER_TEXT) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private String found() throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default -> Texts.quote(json.getText());
        };
    }
}
