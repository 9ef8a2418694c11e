package io.thelook.model;

import java.util.Locale;

/** The reason why a record of a frame is unusable. The rest of its frame is not affected. */
public enum Rejection {
    /** The element is not a JSON object. */
    NOT_AN_OBJECT,
    /** The element is not valid JSON. */
    MALFORMED,
    /** The mapping failed, or took too long for the value or for the values before it in the message. */
    NOT_MAPPED,
    /** An id or the amount is absent, null or empty. */
    MISSING_FIELD,
    /** A field that must be text holds something else; a number is accepted as text. */
    NOT_TEXT,
    /** A field that must be a number holds neither a number nor a numeric text. */
    NOT_A_NUMBER,
    /** {@code cost} is less than zero, but the record is no refund. */
    NEGATIVE_PRICE,
    /** An amount of money is 10<sup>12</sup> or more. */
    PRICE_OUT_OF_RANGE,
    /** {@code currency} is not the one that the dashboard shows. */
    OTHER_CURRENCY,
    /** {@code quantity} is not a whole number from 1 to 1,000,000. */
    QUANTITY_OUT_OF_RANGE,
    /** {@code age} is not a whole number of years from 0 to 150. */
    AGE_OUT_OF_RANGE,
    /** A time is in none of the years 2000 to 2099, or has no zone. */
    TIMESTAMP_OUT_OF_RANGE,
    /** An id has more than 256 characters. */
    TEXT_TOO_LONG,
    /** An id contains a control character, or half of a surrogate pair, which UTF-8 cannot encode. */
    CONTROL_CHARACTER;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in metrics and messages, such as {@code missing_field}. */
    public String label() {
        return label;
    }
}
