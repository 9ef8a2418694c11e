package io.thelook.dashboard.source.kafka;

import io.thelook.dashboard.source.RecordSource.Connection;
import io.thelook.dashboard.source.RecordSource.Entry;
import io.thelook.dashboard.source.RecordSource.Sink;
import io.thelook.dashboard.source.SourceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Remembers what a source passes on. Applies batches at once, or holds them until they are released. Thread-safe. */
final class RecordingSink implements Sink {

    private final List<Entry> entries = new ArrayList<>();
    private final List<Boolean> live = new ArrayList<>();
    private final List<Long> completeSince = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();
    private final List<SourceStatus> statuses = new ArrayList<>();
    private final List<CompletableFuture<Void>> held = new ArrayList<>();
    private boolean holds;
    private long connection;

    @Override
    public synchronized CompletionStage<Void> batch(Connection over, List<Entry> batch, boolean isLive) {
        connection = over.number();
        entries.addAll(batch);
        batch.forEach(each -> live.add(isLive));
        CompletableFuture<Void> applied = new CompletableFuture<>();
        if (holds) {
            held.add(applied);
        } else {
            applied.complete(null);
        }
        return applied;
    }

    @Override
    public void message(Connection over, String text) {
        throw new AssertionError("a topic has no messages of a feed");
    }

    @Override
    public synchronized void unreadable(Connection over, String why) {
        unreadable.add(why);
    }

    @Override
    public synchronized void completeSince(long time) {
        completeSince.add(time);
    }

    @Override
    public void roundTrip(double millis) {}

    @Override
    public synchronized void status(SourceStatus status) {
        statuses.add(status);
    }

    /** Holds the batches that come from now on. */
    synchronized void hold() {
        holds = true;
    }

    /** Applies the batches that were held, and those that come from now on. */
    synchronized void release() {
        holds = false;
        held.forEach(each -> each.complete(null));
        held.clear();
    }

    synchronized int held() {
        return held.size();
    }

    synchronized List<String> texts() {
        return entries.stream().map(Entry::text).toList();
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    synchronized int size() {
        return entries.size();
    }

    synchronized List<Boolean> live() {
        return List.copyOf(live);
    }

    synchronized List<Long> completeSince() {
        return List.copyOf(completeSince);
    }

    synchronized List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    synchronized List<SourceStatus> statuses() {
        return List.copyOf(statuses);
    }

    synchronized SourceStatus status() {
        return statuses.isEmpty() ? null : statuses.get(statuses.size() - 1);
    }

    synchronized long connection() {
        return connection;
    }
}
