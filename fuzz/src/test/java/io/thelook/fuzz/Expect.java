package io.thelook.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Expectations of fuzz tests, which are checked too often for a library that describes each of them. */
public final class Expect {

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

    private Expect() {}

    /** Fails with these words unless it is true. */
    public static void that(boolean isTrue, String words) {
        if (!isTrue) {
            throw new AssertionError(words);
        }
    }

    /** Fails unless both are equal. */
    public static void equal(Object actual, Object expected) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected " + expected + ", but it is " + actual);
        }
    }

    /** Fails unless it is a message for people: one line, with something in it, and short. */
    public static void message(String message, int most) {
        that(message != null && !message.isBlank(), "no message");
        that(message.length() <= most, "a message of " + message.length() + " characters: " + message);
        that(!CONTROL.matcher(message).find(), "a control character in: " + message);
    }

    /** Fails unless the message is one for people and says what was expected. */
    public static void refusal(String message, int most) {
        that(message != null && message.length() <= most, "the message of a refusal: " + message);
        that(message.contains("expected "), "not said what was expected: " + message);
    }

    /** An input as text. */
    public static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }
}
