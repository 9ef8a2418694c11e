package io.thelook.dashboard.window;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the newest orders of totals. Not thread-safe. */
final class OrderFinder {

    private final Columns columns;
    private final TimeIndex byTime;
    private final OrderIndex orders;

    OrderFinder(Columns columns, TimeIndex byTime, OrderIndex orders) {
        this.columns = columns;
        this.byTime = byTime;
        this.orders = orders;
    }

    /**
     * The newest orders, to a quarter of a second, without records ahead of the clock.
     *
     * @param most maximum number of orders
     * @return by descending event time
     */
    List<OrderLine> newest(Totals in, int most) {
        NewestOrders newest = in.newest();
        if (newest == null) {
            return lines(in, search(in, most, false).orders(), Long.MIN_VALUE, most);
        }
        List<OrderLine> lines = lines(in, newest.candidates(), newest.floor(), most);
        if (lines.size() == Math.min(most, in.orders()) || newest.floor() == Long.MIN_VALUE) {
            return lines;
        }
        Found found = search(in, NewestOrders.KEPT, true);
        newest.restart(found.since());
        found.orders()
                .forEach(order -> orders.forEachRow(order, row -> {
                    if (isItem(in, row)) {
                        newest.add(order, columns.createdAt[row]);
                    }
                }));
        return lines(in, found.orders(), Long.MIN_VALUE, most);
    }

    private boolean isItem(Totals in, int row) {
        return !columns.isRefund(row) && in.includes(columns, row);
    }

    /**
     * The result of a search.
     *
     * @param orders their numbers
     * @param since the orders include every one with an item from this time on
     */
    private record Found(Set<Integer> orders, long since) {}

    /**
     * Searches for orders from the newest row back.
     *
     * @param toTheStart whether to continue to the start of the bucket in which there are enough orders
     */
    private Found search(Totals in, int enough, boolean toTheStart) {
        Set<Integer> found = new LinkedHashSet<>();
        long[] enoughSince = {Long.MIN_VALUE};
        byTime.backwards(Math.min(in.end(), in.aheadFrom()), in.edge(), row -> {
            long start = TimeIndex.startOfBucket(columns.createdAt[row]);
            if (found.size() >= enough) {
                if (enoughSince[0] == Long.MIN_VALUE) {
                    enoughSince[0] = start;
                } else if (start < enoughSince[0]) {
                    return false;
                }
            }
            if (isItem(in, row)) {
                found.add(columns.order[row]);
            }
            return toTheStart || found.size() < enough;
        });
        return new Found(found, enoughSince[0]);
    }

    private List<OrderLine> lines(Totals in, Set<Integer> numbers, long floor, int most) {
        return numbers.stream()
                .map(order -> line(in, order))
                .filter(line -> !line.isEmpty())
                .map(OrderLine.Builder::build)
                .filter(line -> line.createdAt() >= floor)
                .sorted(OrderLine.NEWEST_FIRST)
                .limit(most)
                .toList();
    }

    private OrderLine.Builder line(Totals in, int order) {
        OrderLine.Builder line = new OrderLine.Builder();
        orders.forEachRow(order, row -> {
            if (isItem(in, row) && columns.createdAt[row] < in.aheadFrom()) {
                line.add(columns.record[row]);
            }
        });
        return line;
    }
}
