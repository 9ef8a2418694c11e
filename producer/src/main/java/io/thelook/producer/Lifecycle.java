package io.thelook.producer;

import io.thelook.producer.store.Order;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * A queue of the orders whose status will still change, by the time of the next change. Not thread-safe, except for the
 * counts.
 */
final class Lifecycle {

    private static final Comparator<Pending> BY_TIME =
            Comparator.comparingLong(Pending::at).thenComparingLong(Pending::number);

    private final int most;
    private final PriorityQueue<Pending> pending = new PriorityQueue<>(BY_TIME);
    private long numbers;
    private volatile int size;
    private volatile long leftAlone;

    private record Pending(long at, long number, Order order) {}

    /**
     * A change of an order's status.
     *
     * @param at the time of the change, in milliseconds since the epoch
     * @param order the order, with a new status from that time on
     */
    record Change(long at, Order order) {}

    /**
     * @param most limit on orders in the queue; changes of a further order are never reported, and {@link #leftAlone}
     *     counts it
     */
    Lifecycle(int most) {
        this.most = most;
    }

    void follow(Order order, long from) {
        OptionalLong next = order.nextChange(from);
        if (next.isEmpty()) {
            return;
        }
        if (pending.size() >= most) {
            leftAlone++;
            return;
        }
        pending.add(new Pending(next.getAsLong(), numbers++, order));
        size = pending.size();
    }

    /** Removes the next change up to a time and returns it. */
    Optional<Change> next(long until) {
        if (pending.isEmpty() || pending.peek().at() > until) {
            return Optional.empty();
        }
        Pending due = pending.poll();
        size = pending.size();
        follow(due.order(), due.at());
        return Optional.of(new Change(due.at(), due.order()));
    }

    /** Removes the orders that were placed after a time. */
    void forgetAfter(long time) {
        pending.removeIf(each -> each.order().createdAt() > time);
        size = pending.size();
    }

    /** The number of orders in the queue. */
    int size() {
        return size;
    }

    /** The number of orders whose changes are not reported, because the queue was full. */
    long leftAlone() {
        return leftAlone;
    }
}
