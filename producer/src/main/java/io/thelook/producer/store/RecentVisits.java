package io.thelook.producer.store;

import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;

/**
 * Keeps the visits of the window, for exports. The shop's thread adds and removes visits. Any thread may read; it may
 * see visits being added or removed while it reads.
 */
public final class RecentVisits {

    private final int most;
    private final ConcurrentLinkedDeque<Visit> visits = new ConcurrentLinkedDeque<>();
    private long items;
    private int size;

    /**
     * @param most limit on visits, and limit on order items; above it the oldest visits are dropped, but the newest
     *     visit stays, even if it has more items
     */
    public RecentVisits(int most) {
        this.most = most;
    }

    /** Adds the newest visit. */
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

    /** Removes the visits outside of {@code [from, to]}, in milliseconds since the epoch. */
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

    /** The visits, from the oldest to the newest. */
    public Stream<Visit> stream() {
        return visits.stream();
    }
}
