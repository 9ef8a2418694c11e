package io.thelook.dashboard.engine;

import io.thelook.dashboard.source.LogPosition;
import io.thelook.dashboard.source.RecordSource.Batch;
import io.thelook.dashboard.source.RecordSource.Entry;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Batches of sources that are no log. */
final class Batches {

    private Batches() {}

    static CompletionStage<Void> add(Additions to, List<Entry> entries, boolean isLive) {
        return to.batch(new Batch(entries, isLive, LogPosition.NONE));
    }
}
