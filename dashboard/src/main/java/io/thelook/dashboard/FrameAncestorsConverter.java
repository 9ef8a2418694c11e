package io.thelook.dashboard;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.Converter;

/** Makes the sources of a Content-Security-Policy's directive {@code frame-ancestors} from words. */
public final class FrameAncestorsConverter implements Converter<String> {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 2_000;

    /** A scheme and a host, which may stand for its subdomains, and perhaps a port. */
    private static final Pattern ORIGIN = Pattern.compile(
            "https?://(\\*\\.)?[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:([0-9]{1,5}|\\*))?/?", Pattern.CASE_INSENSITIVE);

    /**
     * The sources, {@code 'none'} or {@code 'self'} in quotes.
     *
     * @throws IllegalArgumentException if the text is none of the permitted forms; the message says what was expected
     */
    @Override
    public String convert(String value) {
        List<String> words = Arrays.stream(value.strip().split("\\s+"))
                .map(FrameAncestorsConverter::withoutQuotes)
                .toList();
        boolean isNone = words.equals(List.of("none"));
        if (!isNone && (value.length() > LONGEST || !words.stream().allMatch(FrameAncestorsConverter::isSite))) {
            throw new IllegalArgumentException("expected none, self, or origins such as https://intranet.example.com"
                    + " or https://*.example.com, with spaces between them");
        }
        return words.stream()
                .map(word -> ORIGIN.matcher(word).matches() ? withoutSlash(word) : "'" + word + "'")
                .collect(Collectors.joining(" "));
    }

    private static boolean isSite(String word) {
        return word.equals("self") || ORIGIN.matcher(word).matches();
    }

    private static String withoutQuotes(String word) {
        return word.equals("'none'") || word.equals("'self'") ? word.substring(1, word.length() - 1) : word;
    }

    private static String withoutSlash(String origin) {
        return origin.endsWith("/") ? origin.substring(0, origin.length() - 1) : origin;
    }
}
