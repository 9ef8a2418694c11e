package io.thelook.dashboard.engine;

import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import io.thelook.model.Record;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * Collects the records of a query, now or at an earlier time. Ends early if the requester has already completed the
 * result.
 */
final class ExportScan implements ScanQueue.Scan {

    private final LiveWindow window;
    private final Query query;
    private final OptionalLong at;
    private final CompletableFuture<List<Record>> result;
    private final List<List<Record>> slices = new ArrayList<>();
    private long to = Long.MAX_VALUE;

    ExportScan(LiveWindow window, Query query, OptionalLong at, CompletableFuture<List<Record>> result) {
        this.window = window;
        this.query = query;
        this.at = at;
        this.result = result;
    }

    @Override
    public boolean goOn() {
        if (result.isDone()) {
            return true;
        }
        List<Record> slice = new ArrayList<>();
        to = at.isPresent()
                ? window.recordsAt(query, at.getAsLong(), to, ScanQueue.ROWS, slice::add)
                : window.records(query, to, ScanQueue.ROWS, slice::add);
        slices.add(slice);
        if (to > Long.MIN_VALUE) {
            return false;
        }
        // The slices come from the newest to the oldest.
        Collections.reverse(slices);
        result.complete(slices.stream().flatMap(List::stream).toList());
        return true;
    }

    @Override
    public void abandon() {
        result.completeExceptionally(new IllegalStateException("the window was restarted"));
    }
}
