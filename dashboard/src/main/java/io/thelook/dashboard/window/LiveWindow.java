package io.thelook.dashboard.window;

import io.thelook.model.Record;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The records of the last minutes, keyed by order and item, and the {@link Totals} over them.
 *
 * <p>A record stays while it belongs to the feed's own window, to the longest window of a query, or to the window
 * before that one. New records are accumulated, changed and expired records are deducted, and all others are not
 * touched. So the cost grows with the number of new, changed and expired records and with the number of totals, but not
 * with the size of the window.
 *
 * <pre>
 *   event time   ----|------------|--------------------|-----------> now
 *                    keep edge    edge of the feed     edge of a 1-minute query
 *                    forgotten    leaves the feed's    leaves that query's totals,
 *                    before it    totals               enters those of the minute before
 * </pre>
 *
 * <p>Edges are in the feed's time, so that the sums are those of the feed at that moment. The own window of a feed that
 * sends whole frames without a time is the content of the newest frame, whatever its event times ({@link Presence}). A
 * record that is more than a minute ahead of the clock counts in the feed's own window only.
 *
 * <p>Longer than 300 lines because it is one idea: how a record enters, changes and leaves. Not thread-safe.
 */
public final class LiveWindow {

    private final int maxRecords;
    private final Columns columns = new Columns();
    private final TimeIndex byTime = new TimeIndex(columns);
    private final OrderIndex orders = new OrderIndex(columns);
    private final Rows rows = new Rows(columns, byTime, orders);
    private final FeedClock clock = new FeedClock();
    private final TotalsSet totals = new TotalsSet(columns, byTime, clock);
    private final Presence presence = new Presence(columns, byTime, clock, totals);
    private final OrderFinder orderFinder = new OrderFinder(columns, byTime, orders);
    private final RecordFinder recordFinder = new RecordFinder(columns, byTime, clock);
    private final EventTimes times = new EventTimes(rows);
    private final Ahead ahead = new Ahead(columns, byTime);
    private RecordListener listener = RecordListener.NONE;

    // Counts of the current message.
    private int applied;
    private int duplicate;
    private int stale;
    private int late;
    private int dropped;

    /**
     * What a message did to the window.
     *
     * @param applied new or changed records
     * @param duplicate records that were inside already, unchanged
     * @param stale records older than the version that was inside already
     * @param late records too old for any window, or older than the oldest record of a full window
     * @param removed records removed because the feed no longer has them, although they have not expired
     * @param dropped records removed before they expired because the window was full
     */
    public record Change(int applied, int duplicate, int stale, int late, int removed, int dropped) {}

    /**
     * @param maxRecords the limit; a full window drops its oldest records, to a quarter of a second
     */
    public LiveWindow(int maxRecords) {
        this.maxRecords = maxRecords;
    }

    /** Reports each change of the records to this listener from now on, except that records expire. */
    public void listen(RecordListener receiver) {
        listener = receiver;
    }

    /** Starts to maintain the totals of a query. If the window has records, the caller must {@link #build} them. */
    public Totals totals(Query query) {
        return totals.keep(new Totals(query, Span.current(query), rows.dimensions()));
    }

    /** Like {@link #totals}, for the window that precedes the query's and has the same length. */
    public Totals before(Query query) {
        return totals.keep(new Totals(query, Span.before(query), rows.dimensions()));
    }

    /** Like {@link #totals}, for the query's window at an earlier time, from the records as they are now. */
    public Totals at(Query query, long time) {
        return totals.keep(new Totals(query, fixed(query, time), rows.dimensions()));
    }

    private Span fixed(Query query, long time) {
        return Span.fixed(query, edge(query, time), time + 1);
    }

    /**
     * Continues to build totals.
     *
     * @param rows the approximate number of records to scan
     * @return whether the totals are complete
     */
    public boolean build(Totals building, int rows) {
        return totals.build(building, rows);
    }

    /** To be called for each new connection to the feed, whose window may have another length. */
    public void forgetLength() {
        clock.forgetLength();
    }

    /** Stops maintaining these totals. */
    public void forget(Totals unused) {
        totals.forget(unused);
    }

    /**
     * Applies new and changed records. A later record replaces an earlier one with the same order and item.
     *
     * @param newFrom start of the feed's own window, in milliseconds since the epoch
     * @param newNow the feed's clock, in milliseconds since the epoch
     * @param live receives the event time of each record that was not inside before; {@code null} for history
     */
    public Change upsert(List<Record> records, long newFrom, long newNow, LongConsumer live) {
        presence.begin(false);
        clock.tell(newFrom, newNow, false);
        return apply(records, live);
    }

