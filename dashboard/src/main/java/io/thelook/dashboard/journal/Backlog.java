package io.thelook.dashboard.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * The entries that are not on the disk yet, in their order, bounded in number and in bytes. An entry counts until it is
 * {@linkplain #release released}, also while it is being written. Not thread-safe.
 */
final class Backlog {

    private final int most;
    private final long mostBytes;
    private final Queue<Pending> queue = new ArrayDeque<>();
    private int waiting;
    private long waitingBytes;

    Backlog(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** Whether there is room for one more entry of that length. */
    boolean hasRoomFor(int length) {
        return waiting < most && waitingBytes + length <= mostBytes;
    }

    void add(Pending pending) {
        queue.add(pending);
        waiting++;
        waitingBytes += pending.entry().length;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Takes the oldest entries, as many as fit into that many bytes on the disk. */
    List<Pending> take(long bytes) {
        List<Pending> batch = new ArrayList<>();
        long left = bytes;
        for (Pending next = queue.peek(); next != null && next.size() <= left; next = queue.peek()) {
            batch.add(queue.remove());
            left -= next.size();
        }
        return batch;
    }

    /** These entries, taken before, are written, or have failed. */
    void release(List<Pending> batch) {
        waiting -= batch.size();
        for (Pending each : batch) {
            waitingBytes -= each.entry().length;
        }
    }

    int waiting() {
        return waiting;
    }

    long waitingBytes() {
        return waitingBytes;
    }
}
