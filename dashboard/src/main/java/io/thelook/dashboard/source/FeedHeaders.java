package io.thelook.dashboard.source;

import io.thelook.service.start.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Further headers for the handshake with a feed, such as {@code Authorization: Bearer …}. The values are secrets. Show
 * only {@link #toString}: the names. Immutable.
 */
public final class FeedHeaders {

    /** No further headers. */
    public static final FeedHeaders NONE = new FeedHeaders(Map.of());

    private static final String EXPECTED = "expected headers such as \"Authorization: Bearer token\","
            + " one in each line or with \" | \" between them";
    private static final int MOST = 16;
    private static final int MOST_CHARACTERS = 8_192;

    private static final Pattern LINE_END = Pattern.compile("\r?\n");
    private static final Pattern BAR = Pattern.compile(" \\| ");

    /** A token of HTTP, a colon, and visible ASCII with spaces and tabs between. */
    private static final Pattern HEADER =
            Pattern.compile("([A-Za-z0-9!#$%&'*+.^_`|~-]+):[ \t]*([!-~](?:[ \t!-~]*[!-~])?)[ \t]*");

    private static final Set<String> OURS =
            Set.of("host", "connection", "upgrade", "content-length", "transfer-encoding");
    private static final String PREFIX_OF_OURS = "sec-websocket-";
    private static final String AUTHORIZATION = "authorization";
    private static final Pattern BASIC = Pattern.compile("(?i)basic +([A-Za-z0-9+/]+=*)");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s;,=:\"]+");

    private final Map<String, String> values;

    private FeedHeaders(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads headers, each written {@code Name: value}. Line breaks separate them; in a text without line breaks, a bar
     * between two spaces does.
     *
     * @throws IllegalArgumentException if the text is invalid; the message says what was expected, without a value
     */
    public static FeedHeaders parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("expected at most " + MOST_CHARACTERS + " characters");
        }
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String written : (text.contains("\n") ? LINE_END : BAR).split(text)) {
            if (!written.isBlank()) {
                Matcher header = HEADER.matcher(written.strip());
                if (!header.matches()) {
                    throw new IllegalArgumentException(EXPECTED);
                }
                add(values, header.group(1), header.group(2));
            }
        }
        if (values.isEmpty()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        if (values.size() > MOST) {
            throw new IllegalArgumentException("expected at most " + MOST + " headers");
        }
        return new FeedHeaders(values);
    }

    private static void add(Map<String, String> values, String name, String value) {
        String key = name.toLowerCase(Locale.ROOT);
        if (OURS.contains(key) || key.startsWith(PREFIX_OF_OURS)) {
            throw new IllegalArgumentException("expected none of Host, Connection, Upgrade, Content-Length, "
                    + "Transfer-Encoding and Sec-WebSocket-…, which the dashboard sets itself");
        }
        if (values.put(name, value) != null) {
            throw new IllegalArgumentException("expected each header only once");
        }
    }

    /** The same with a bearer token as the credentials. */
    public FeedHeaders with(SecretText token) {
        Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(values);
        more.put("Authorization", "Bearer " + token.value());
        return new FeedHeaders(more);
    }

    /** Whether the feed's credentials are among these headers. */
    public boolean hasAuthorization() {
        return values.containsKey(AUTHORIZATION);
    }

    void forEach(BiConsumer<String, String> action) {
        values.forEach(action);
    }

    /** The values, their parts, and the credentials in those of Basic authentication. */
    Stream<String> secrets() {
        List<String> secrets = new ArrayList<>();
        values.forEach((name, value) -> {
            secrets.add(value);
            boolean hasScheme = name.toLowerCase(Locale.ROOT).endsWith(AUTHORIZATION) && value.indexOf(' ') > 0;
            secrets.addAll(List.of(SEPARATORS.split(hasScheme ? value.substring(value.indexOf(' ')) : value)));
            Matcher basic = BASIC.matcher(value);
            if (basic.matches()) {
                secrets.addAll(credentials(basic.group(1)));
            }
        });
        return secrets.stream();
    }

    private static List<String> credentials(String base64) {
        try {
            String credentials = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            List<String> parts = new ArrayList<>(List.of(credentials.split(":", 2)));
            parts.add(credentials);
            return parts;
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    /** The names of the headers, fit to be shown. */
    @Override
    public String toString() {
        return String.join(", ", values.keySet());
    }
}
