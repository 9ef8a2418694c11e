package io.thelook.dashboard.ingest;

import io.thelook.dashboard.source.RecordSource;
import io.thelook.dashboard.source.SourceStatus;
import java.time.InstantSource;

/**
 * The source of delivered records that a journal keeps. Call {@link #restore} before a client can deliver records or
 * see the window, and then {@link #start}.
 */
public final class IngestSource implements RecordSource {

    private final Ingest ingest;
    private final JournalStore store;
    private final InstantSource clock;
    private volatile Sink sink;

    public IngestSource(Ingest ingest, JournalStore store, InstantSource clock) {
        this.ingest = ingest;
        this.store = store;
        this.clock = clock;
    }

    /** Restores the deliveries of the journal. The engine applies later deliveries after them. */
    public void restore(Sink receiver) {
        receiver.completeSince(store.restore());
    }

    @Override
    public void start(Sink receiver) {
        sink = receiver;
        sink.status(new SourceStatus(SourceStatus.State.LIVE, clock.millis(), 0, 0, ""));
    }

    @Override
    public void resync() {
        ingest.thread().execute(() -> sink.completeSince(store.restore()));
    }

    @Override
    public void stop() {
        ingest.stop();
        store.close();
    }
}
