package io.thelook.dashboard;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.dashboard.connect.SourceReport;
import io.thelook.dashboard.source.RecordSource;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.service.thread.ServiceThread;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The sources of records as one: a feed, deliveries, or both. Their state is that of the first one.
 *
 * @param all at least one
 * @param threads of the sources, for liveness and metrics
 * @param metrics of the sources
 * @param reports of the sources, for whoever connects a shop
 */
public record Sources(
        List<RecordSource> all, List<ServiceThread> threads, List<MeterBinder> metrics, List<SourceReport> reports)
        implements RecordSource {

    @Override
    public void start(Sink sink) {
        all.get(0).start(sink);
        all.stream().skip(1).forEach(other -> other.start(new WithoutStatus(sink)));
    }

    @Override
    public void resync() {
        all.forEach(RecordSource::resync);
    }

    @Override
    public void stop() {
        all.forEach(RecordSource::stop);
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
        public CompletionStage<Void> batch(Connection connection, List<Entry> entries, boolean isLive) {
            return sink.batch(connection, entries, isLive);
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
