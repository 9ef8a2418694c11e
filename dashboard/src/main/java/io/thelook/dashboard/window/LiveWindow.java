package io.thelook.dashboard.window;

import io.thelook.model.Record;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * The records of the last minutes, keyed by item, and the {@link Totals} over them.
 *
 * <p>A record is inside for as long as it belongs to the feed's own window, or to the longest window that can be asked for, or to
 * the one before that. What comes is accumulated, what changes or leaves is deducted, and what stays is not touched: the cost is that
 * of the new, the changed and the expired, for each of the totals, whatever the size of the window.
 *
 * <pre>
 *   event time   ----|------------|--------------------|-----------> now
 *                    keep edge    edge of the feed     edge of a 1-minute query
 *                    forgotten    leaves the feed's    leaves that query's totals,
 *                    before it    totals               enters those of the minute before
 * </pre>
 *
 * <p>Edges are given in the feed's own time, so that a figure is that of the feed at that moment. Not thread-safe.
 */
public final class LiveWindow {

    private final int maxRecords;
    private final Columns columns = new Columns();
    private final TimeIndex byTime = new TimeIndex(columns);
    private final IdIndex items = new IdIndex(row -> columns.record[row].itemId());
    private final IdIndex orders = new IdIndex(this::orderId);
    private final Dimension[] dimensions = new Dimension[Columns.PROPERTIES.length];
    private final List<Totals> totals = new ArrayList<>();
    private String[] orderIds = new String[0];
    private int[] itemsOfOrder = new int[0];
    private int lastOrder = IdIndex.ABSENT;
    private int generation;
    private long from = Long.MIN_VALUE;
    private long now = Long.MIN_VALUE;
    private long keepEdge = Long.MIN_VALUE;
    private long completeSince = Long.MAX_VALUE;

    // Counted during one application.
    private int applied;
    private int duplicate;
    private int late;
    private int removed;
    private int dropped;

    /**
     * What a message did to the window.
     *
     * @param applied records that were new, or changed
     * @param duplicate records that were there already, as they are
     * @param late records that were too old to be of use
     * @param removed records that were taken out because the feed no longer has them, though they are not too old
     * @param dropped records that went before their time because there were too many
     */
    public record Change(int applied, int duplicate, int late, int removed, int dropped) {}

    /**
     * @param maxRecords beyond so many the oldest, to a quarter of a second, are dropped before their time
     */
    public LiveWindow(int maxRecords) {
        this.maxRecords = maxRecords;
        Arrays.setAll(dimensions, i -> new Dimension());
    }

    /** Begins to keep the totals of a query: costs a look at each record inside, once. */
    public Totals totals(Query query) {
        return keep(new Totals(query, dimensions, false));
    }

    /** Begins to keep the figures of the window before the query's: as long, and ending where that begins. */
    public Totals before(Query query) {
        return keep(new Totals(query, dimensions, true));
    }

    private Totals keep(Totals added) {
        totals.add(added);
        if (!isUnknown()) {
            advance(added);
        }
        return added;
    }

    /**
     * The totals of a query as they would be at an earlier time, of the records as they are now: costs a look at each record
     * of that span. They are not kept up to date.
     */
    public Totals at(Query query, long time) {
        Totals then = new Totals(query, dimensions, false);
        move(then, edge(query, time), time + 1);
        return then;
    }

    /** Ends keeping these totals. */
    public void forget(Totals unused) {
        totals.remove(unused);
    }

    /**
     * Takes in what is new and what has changed; of two with the same item the later counts.
     *
     * @param newFrom where the feed's own window begins: records with an earlier event time have left it
     * @param newNow the feed's clock, in milliseconds since the epoch
     * @param live is told the event time of each record that was not there before; {@code null} if they are not news
     */
    public Change upsert(List<Record> records, long newFrom, long newNow, LongConsumer live) {
        return apply(records, newFrom, newNow, live, false);
    }

    /** The same, with records that are all that the feed's window has: others from {@code newFrom} on are taken out. */
    public Change replace(List<Record> records, long newFrom, long newNow, LongConsumer live) {
        return apply(records, newFrom, newNow, live, true);
    }

    private Change apply(List<Record> records, long newFrom, long newNow, LongConsumer live, boolean whole) {
        applied = duplicate = late = removed = dropped = 0;
        generation++;
        if (whole && (completeSince == Long.MAX_VALUE || newFrom > now)) {
            completeSince = newFrom;
        }
        from = newFrom;
        now = newNow;
        keepEdge = Math.min(from, now - Query.KEPT_MILLIS);
        totals.forEach(this::advance);
        byTime.drain(keepEdge, this::remove);
        for (Record record : records) {
            put(record, live);
        }
        if (whole) {
            takeOutOthers();
        }
        return new Change(applied, duplicate, late, removed, dropped);
    }

    private void advance(Totals moved) {
        long edge = moved.query().edge(from, now);
        if (moved.isOnlyFigures()) {
            move(moved, 2 * edge - now, edge);
        } else {
            move(moved, edge, Long.MAX_VALUE);
        }
    }

    /** Whatever is in the one span and not in the other goes or comes. */
    private void move(Totals moved, long edge, long end) {
        long oldEdge = moved.edge();
        long oldEnd = moved.end();
        IntConsumer deduct = row -> moved.deduct(columns, row);
        byTime.between(oldEdge, Math.min(oldEnd, edge), deduct);
        byTime.between(Math.max(oldEdge, end), oldEnd, deduct);
        IntConsumer accumulate = row -> moved.accumulate(columns, row);
        byTime.between(edge, Math.min(end, oldEdge), accumulate);
        byTime.between(Math.max(edge, oldEnd), end, accumulate);
        moved.span(edge, end);
    }

