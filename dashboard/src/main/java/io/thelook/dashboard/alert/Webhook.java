package io.thelook.dashboard.alert;

import io.thelook.service.start.Shown;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A receiver of messages. Anyone who knows the address can write to the channel behind it: the address is a
 * secret, like the token. Messages show the name and the host only.
 *
 * @param name in the rules file
 * @param format of the messages
 * @param address http or https, without user info
 * @param token sent as a bearer token with each message; empty for none
 */
record Webhook(String name, Format format, URI address, Optional<String> token) {

    /** Shorter parts of an address also occur in ordinary words. */
    private static final int SHORTEST_SECRET = 4;

    private static final Pattern DELIMITERS = Pattern.compile("[/?&=;]");

    /** Returns the words with each part of the address and the token hidden, because a receiver may repeat them. */
    String hideSecretsIn(String words) {
        String hidden = words;
        for (String secret : (Iterable<String>) secrets()::iterator) {
            hidden = hidden.replace(secret, Shown.NOTHING);
        }
        return hidden;
    }

    /** The longest first. */
    private Stream<String> secrets() {
        String path = address.getRawPath();
        String query = address.getRawQuery() == null ? "" : address.getRawQuery();
        return Stream.concat(
                        token.stream(),
                        Stream.concat(Stream.of(path, query), Arrays.stream(DELIMITERS.split(path + "?" + query))))
                .flatMap(part -> Stream.of(part, decoded(part)))
                .filter(part -> part.length() >= SHORTEST_SECRET)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed());
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }

    /** The name and the host. */
    @Override
    public String toString() {
        return name + " (" + address.getHost() + ")";
    }
}
