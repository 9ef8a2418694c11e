package io.thelook.producer.outbox;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * A bounded queue of undelivered items, in order, with its counts. At the limit, it drops new items. At any time
 *
 * <pre>   offered = delivered + refused + dropped + waiting   </pre>
 *
 * <p>An item taken from the queue counts as waiting until it is {@linkplain #confirm confirmed} or
 * {@linkplain #refuse refused}. Any thread may offer and read the counts; only one thread may take, confirm and refuse.
 *
 * @param <T> the type of the items
 */
public final class Outbox<T> {

    private final BlockingQueue<T> queue;
    private final LongAdder offered = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private volatile long delivered;
    private volatile long refused;

    /**
     * @param most limit on items in the queue, not counting those that were taken and are not confirmed or refused yet
     */
    public Outbox(int most) {
        queue = new ArrayBlockingQueue<>(most);
    }

    /** Adds to the queue, or drops if it is full. Does not block. */
    public void offer(T next) {
        offered.increment();
        if (!queue.offer(next)) {
            dropped.increment();
        }
    }

    /** Takes the oldest item from the queue; empty if there is none. */
    public Optional<T> take() {
        return Optional.ofNullable(queue.poll());
    }

    /** Takes the oldest items from the queue, at most this many, and adds them to a collection. */
    public void take(Collection<? super T> to, int most) {
        queue.drainTo(to, most);
    }

    /** Records that a number of taken items have been delivered. */
    public void confirm(int count) {
        delivered += count;
    }

    /** Records that a number of taken items will not be delivered. */
    public void refuse(int count) {
        refused += count;
    }

    /** The number that was offered. */
    public long offered() {
        return offered.sum();
    }

    /** The number that was delivered. */
    public long delivered() {
        return delivered;
    }

    /** The number that was taken and will not be delivered. */
    public long refused() {
        return refused;
    }

    /** The number that was dropped, because too many were waiting. */
    public long dropped() {
        return dropped.sum();
    }

    /** The number that will not be delivered, for either reason. */
    public long lost() {
        return dropped() + refused;
    }

    /** The number that is still to be delivered. */
    public long waiting() {
        return offered() - delivered - lost();
    }
}