    private void put(Record record, LongConsumer live) {
        if (record.createdAt() < keepEdge) {
            late++;
            return;
        }
        int hash = items.hash(record.itemId());
        int row = items.find(record.itemId(), hash);
        if (row != IdIndex.ABSENT) {
            columns.generation[row] = generation;
            if (record.equals(columns.record[row])) {
                duplicate++;
                return;
            }
            takeOut(row);
            put(row, record);
            applied++;
            return;
        }
        if (items.size() == maxRecords) {
            int oldest = byTime.oldest();
            if (record.createdAt() < columns.createdAt[oldest]) {
                late++;
                return;
            }
            completeSince = Math.max(completeSince, columns.createdAt[oldest] + 1);
            if (columns.createdAt[oldest] >= Math.min(from, now - Query.LONGEST_MILLIS)) {
                dropped++;
            }
            remove(oldest);
        }
        row = items.add(hash);
        columns.ensure(items.capacity());
        columns.generation[row] = generation;
        put(row, record);
        applied++;
        if (live != null) {
            live.accept(record.createdAt());
            for (Totals each : totals) {
                if (each.includes(columns, row)) {
                    each.addFresh(record.createdAt());
                }
            }
        }
    }

    private void put(int row, Record record) {
        columns.put(row, record);
        columns.order[row] = acquireOrder(record.orderId());
        for (int i = 0; i < dimensions.length; i++) {
            columns.name[Columns.names(row) + i] = dimensions[i].acquire(Columns.PROPERTIES[i].of(record));
        }
        byTime.add(row);
        for (Totals each : totals) {
            each.add(columns, row);
        }
    }

    private String orderId(int order) {
        return orderIds[order];
    }

    private int acquireOrder(String id) {
        // Items of an order mostly come one after the other.
        if (lastOrder != IdIndex.ABSENT && id.equals(orderIds[lastOrder])) {
            itemsOfOrder[lastOrder]++;
            return lastOrder;
        }
        int hash = orders.hash(id);
        int order = orders.find(id, hash);
        if (order == IdIndex.ABSENT) {
            order = orders.add(hash);
            if (orders.capacity() > itemsOfOrder.length) {
                itemsOfOrder = Arrays.copyOf(itemsOfOrder, orders.capacity());
                orderIds = Arrays.copyOf(orderIds, orders.capacity());
            }
            orderIds[order] = id;
        }
        itemsOfOrder[order]++;
        lastOrder = order;
        return order;
    }

    /** Takes the row out of everything but its item's place. */
    private void takeOut(int row) {
        for (Totals each : totals) {
            each.remove(columns, row);
        }
        byTime.remove(row);
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i].release(columns.name[Columns.names(row) + i]);
        }
        int order = columns.order[row];
        if (--itemsOfOrder[order] == 0) {
            orders.remove(order);
            orderIds[order] = null;
        }
    }

    private void remove(int row) {
        takeOut(row);
        items.remove(row);
        columns.record[row] = null;
    }

    private void takeOutOthers() {
        List<Integer> others = new ArrayList<>();
        byTime.between(from, Long.MAX_VALUE, row -> {
            if (columns.generation[row] != generation) {
                others.add(row);
            }
        });
        others.forEach(this::remove);
        removed += others.size();
    }

    /** How many records are inside. */
    public int size() {
        return items.size();
    }

    /** Whether nothing has come yet, so that the feed's clock is not known. */
    public boolean isUnknown() {
        return now == Long.MIN_VALUE;
    }

    /** The feed's clock at the last message. */
    public long now() {
        return now;
    }

    /** Since when nothing is missing, in the feed's time; later than {@code now} if nothing has come. */
    public long completeSince() {
        return Math.max(completeSince, keepEdge);
    }

    /** Where the window of a query begins, at a time. */
    public long edge(Query query, long time) {
        return query.edge(time - (now - from), time);
    }

    /**
     * The newest orders.
     *
     * @param in what is asked for
     * @param most how many orders at most
     * @return by falling event time
     */
    public List<OrderLine> newestOrders(Totals in, int most) {
        Map<Integer, OrderLine.Builder> found = new HashMap<>();
        int[] open = {(int) Math.min(most, in.figures().orders())};
        byTime.backwards(in.end(), in.edge(), row -> {
            if (!in.includes(columns, row)) {
                return true;
            }
            int order = columns.order[row];
            OrderLine.Builder line = found.get(order);
            if (line == null && found.size() < most) {
                line = new OrderLine.Builder();
                found.put(order, line);
            }
            if (line != null && line.add(columns.record[row]) == in.itemsOf(order)) {
                open[0]--;
            }
            return open[0] > 0;
        });
        return found.values().stream()
                .map(OrderLine.Builder::build)
                .sorted(OrderLine.NEWEST_FIRST)
                .toList();
    }

    /** The records that a query asks for, roughly in the order of their event time. */
    public List<Record> records(Query query) {
        List<Record> inside = new ArrayList<>();
        byTime.between(query.edge(from, now), Long.MAX_VALUE, row -> {
            if (query.filter().matches(columns.record[row])) {
                inside.add(columns.record[row]);
            }
        });
        return inside;
    }
}
