package io.thelook.dashboard.window;

import io.thelook.model.Record;
import java.util.function.Consumer;

/** Finds the records that match a query. Not thread-safe. */
final class RecordFinder {

    private final Columns columns;
    private final TimeIndex byTime;
    private final FeedClock clock;

    RecordFinder(Columns columns, TimeIndex byTime, FeedClock clock) {
        this.columns = columns;
        this.byTime = byTime;
        this.clock = clock;
    }

    /** See {@link LiveWindow#records(Query, long, int, Consumer)}. */
    long find(Span span, Filter filter, long to, int rows, Consumer<Record> consumer) {
        if (clock.isUnknown()) {
            return Long.MIN_VALUE;
        }
        long edge = span.edge(clock);
        long from = Math.max(edge, byTime.edgeBefore(to, rows));
        byTime.between(from, Math.min(to, span.end(clock)), row -> {
            if (span.has(columns, row) && filter.matches(columns.record[row])) {
                consumer.accept(columns.record[row]);
            }
        });
        return from <= edge ? Long.MIN_VALUE : from;
    }
}
