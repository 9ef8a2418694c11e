package io.thelook.producer.persist;

import io.thelook.producer.outbox.Outbox;
import java.util.ArrayList;
import java.util.List;

/**
 * The visits and changes that are still to be written, in batches. At any time
 *
 * <pre>   offered = written + dropped + waiting   </pre>
 *
 * <p>A batch stays in the backlog until it is confirmed as {@linkplain #confirmWritten written}. After a batch is
 * {@linkplain #refuse refused}, its visits and changes are returned one at a time. A single one that is refused is
 * dropped, so that it does not hold up the others.
 *
 * <p>Any thread may offer and read the counts; only one thread may take batches.
 */
final class Backlog {

    static final int MOST_IN_BATCH = 1_000;

    private final Outbox<Happening> outbox;

    // Used only by the thread that takes batches.
    private final List<Happening> batch = new ArrayList<>();
    private boolean isOneByOne;

    /** @param most limit on waiting visits and changes, in addition to the batch that is being written */
    Backlog(int most) {
        outbox = new Outbox<>(most);
    }

    void offer(Happening happening) {
        outbox.offer(happening);
    }

    /**
     * Returns the next visits and changes to write. Returns the same ones until they are confirmed or refused. Empty if
     * nothing waits.
     */
    List<Happening> next() {
        if (batch.isEmpty()) {
            isOneByOne = false;
            outbox.take(batch, MOST_IN_BATCH);
        }
        return List.copyOf(isOneByOne ? batch.subList(0, 1) : batch);
    }

    /** Removes what {@link #next} returned, because it is in the database. */
    void confirmWritten() {
        int size = isOneByOne ? 1 : batch.size();
        batch.subList(0, size).clear();
        outbox.confirm(size);
    }

    /**
     * Records that what {@link #next} returned cannot be written.
     *
     * @return whether that was a single visit or change, which is dropped
     */
    boolean refuse() {
        if (!isOneByOne && batch.size() > 1) {
            isOneByOne = true;
            return false;
        }
        batch.remove(0);
        outbox.refuse(1);
        return true;
    }

    /** The queue that the batches are taken from. */
    Outbox<Happening> outbox() {
        return outbox;
    }

    /** The number of visits and changes that were offered. */
    long offered() {
        return outbox.offered();
    }

    /** The number of visits and changes that are in the database. */
    long written() {
        return outbox.delivered();
    }

    /**
     * The number of visits and changes that were dropped, because too many were waiting or they were refused.
     */
    long dropped() {
        return outbox.lost();
    }

    /** The number of visits and changes that are still to be written. */
    long waiting() {
        return outbox.waiting();
    }
}
