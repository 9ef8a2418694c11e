package io.thelook.dashboard.source;

import io.thelook.dashboard.source.RecordSource.Batch;
import io.thelook.dashboard.source.RecordSource.Connection;
import io.thelook.dashboard.source.RecordSource.Entry;
import io.thelook.dashboard.source.RecordSource.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Remembers what a source passes on. Applies batches at once, or holds them until they are released. Thread-safe. */
public class RecordingSink implements Sink {

    private final List<Connection> connections = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Boolean> live = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();
    private final List<Long> completeSince = new ArrayList<>();
    private final List<Double> roundTrips = new ArrayList<>();
    private final List<SourceStatus> statuses = new ArrayList<>();
    private final List<CompletableFuture<Void>> held = new ArrayList<>();
    private boolean holds;
    private LogPosition position = LogPosition.NONE;

    @Override
    public synchronized void message(Connection connection, String text) {
        connections.add(connection);
        messages.add(text);
    }

    @Override
    public synchronized CompletionStage<Void> batch(Connection connection, Batch batch) {
        connections.add(connection);
        entries.addAll(batch.entries());
        batch.entries().forEach(each -> live.add(batch.isLive()));
        position = batch.after();
        CompletableFuture<Void> applied = new CompletableFuture<>();
        if (holds) {
            held.add(applied);
        } else {
            applied.complete(null);
        }
        return applied;
    }

    @Override
    public synchronized void unreadable(Connection connection, String why) {
        unreadable.add(why);
    }

    @Override
    public synchronized void completeSince(long time) {
        completeSince.add(time);
    }

    @Override
    public synchronized void roundTrip(double millis) {
        roundTrips.add(millis);
    }

    @Override
    public synchronized void status(SourceStatus status) {
        statuses.add(status);
    }

    /** The position after the last batch. */
    public synchronized LogPosition position() {
        return position;
    }

    /** Holds the batches that arrive from now on. */
    public synchronized void hold() {
        holds = true;
    }

    /** Applies the held batches, and those that arrive from now on. */
    public synchronized void release() {
        holds = false;
        held.forEach(each -> each.complete(null));
        held.clear();
    }

    /** The number of held batches. */
    public synchronized int held() {
        return held.size();
    }

    /** The connection of each message and each batch, in order. */
    public synchronized List<Connection> connections() {
        return List.copyOf(connections);
    }

    /** The messages that are no batches. */
    public synchronized List<String> messages() {
        return List.copyOf(messages);
    }

    /** The entries of all batches. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** The texts of the entries. */
    public synchronized List<String> texts() {
        return entries.stream().map(Entry::text).toList();
    }

    /** Whether each entry is live. */
    public synchronized List<Boolean> live() {
        return List.copyOf(live);
    }

    /** The reason for each unreadable message. */
    public synchronized List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    /** The times since which the source was complete. */
    public synchronized List<Long> completeSince() {
        return List.copyOf(completeSince);
    }

    /** The round trips, in milliseconds. */
    public synchronized List<Double> roundTrips() {
        return List.copyOf(roundTrips);
    }

    /** The states, in order. */
    public synchronized List<SourceStatus> statuses() {
        return List.copyOf(statuses);
    }

    /** The current state; {@code null} before the first one. */
    public synchronized SourceStatus last() {
        return statuses.isEmpty() ? null : statuses.get(statuses.size() - 1);
    }

    /** Whether this is the current state. */
    public synchronized boolean is(SourceStatus.State state) {
        return last() != null && last().state() == state;
    }
}
