package io.thelook.dashboard.source;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a source says. Applies additions at once. */
class RecordingSink implements RecordSource.Sink {

    final List<SourceStatus> statuses = new CopyOnWriteArrayList<>();
    final List<RecordSource.Connection> connections = new CopyOnWriteArrayList<>();
    final List<String> messages = new CopyOnWriteArrayList<>();
    final List<String> unreadable = new CopyOnWriteArrayList<>();
    final List<Double> roundTrips = new CopyOnWriteArrayList<>();

    SourceStatus last() {
        return statuses.isEmpty() ? null : statuses.get(statuses.size() - 1);
    }

    boolean is(SourceStatus.State state) {
        return last() != null && last().state() == state;
    }

    @Override
    public void message(RecordSource.Connection connection, String text) {
        connections.add(connection);
        messages.add(text);
    }

    @Override
    public CompletionStage<Void> batch(
            RecordSource.Connection connection, List<RecordSource.Entry> entries, boolean isLive) {
        entries.forEach(entry -> message(connection, entry.text()));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void unreadable(RecordSource.Connection connection, String why) {
        unreadable.add(why);
    }

    @Override
    public void completeSince(long time) {
        throw new AssertionError("this source does not know it");
    }

    @Override
    public void roundTrip(double millis) {
        roundTrips.add(millis);
    }

    @Override
    public void status(SourceStatus status) {
        statuses.add(status);
    }
}
