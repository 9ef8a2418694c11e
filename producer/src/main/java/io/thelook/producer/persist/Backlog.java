package io.thelook.producer.persist;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * The visits and changes that are still to be written, in their order. It is bounded: at the limit the newest is dropped. At any
 * time
 *
 * <pre>   offered = written + dropped + waiting   </pre>
 *
 * <p>A batch stays until it is confirmed as {@linkplain #confirmWritten written}. A batch that is {@linkplain #refuse refused} comes again
 * in parts of one each, and a part of one that is refused is dropped, so that it does not hold up the others.
 *
 * <p>Any thread may offer, and read the counts; one thread takes batches.
 */
final class Backlog {

    static final int MOST_IN_BATCH = 1_000;

    private final BlockingQueue<Happening> queue;
    private final LongAdder offered = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private volatile long written;

    // The following belong to the thread that takes batches.
    private final List<Happening> batch = new ArrayList<>();
    private boolean isOneByOne;

    /** @param most may wait, apart from the batch that is being written */
    Backlog(int most) {
        queue = new ArrayBlockingQueue<>(most);
    }

    void offer(Happening happening) {
        offered.increment();
        if (!queue.offer(happening)) {
            dropped.increment();
        }
    }

    /** Returns what is to be written next: the same as before, unless that was written or refused. Empty if nothing waits. */
    List<Happening> next() {
        if (batch.isEmpty()) {
            isOneByOne = false;
            queue.drainTo(batch, MOST_IN_BATCH);
        }
        return List.copyOf(isOneByOne ? batch.subList(0, 1) : batch);
    }

    /** Takes out what {@link #next} returned: it is in the database. */
    void confirmWritten() {
        int size = isOneByOne ? 1 : batch.size();
        batch.subList(0, size).clear();
        written += size;
    }

    /**
     * What {@link #next} returned cannot be written.
     *
     * @return whether it was a single one, which is dropped
     */
    boolean refuse() {
        if (!isOneByOne && batch.size() > 1) {
            isOneByOne = true;
            return false;
        }
        batch.remove(0);
        dropped.increment();
        return true;
    }

    /** The number that was offered. */
    long offered() {
        return offered.sum();
    }

    /** The number that is in the database. */
    long written() {
        return written;
    }

    /** The number that was dropped, because too many waited or the database refused them. */
    long dropped() {
        return dropped.sum();
    }

    /** The number that is still to be written. */
    long waiting() {
        return offered() - written - dropped();
    }
}
