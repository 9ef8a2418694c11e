package io.thelook.dashboard.engine;

import io.thelook.dashboard.source.RecordSource;

/** A source that never sends anything. */
public final class NoSource implements RecordSource {

    @Override
    public void start(Sink sink) {}

    @Override
    public void resync() {}

    @Override
    public void stop() {}
}
