package io.thelook.dashboard.source;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The text message that a feed expects after the handshake, such as a subscription with a key. Never shown. Immutable.
 */
public final class FeedHello {

    private static final int MOST_CHARACTERS = 4_096;

    /** A word that may be a key. The name of a JSON field is none. */
    private static final Pattern WORD = Pattern.compile("[\\w.~+/=-]++(?!\" *:)");

    private final String text;

    private FeedHello(String text) {
        this.text = text;
    }

    /**
     * Takes a message of at most {@value #MOST_CHARACTERS} characters.
     *
     * @throws IllegalArgumentException if it is longer or blank
     */
    public static FeedHello parse(String text) {
        if (text.length() > MOST_CHARACTERS || text.isBlank()) {
            throw new IllegalArgumentException("expected a message of at most " + MOST_CHARACTERS + " characters");
        }
        return new FeedHello(text);
    }

    String text() {
        return text;
    }

    /** The message, and the words in it that may be secret. */
    Stream<String> secrets() {
        return Stream.concat(Stream.of(text), WORD.matcher(text).results().map(MatchResult::group));
    }

    @Override
    public String toString() {
        return "(not shown)";
    }
}
