package io.thelook.dashboard.source;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far a log has been read, for the next run.
 *
 * @param position up to which it was read
 * @param knownSince the time since which all records before the position are known, in milliseconds since the epoch
 */
public record Bookmark(LogPosition position, long knownSince) {

    private static final Pattern FORM = Pattern.compile("(-?\\d{1,18})@(.*):(\\d{1,19}(?:,\\d{1,19})*)");

    /** A text that {@link #parse} understands. */
    public String text() {
        return knownSince + "@" + position.log() + ":"
                + Arrays.stream(position.next()).mapToObj(Long::toString).collect(Collectors.joining(","));
    }

    /** The bookmark of a text; empty if it is none. */
    public static Optional<Bookmark> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            long[] next = Arrays.stream(parts.group(3).split(","))
                    .mapToLong(Long::parseLong)
                    .toArray();
            return Optional.of(new Bookmark(LogPosition.of(parts.group(2), next), Long.parseLong(parts.group(1))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
