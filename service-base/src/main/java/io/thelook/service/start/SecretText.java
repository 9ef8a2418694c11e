package io.thelook.service.start;

import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * A text that must not be shown: a token, a password, a key. {@link #toString} does not show it, so that it cannot
 * appear in a message by accident; {@link #value} returns it. Immutable.
 */
public final class SecretText {

    private final String value;

    private SecretText(String value) {
        this.value = value;
    }

    /** A secret with this text. */
    public static SecretText of(String value) {
        return new SecretText(value);
    }

    /** The text itself. */
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return Shown.NOTHING;
    }

    /** Reads a token for the header {@code Authorization}. */
    public static final class OfHeader implements Converter<SecretText> {

        private static final long serialVersionUID = 1L;
        private static final Pattern TOKEN = Pattern.compile("[!-~]{8,1000}");

        /**
         * Reads the text.
         *
         * @throws IllegalArgumentException if it is not valid in a header, or is too short; the message does not show
         *     the value
         */
        @Override
        public SecretText convert(String text) {
            if (!TOKEN.matcher(text).matches()) {
                throw new IllegalArgumentException("expected 8 to 1,000 visible ASCII characters without spaces");
            }
            return new SecretText(text);
        }
    }
}
