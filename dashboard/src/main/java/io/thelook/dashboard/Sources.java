package io.thelook.dashboard;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.dashboard.connect.SourceReport;
import io.thelook.dashboard.source.RecordSource;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.service.thread.ServiceThread;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The sources of records as one: a feed, deliveries, or both. The state is that of the first source.
 *
 * @param parts at least one
 */
public record Sources(List<Part> parts) implements RecordSource {

    /**
     * One source, with what the dashboard shows about it.
     *
     * @param threads of the source, for liveness and metrics
     */
    public record Part(RecordSource source, List<ServiceThread> threads, MeterBinder metrics, SourceReport report) {}

    /** Copies the list. */
    public Sources {
        parts = List.copyOf(parts);
    }

    /** The threads of all sources. */
    public List<ServiceThread> threads() {
        return parts.stream().flatMap(part -> part.threads().stream()).toList();
    }

    /** The reports of all sources, for {@code /connect}. */
    public List<SourceReport> reports() {
        return parts.stream().map(Part::report).toList();
    }

    @Override
    public void start(Sink sink) {
        parts.get(0).source().start(sink);
        parts.stream().skip(1).forEach(other -> other.source().start(new WithoutStatus(sink)));
    }

    @Override
    public void beginAt(CompletionStage<Optional<Beginning>> where) {
        parts.forEach(part -> part.source().beginAt(where));
    }

    @Override
    public void resync() {
        parts.forEach(part -> part.source().resync());
    }

    @Override
    public boolean hasCaughtUp() {
        return parts.stream().allMatch(part -> part.source().hasCaughtUp());
    }

    @Override
    public void stop() {
        parts.forEach(part -> part.source().stop());
    }

    /**
     * Passes on everything but the state.
     *
     * @param sink to pass it on to
     */
    private record WithoutStatus(Sink sink) implements Sink {

        @Override
        public void message(Connection connection, String text) {
            sink.message(connection, text);
        }

        @Override
        public CompletionStage<Void> batch(Connection connection, Batch batch) {
            return sink.batch(connection, batch);
        }

        @Override
        public void unreadable(Connection connection, String why) {
            sink.unreadable(connection, why);
        }

        @Override
        public void completeSince(long time) {
            sink.completeSince(time);
        }

        @Override
        public void roundTrip(double millis) {
            sink.roundTrip(millis);
        }

        @Override
        public void status(SourceStatus status) {
            // The first source's counts.
        }
    }
}
