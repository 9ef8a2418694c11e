package io.thelook.dashboard.journal;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a segment's file: {@code 0000000042-1764128660123-9f3a5c0011223344.journal}. Ordered by sequence.
 *
 * @param sequence counts the segments of a journal
 * @param from in ms, 0 or later: no entry of an earlier segment arrived after it
 * @param marker in front of each of the segment's entries: see {@link EntryFormat}
 */
record SegmentName(long sequence, long from, long marker) implements Comparable<SegmentName> {

    private static final Pattern PATTERN = Pattern.compile("(\\d{10,17})-(\\d{1,18})-(\\p{XDigit}{16})\\.journal");
    private static final Comparator<SegmentName> ORDER =
            Comparator.comparingLong(SegmentName::sequence).thenComparingLong(SegmentName::marker);
    private static final int HEXADECIMAL = 16;

    /** Empty if it is the name of some other file. */
    static Optional<SegmentName> parse(String name) {
        Matcher matcher = PATTERN.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new SegmentName(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                Long.parseUnsignedLong(matcher.group(3), HEXADECIMAL)));
    }

    @Override
    public int compareTo(SegmentName other) {
        return ORDER.compare(this, other);
    }

    /** The file's name. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%010d-%d-%016x.journal", sequence, from, marker);
    }
}
