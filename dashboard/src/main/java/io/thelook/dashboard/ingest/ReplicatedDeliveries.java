package io.thelook.dashboard.ingest;

import io.thelook.dashboard.source.RecordSource;

/** Deliveries that are kept in a log. The window gets them from the source that reads it: this one passes on nothing. */
public final class ReplicatedDeliveries implements RecordSource {

    private final Ingest ingest;
    private final Runnable close;

    /** @param close ends the connection to the log */
    public ReplicatedDeliveries(Ingest ingest, Runnable close) {
        this.ingest = ingest;
        this.close = close;
    }

    @Override
    public void start(Sink sink) {}

    @Override
    public void resync() {}

    @Override
    public void stop() {
        ingest.stop();
        close.run();
    }
}
