package io.thelook.service.access;

import io.thelook.service.start.Shown;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/** A token for the header {@code Authorization}. {@link #toString} does not show it. Immutable. */
public final class BearerToken {

    private final String value;

    private BearerToken(String value) {
        this.value = value;
    }

    /** The token itself. */
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return Shown.NOTHING;
    }

    /** Reads a token. */
    public static final class FromText implements Converter<BearerToken> {

        private static final long serialVersionUID = 1L;
        private static final Pattern TOKEN = Pattern.compile("[!-~]{8,1000}");

        /**
         * Reads the text.
         *
         * @throws IllegalArgumentException if it cannot stand in a header, or is too short; the message has no value
         */
        @Override
        public BearerToken convert(String text) {
            if (!TOKEN.matcher(text).matches()) {
                throw new IllegalArgumentException("expected 8 to 1,000 visible ASCII characters without spaces");
            }
            return new BearerToken(text);
        }
    }
}
