package io.thelook.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The form of the messages of a feed without {@code thelook.v1}.
 *
 * @param isAdditions whether a message has new and changed records; otherwise it has the whole window
 * @param envelope path of the array within an object that holds it, such as {@code data}; empty: no envelopes
 * @param mapping makes records of the values; empty if the values are records
 * @param currency ISO 4217 code that a record's {@code currency} must have
 */
public record FeedFormat(boolean isAdditions, List<String> envelope, Optional<RecordMapping> mapping, String currency) {

    /** The default envelope. */
    public static final String DEFAULT_ENVELOPE = "data";

    /** Windows of theLook. */
    public static final FeedFormat THELOOK = new FeedFormat(false, List.of(DEFAULT_ENVELOPE), Optional.empty(), "USD");

    /** Records one by one, as the relay sends them, in any currency. */
    public static final FeedFormat RECORDS = new FeedFormat(true, List.of(), Optional.empty(), "");

    /** Copies the path, and converts the currency to upper case. */
    public FeedFormat {
        envelope = List.copyOf(envelope);
        currency = currency.toUpperCase(Locale.ROOT);
    }
}
