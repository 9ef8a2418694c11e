package io.thelook.dashboard.history;

import java.util.ArrayList;
import java.util.List;

/**
 * The spans of event time for which all records are kept: in order, and with gaps between them. A gap is a time when
 * the dashboard did not run, or could not write. Immutable.
 */
record Coverage(List<TimeSpan> spans) {

    /** Covers nothing. */
    static final Coverage NONE = new Coverage(List.of());

    /** Copies the list. */
    Coverage {
        spans = List.copyOf(spans);
    }

    /** This coverage with another span, merged with the spans that it meets. */
    Coverage with(TimeSpan added) {
        if (added.length() == 0) {
            return this;
        }
        List<TimeSpan> result = new ArrayList<>();
        long from = added.from();
        long to = added.to();
        int at = 0;
        for (TimeSpan span : spans) {
            if (span.to() < from) {
                result.add(span);
                at = result.size();
            } else if (span.from() > to) {
                result.add(span);
            } else {
                from = Math.min(from, span.from());
                to = Math.max(to, span.to());
            }
        }
        result.add(at, new TimeSpan(from, to));
        return new Coverage(result);
    }

    /** This coverage without the time before a given time. */
    Coverage since(long time) {
        return new Coverage(spans.stream()
                .filter(span -> span.to() > time)
                .map(span -> new TimeSpan(Math.max(time, span.from()), span.to()))
                .toList());
    }

    /** This coverage without a span. */
    Coverage without(TimeSpan gone) {
        Coverage rest = NONE;
        for (TimeSpan span : spans) {
            rest = rest.with(new TimeSpan(span.from(), Math.max(span.from(), Math.min(span.to(), gone.from()))))
                    .with(new TimeSpan(Math.min(span.to(), Math.max(span.from(), gone.to())), span.to()));
        }
        return gone.length() == 0 ? this : rest;
    }

    /** The parts of a span that are not covered, in order. */
    List<TimeSpan> gaps(TimeSpan in) {
        List<TimeSpan> gaps = new ArrayList<>();
        long from = in.from();
        for (TimeSpan span : spans) {
            if (span.to() <= from || span.from() >= in.to()) {
                continue;
            }
            if (span.from() > from) {
                gaps.add(new TimeSpan(from, span.from()));
            }
            from = span.to();
        }
        if (from < in.to()) {
            gaps.add(new TimeSpan(from, in.to()));
        }
        return gaps;
    }

    /** How much of a span is covered, in milliseconds. */
    long of(TimeSpan in) {
        return in.length() - gaps(in).stream().mapToLong(TimeSpan::length).sum();
    }

    /** The first time that is covered; {@link Long#MAX_VALUE} if none is. */
    long from() {
        return spans.isEmpty() ? Long.MAX_VALUE : spans.get(0).from();
    }

    /** The end of the last span; {@link Long#MIN_VALUE} if there is none. */
    long to() {
        return spans.isEmpty() ? Long.MIN_VALUE : spans.get(spans.size() - 1).to();
    }
}
