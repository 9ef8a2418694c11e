package io.thelook.dashboard.journal;

import java.util.concurrent.CompletableFuture;

/**
 * An entry on its way to the disk.
 *
 * @param arrival in ms
 * @param written completes once the entry is on the disk, or cannot be put there
 */
record Pending(byte[] entry, long arrival, CompletableFuture<Void> written) {

    Pending(byte[] entry, long arrival) {
        this(entry, arrival, new CompletableFuture<>());
    }

    /** The bytes that it takes on the disk. */
    long size() {
        return EntryFormat.size(entry.length);
    }
}
