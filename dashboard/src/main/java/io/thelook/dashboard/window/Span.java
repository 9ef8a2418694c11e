package io.thelook.dashboard.window;

/**
 * The span of event time that {@link Totals} cover, which moves with the feed's clock unless it is fixed. Immutable.
 *
 * <pre>
 *   ----|-----------------|-----------------|------------> event time
 *       before(query)     current(query)    now
 *                  at(query, time) stays where it is
 * </pre>
 */
final class Span {

    private enum Kind {
        CURRENT,
        BEFORE,
        FIXED
    }

    private final Kind kind;
    private final Query query;
    private final long edge;
    private final long end;

    private Span(Kind kind, Query query, long edge, long end) {
        this.kind = kind;
        this.query = query;
        this.edge = edge;
        this.end = end;
    }

    /** The query's window, up to the present. */
    static Span current(Query query) {
        return new Span(Kind.CURRENT, query, 0, 0);
    }

    /** The window before: as long as the query's, and ending where that begins. */
    static Span before(Query query) {
        return new Span(Kind.BEFORE, query, 0, 0);
    }

    /** The span {@code [edge, end)}, which does not move. */
    static Span fixed(Query query, long edge, long end) {
        return new Span(Kind.FIXED, query, edge, end);
    }

    boolean isBefore() {
        return kind == Kind.BEFORE;
    }

    /** Whether this is the feed's own window, up to the present. */
    boolean isFeedsOwn() {
        return kind == Kind.CURRENT && query.isFeedsOwn();
    }

    /**
     * Whether a row with a time inside belongs to the span. A record that has left the feed's own window does not
     * belong to that.
     */
    boolean has(Columns columns, int row) {
        return !(isFeedsOwn() && columns.absent[row]);
    }

    /** The start of the span. */
    long edge(FeedClock clock) {
        return switch (kind) {
            case CURRENT ->
                isFeedsOwn() && clock.isByPresence() ? Long.MIN_VALUE : query.edge(clock.begin(), clock.now());
            case BEFORE -> 2 * query.edge(clock.begin(), clock.now()) - clock.now();
            case FIXED -> edge;
        };
    }

    /** The end of the span, exclusive. Records ahead of the clock are only in the feed's own window. */
    long end(FeedClock clock) {
        return switch (kind) {
            case CURRENT -> isFeedsOwn() ? Long.MAX_VALUE : clock.aheadFrom();
            case BEFORE -> query.edge(clock.begin(), clock.now());
            case FIXED -> end;
        };
    }
}