    /** Like {@link #upsert}, with all records of the feed's window: removes all others from {@code newFrom} on. */
    public Change replace(List<Record> records, long newFrom, long newNow, LongConsumer live) {
        presence.begin(false);
        clock.tell(newFrom, newNow, true);
        return removeMissing(apply(records, live));
    }

    /**
     * Like {@link #replace}, with a frame of a feed that does not send its time. Its records are the feed's own window.
     *
     * @param newNow the time of arrival, in milliseconds since the epoch
     */
    public Change frame(List<Record> records, long newNow, LongConsumer live) {
        presence.begin(true);
        long oldFrom = clock.from();
        clock.infer(records, newNow);
        Change change = apply(records, live);
        presence.leaveFeedsOwn(oldFrom);
        return removeMissing(change);
    }

    /**
     * Gives each record without an event time that of the record with the same order and item, or else the time of
     * arrival.
     *
     * @param arrival in milliseconds since the epoch
     */
    public List<Record> withTimes(List<Record> records, long arrival) {
        return times.complete(records, arrival);
    }

    /** Removes all records of an order; returns their number. */
    public int removeOrder(String orderId) {
        List<Integer> gone = orders.rows(orderId);
        gone.forEach(this::remove);
        listener.orderRemoved(orderId);
        return gone.size();
    }

    /** Whether the window has this version of the record. */
    public boolean has(Record record) {
        return record.equals(rows.known(record));
    }

    /** The feed has delivered all records since this time, in milliseconds since the epoch. */
    public void completeFrom(long time) {
        clock.completeFrom(time);
    }

    private Change apply(List<Record> records, LongConsumer live) {
        applied = duplicate = stale = late = dropped = 0;
        totals.advance();
        ahead.move(clock.aheadFrom());
        byTime.drain(clock.keepEdge(), row -> {
            if (!presence.isInNewestFrame(row)) {
                remove(row);
            }
        });
        for (Record record : records) {
            put(record, live);
        }
        return new Change(applied, duplicate, stale, late, 0, dropped);
    }

    private void put(Record record, LongConsumer live) {
        if (record.createdAt() < clock.keepEdge() && !clock.isByPresence()) {
            late++;
            listener.put(record, null);
            return;
        }
        int orderHash = rows.orderHash(record);
        int hash = rows.hash(record, orderHash);
        int row = rows.find(record, hash);
        if (row == IdIndex.ABSENT) {
            row = makeRoomFor(record, hash);
            if (row == IdIndex.ABSENT) {
                return;
            }
            link(row, record, orderHash);
            applied++;
            listener.put(record, null);
            tellOfArrival(row, live);
        } else {
            change(row, record, orderHash);
        }
        presence.bring(row);
    }

    private void change(int row, Record record, int orderHash) {
        Record known = columns.record[row];
        boolean isDuplicate = record.equals(known);
        if (!isDuplicate && !isStale(record, known)) {
            unlink(row);
            link(row, record, orderHash);
            applied++;
            listener.put(record, known);
            return;
        }
        if (isDuplicate) {
            duplicate++;
        } else {
            stale++;
        }
        if (columns.absent[row]) {
            totals.enterFeedsOwn(row);
        }
    }

    /** Whether a version is older than the known one; without a version, the record that arrives last is the newest. */
    private static boolean isStale(Record record, Record known) {
        return record.updatedAt() != 0 && record.updatedAt() < known.updatedAt();
    }

    /** Reserves a row for a new record; {@link IdIndex#ABSENT} if the window is full of newer ones. */
    private int makeRoomFor(Record record, int hash) {
        if (rows.size() == maxRecords) {
            int oldest = byTime.oldest();
            long oldestTime = columns.createdAt[oldest];
            if (record.createdAt() < oldestTime) {
                leaveOut(record);
                return IdIndex.ABSENT;
            }
            clock.forgetUpTo(oldestTime);
            if (oldestTime >= Math.min(clock.from(), clock.now() - Query.LONGEST_MILLIS)
                    || presence.isInNewestFrame(oldest)) {
                dropped++;
            }
            remove(oldest);
        }
        return rows.reserve(hash);
    }

