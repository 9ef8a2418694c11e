package io.thelook.model;

import java.util.Locale;

/** The reason why a record of a frame is unusable. The rest of its frame is not affected. */
public enum Rejection {
    /** The element of the array is not a JSON object. */
    NOT_AN_OBJECT,
    /** A field other than {@code cost} is absent or null, or any field is an empty text. */
    MISSING_FIELD,
    /** A field that must be text holds something else; for ids, a number is accepted as text. */
    NOT_TEXT,
    /** A field that must be a number holds neither a number nor a numeric text. */
    NOT_A_NUMBER,
    /** {@code sale_price} or {@code cost} is less than zero. */
    NEGATIVE_PRICE,
    /** {@code sale_price} or {@code cost} is 10<sup>12</sup> dollars or more. */
    PRICE_OUT_OF_RANGE,
    /** {@code age} is not a whole number of years from 0 to 150. */
    AGE_OUT_OF_RANGE,
    /** {@code created_at} is not in the years 2000 to 2099, in milliseconds. Times in seconds are out of range. */
    TIMESTAMP_OUT_OF_RANGE,
    /** A text has more than 256 characters. */
    TEXT_TOO_LONG,
    /** A text contains a control character, or half of a surrogate pair, which UTF-8 cannot encode. */
    CONTROL_CHARACTER;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in metrics and messages, such as {@code missing_field}. */
    public String label() {
        return label;
    }
}
