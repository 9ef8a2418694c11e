package io.thelook.model;

import java.util.Locale;

/** Why a record of a frame could not be used. The rest of its frame is not affected. */
public enum Rejection {
    /** The element of the array is not a JSON object. */
    NOT_AN_OBJECT,
    /** A field other than {@code cost} is absent, null or empty. */
    MISSING_FIELD,
    /** A field that must be text holds something else; for ids, a number is accepted as text. */
    NOT_TEXT,
    /** A field that must be a number holds neither a number nor a text that is one. */
    NOT_A_NUMBER,
    /** {@code sale_price} or {@code cost} is less than zero. */
    NEGATIVE_PRICE,
    /** {@code sale_price} or {@code cost} is 10<sup>12</sup> dollars or more. */
    PRICE_OUT_OF_RANGE,
    /** {@code age} is not a whole number of years from 0 to 150. */
    AGE_OUT_OF_RANGE,
    /** {@code created_at} is not a moment of the years 2000 to 2099 in milliseconds; seconds, for one, are not. */
    TIMESTAMP_OUT_OF_RANGE,
    /** A text has more than 256 characters. */
    TEXT_TOO_LONG,
    /** A text holds a control character, or half of a surrogate pair, which UTF-8 cannot carry. */
    CONTROL_CHARACTER;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in metrics and messages: {@code missing_field}. */
    public String label() {
        return label;
    }
}