    /** Counts a record for which there is no room; a frame may bring the same one repeatedly. */
    private void leaveOut(Record record) {
        if (clock.isByPresence() && record.createdAt() <= clock.forgottenUpTo()) {
            duplicate++;
        } else {
            late++;
            clock.forgetUpTo(record.createdAt());
            listener.put(record, null);
        }
    }

    private void link(int row, Record record, int orderHash) {
        rows.link(row, record, orderHash);
        ahead.add(row);
        totals.add(row);
    }

    private void tellOfArrival(int row, LongConsumer live) {
        long createdAt = columns.createdAt[row];
        // The delay of a record with an event time in the future is unknown.
        if (live == null || createdAt > clock.now()) {
            return;
        }
        live.accept(createdAt);
        totals.addFresh(row);
    }

    private void unlink(int row) {
        totals.remove(row);
        rows.unlink(row);
        ahead.remove(row);
    }

    private void remove(int row) {
        unlink(row);
        rows.release(row);
    }

    /** Removes the records that a message with the feed's whole window does not contain. */
    private Change removeMissing(Change change) {
        List<Integer> missing = presence.missing();
        missing.forEach(row -> {
            listener.removed(columns.record[row]);
            remove(row);
        });
        return new Change(change.applied, change.duplicate, change.stale, change.late, missing.size(), change.dropped);
    }

    /** The number of records. */
    public int size() {
        return rows.size();
    }

    /**
     * The fields of which no record has a value: properties but for the product, and the cost. Empty if there are no
     * records.
     */
    public List<String> unknownFields() {
        return rows.unknownFields();
    }

    /** Whether any record has a product. */
    public boolean hasProducts() {
        return rows.haveProducts();
    }

    /** The number of records that are more than a minute ahead of the clock. */
    public int ahead() {
        return ahead.count();
    }

    /** Whether no message has arrived yet, so that the feed's clock is unknown. */
    public boolean isUnknown() {
        return clock.isUnknown();
    }

    /** The feed's clock at the last message, in milliseconds since the epoch. */
    public long now() {
        return clock.now();
    }

    /** The start of the feed's own window. */
    public long begin() {
        return clock.begin();
    }

    /** All records, in order of time. */
    public List<Record> all() {
        List<Record> all = new ArrayList<>();
        byTime.between(Long.MIN_VALUE, Long.MAX_VALUE, row -> all.add(columns.record[row]));
        return all;
    }

    /** See {@link FeedClock#from}. */
    long from() {
        return clock.from();
    }

    /** Lower bound of the event times in the feed's own window; before its start only for a feed without a time. */
    public long oldestOfFeed() {
        return clock.oldest();
    }

    /** The time from which the window is complete, by the feed's clock; after {@code now} if nothing has arrived. */
    public long completeSince() {
        return clock.completeSince();
    }

    /** The start of a query's window at a time. */
    public long edge(Query query, long time) {
        return query.edge(time - (clock.now() - clock.begin()), time);
    }

    /** Whether the length of a query's window is known: of the feed's own, only if some of its records are recent. */
    public boolean isLengthKnown(Query query) {
        return !query.isFeedsOwn() || clock.isLengthKnown();
    }

    /**
     * The newest orders, without records ahead of the clock.
     *
     * @param in totals of the query
     * @param most limit of orders
     * @return newest first
     */
    public List<OrderLine> newestOrders(Totals in, int most) {
        return orderFinder.newest(in, most);
    }

    /** The records that match a query, approximately in order of event time. */
    public List<Record> records(Query query) {
        List<Record> inside = new ArrayList<>();
        records(query, Long.MAX_VALUE, Integer.MAX_VALUE, inside::add);
        return inside;
    }

    /**
     * Some of the records that match a query: the last ones before a time.
     *
     * @param to the end, exclusive; {@link Long#MAX_VALUE} for the newest
     * @param scanned the approximate number of records to scan
     * @return the start, which is the end of the next part; {@link Long#MIN_VALUE} if there are no more
     */
    public long records(Query query, long to, int scanned, Consumer<Record> consumer) {
        return recordFinder.find(Span.current(query), query.filter(), to, scanned, consumer);
    }

    /**
     * Like {@link #records(Query, long, int, Consumer)}, in the query's window at an earlier time, from the records as
     * they are now.
     *
     * @param time the last time of the window, by the feed's clock
     */
    public long recordsAt(Query query, long time, long to, int scanned, Consumer<Record> consumer) {
        return recordFinder.find(fixed(query, time), query.filter(), to, scanned, consumer);
    }
}
