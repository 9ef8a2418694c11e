package io.thelook.producer.store;

import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;

/**
 * The visits of the window, for whoever wants their rows. Written by the shop's thread; read by any, who sees those that are
 * there while it reads.
 */
public final class RecentVisits {

    private final int most;
    private final ConcurrentLinkedDeque<Visit> visits = new ConcurrentLinkedDeque<>();
    private long items;
    private int size;

    /** @param most visits, and most order items; beyond that the oldest go */
    public RecentVisits(int most) {
        this.most = most;
    }

    /** The newest visit. */
    public void add(Visit visit) {
        visits.add(visit);
        count(visit, 1);
        while (size > most || items > most && size > 1) {
            count(visits.removeFirst(), -1);
        }
    }

    private void count(Visit visit, int sign) {
        size += sign;
        for (Order order : visit.orders()) {
            items += sign * (long) order.items().size();
        }
    }

    /** Forgets what lies outside of {@code [from, to]}, in milliseconds since the epoch. */
    public void keep(long from, long to) {
        while (!visits.isEmpty() && visits.peekFirst().at() < from) {
            count(visits.removeFirst(), -1);
        }
        Iterator<Visit> newestFirst = visits.descendingIterator();
        while (newestFirst.hasNext()) {
            Visit visit = newestFirst.next();
            if (visit.at() <= to) {
                break;
            }
            newestFirst.remove();
            count(visit, -1);
        }
    }

    /** From the oldest to the newest. */
    public Stream<Visit> stream() {
        return visits.stream();
    }
}
