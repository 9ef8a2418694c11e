package io.thelook.model;

import java.util.Locale;

/** The reason why a record of a frame is unusable. The rest of its frame is not affected. */
public enum Rejection {
    /** The element is not a JSON object. */
    NOT_AN_OBJECT("not a JSON object"),
    /** The element is not valid JSON. */
    MALFORMED("not valid JSON"),
    /** The mapping failed, or took too long for the value or for the values before it in the message. */
    NOT_MAPPED("the mapping failed"),
    /** An id or the amount is absent, null or empty. */
    MISSING_FIELD("an id or the amount is missing"),
    /** A field that must be text holds something else; a number is accepted as text. */
    NOT_TEXT("a field that must be text is not"),
    /** A field that must be a number holds neither a number nor a numeric text. */
    NOT_A_NUMBER("a field that must be a number is not"),
    /** {@code cost} is less than zero, but the record is not a refund. */
    NEGATIVE_PRICE("the cost is below zero"),
    /** An amount of money is 10<sup>12</sup> or more. */
    PRICE_OUT_OF_RANGE("an amount is too large"),
    /** {@code currency} is not the one that the dashboard shows. */
    OTHER_CURRENCY("the currency is not %s"),
    /** {@code quantity} is not a whole number from 1 to 1,000,000. */
    QUANTITY_OUT_OF_RANGE("the quantity is not a whole number from 1 to 1,000,000"),
    /** {@code age} is not a whole number of years from 0 to 150. */
    AGE_OUT_OF_RANGE("the age is not a whole number from 0 to 150"),
    /** A time is outside the years 2000 to 2099, or has no zone. */
    TIMESTAMP_OUT_OF_RANGE("a time is not in the years 2000 to 2099, or has no zone"),
    /** An id has more than 256 characters. */
    TEXT_TOO_LONG("an id has more than 256 characters"),
    /** An id contains a control character, or half of a surrogate pair, which UTF-8 cannot encode. */
    CONTROL_CHARACTER("an id contains a control character");

    private final String label = name().toLowerCase(Locale.ROOT);
    private final String words;

    Rejection(String words) {
        this.words = words;
    }

    /** The name in metrics and messages, such as {@code missing_field}. */
    public String label() {
        return label;
    }

    /**
     * The reason in words, such as {@code the currency is not USD}. It contains no value of the record, so anyone may
     * see it.
     *
     * @param currency ISO 4217 code of the currency that was expected
     */
    public String inWords(String currency) {
        return words.formatted(currency);
    }
}
