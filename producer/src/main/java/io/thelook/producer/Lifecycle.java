package io.thelook.producer;

import io.thelook.producer.store.Order;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * The orders that go on after they are placed, by the time of their next change of status. Not thread-safe, but for its
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
     * @param at the moment, in milliseconds since the epoch
     * @param order which has another status from then on
     */
    record Change(long at, Order order) {}

    /** @param most orders are followed; one beyond that keeps its first status for ever, and is counted */
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

    /** Takes out the next change up to a time. */
    Optional<Change> next(long until) {
        if (pending.isEmpty() || pending.peek().at() > until) {
            return Optional.empty();
        }
        Pending due = pending.poll();
        size = pending.size();
        follow(due.order(), due.at());
        return Optional.of(new Change(due.at(), due.order()));
    }

    /** Forgets the orders that were placed after a time. */
    void forgetAfter(long time) {
        pending.removeIf(each -> each.order().createdAt() > time);
        size = pending.size();
    }

    /** The orders that are followed. */
    int size() {
        return size;
    }

    /** The orders that keep their first status, because there were too many. */
    long leftAlone() {
        return leftAlone;
    }
}
