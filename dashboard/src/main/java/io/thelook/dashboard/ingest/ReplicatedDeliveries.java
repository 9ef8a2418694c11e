package io.thelook.dashboard.ingest;

import io.thelook.dashboard.source.RecordSource;

/** Deliveries that are kept in a log. The window receives them from the source that reads the log, not from here. */
public final class ReplicatedDeliveries implements RecordSource {

    private final Ingest ingest;
    private final DeliveryStore store;

    public ReplicatedDeliveries(Ingest ingest, DeliveryStore store) {
        this.ingest = ingest;
        this.store = store;
    }

    @Override
    public void start(Sink sink) {}

    @Override
    public void resync() {}

    @Override
    public void stop() {
        ingest.stop();
        store.close();
    }
}
