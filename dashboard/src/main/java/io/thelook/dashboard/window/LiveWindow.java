package io.thelook.dashboard.window;

import io.thelook.model.Record;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * The records of the last minutes, keyed by order and item, and the {@link Totals} over them.
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
 * <p>Edges are given in the feed's own time, so that sums are those of the feed at that moment. A feed that sends whole frames
 * and does not tell its time has its own window by presence: it is what the newest frame holds, of whatever time. Records
 * ahead of the clock by more than a minute are in the feed's own window and in no other.
 *
 * <p>Longer than usual because it is one idea: a record's way in, its change and its way out, through every index and total.
 * Not thread-safe.
 */
public final class LiveWindow {

    private final int maxRecords;
    private final Columns columns = new Columns();
    private final TimeIndex byTime = new TimeIndex(columns);
    private final IdIndex<Record> items = new IdIndex<>(this::isOf);
    private final OrderIndex orders = new OrderIndex(columns);
    private final Dimension[] dimensions = new Dimension[Columns.PROPERTIES.length];
    private final FeedClock clock = new FeedClock();
    private final TotalsSet totals = new TotalsSet(columns, byTime, clock);
    private final OrderFinder finder = new OrderFinder(columns, byTime, orders);

    /** Rows of the newest frame that are older than the feed's own window is long. */
    private final List<Integer> stragglers = new ArrayList<>();

    private int generation;
    private int ahead;
    private long aheadFrom = Long.MAX_VALUE;

    // Counted during one application.
    private int applied;
    private int duplicate;
    private int late;
    private int dropped;

    /**
     * What a message did to the window.
     *
     * @param applied records that were new, or changed
     * @param duplicate records that were there already, as they are
     * @param late records that were too old for any window, or older than all that there is room for
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

    private boolean isOf(int row, Record record) {
        Record known = columns.record[row];
        return known.itemId().equals(record.itemId()) && known.orderId().equals(record.orderId());
    }

    /** Begins to keep the totals of a query. While there are records, they have to be {@linkplain #build built}. */
    public Totals totals(Query query) {
        return totals.keep(new Totals(query, Span.current(query), dimensions));
    }

    /** The same for the sums of the window before the query's: as long, and ending where that begins. */
    public Totals before(Query query) {
        return totals.keep(new Totals(query, Span.before(query), dimensions));
    }

    /** The same for the totals of a query as they would have been at an earlier time, of the records as they are now. */
    public Totals at(Query query, long time) {
        return totals.keep(new Totals(query, Span.fixed(query, edge(query, time), time + 1), dimensions));
    }

    /**
     * Goes on building totals.
     *
     * @param rows about how many records are looked at
     * @return whether they are complete now
     */
    public boolean build(Totals building, int rows) {
        return totals.build(building, rows);
    }

    /** Another connection to the feed: its own window may have another length. */
    public void forgetLength() {
        clock.forgetLength();
    }

    /** Ends keeping these totals. */
    public void forget(Totals unused) {
        totals.forget(unused);
    }

    /**
     * Takes in what is new and what has changed; of two with the same order and item the later counts.
     *
     * @param newFrom where the feed's own window begins: records with an earlier event time have left it
     * @param newNow the feed's clock, in milliseconds since the epoch
     * @param live is told the event time of each record that was not there before; {@code null} if they are not news
     */
    public Change upsert(List<Record> records, long newFrom, long newNow, LongConsumer live) {
        begin(false);
        clock.tell(newFrom, newNow, false);
        return apply(records, live);
    }

    /** The same, with records that are all that the feed's window has: others from {@code newFrom} on are taken out. */
    public Change replace(List<Record> records, long newFrom, long newNow, LongConsumer live) {
        begin(false);
        clock.tell(newFrom, newNow, true);
        Change change = apply(records, live);
        return new Change(change.applied, change.duplicate, change.late, takeOutOthers(), change.dropped);
    }

    /**
     * The same, with a frame of a feed that does not tell its time: its records are the feed's own window.
     *
     * @param newNow when it came, in milliseconds since the epoch
     */
    public Change frame(List<Record> records, long newNow, LongConsumer live) {
        begin(true);
        long oldFrom = clock.from();
        clock.infer(records, newNow);
        List<Integer> wereStragglers = List.copyOf(stragglers);
        stragglers.clear();
        Change change = apply(records, live);
        IntConsumer leave = row -> {
            boolean isThere = columns.record[row] == null || columns.generation[row] == generation;
            if (!isThere && !columns.absent[row] && columns.createdAt[row] < clock.from()) {
                totals.leaveFeedsOwn(row);
            }
        };
        wereStragglers.forEach(leave::accept);
        byTime.between(oldFrom, clock.from(), leave);
        return new Change(change.applied, change.duplicate, change.late, takeOutOthers(), change.dropped);
    }

    /** What the feed's own window is changes its meaning at most when another feed is connected. */
    private void begin(boolean isByPresence) {
        applied = duplicate = late = dropped = 0;
        generation++;
        if (clock.isUnknown() || isByPresence == clock.isByPresence()) {
            return;
        }
        totals.letGo();
        // No record is of a frame that came just before.
        generation++;
        if (isByPresence) {
            byTime.between(Long.MIN_VALUE, clock.from(), row -> columns.absent[row] = true);
        } else {
            Arrays.fill(columns.absent, false);
            stragglers.clear();
        }
    }

    private Change apply(List<Record> records, LongConsumer live) {
        totals.advance();
        countAhead();
        byTime.drain(clock.keepEdge(), row -> {
            if (!isInNewestFrame(row)) {
                remove(row);
            }
        });
        for (Record record : records) {
            put(record, live);
        }
        return new Change(applied, duplicate, late, 0, dropped);
    }

    private boolean isInNewestFrame(int row) {
        return clock.isByPresence() && !columns.absent[row] && columns.generation[row] >= generation - 1;
    }

    private void countAhead() {
        long limit = clock.aheadFrom();
        byTime.between(aheadFrom, limit, row -> ahead--);
        byTime.between(limit, aheadFrom, row -> ahead++);
        aheadFrom = limit;
    }

    private void put(Record record, LongConsumer live) {
        boolean isByPresence = clock.isByPresence();
        if (record.createdAt() < clock.keepEdge() && !isByPresence) {
            late++;
            return;
        }
        int orderHash = orders.hash(record.orderId());
        int hash = items.hash(record.itemId(), orderHash);
        int row = items.find(record, hash);
        if (row == IdIndex.ABSENT) {
            row = makeRoomFor(record, hash);
            if (row == IdIndex.ABSENT) {
                return;
            }
            put(row, record, orderHash);
            applied++;
            tellOfArrival(row, live);
        } else if (record.equals(columns.record[row])) {
            duplicate++;
            if (columns.absent[row]) {
                totals.enterFeedsOwn(row);
            }
        } else {
            takeOut(row);
            put(row, record, orderHash);
            applied++;
        }
        columns.generation[row] = generation;
        if (isByPresence && record.createdAt() < clock.from()) {
            stragglers.add(row);
        }
    }

    /** A row for a record that is not inside yet; {@link IdIndex#ABSENT} if it is older than all that there is room for. */
    private int makeRoomFor(Record record, int hash) {
        if (items.size() == maxRecords) {
            int oldest = byTime.oldest();
            long oldestTime = columns.createdAt[oldest];
            if (record.createdAt() < oldestTime) {
                leaveOut(record.createdAt());
                return IdIndex.ABSENT;
            }
            clock.forgetUpTo(oldestTime);
            if (oldestTime >= Math.min(clock.from(), clock.now() - Query.LONGEST_MILLIS) || isInNewestFrame(oldest)) {
                dropped++;
            }
            remove(oldest);
        }
        int row = items.add(hash);
        columns.ensure(items.capacity());
        return row;
    }

    /** There is no room for a record, which a frame may bring again and again. */
    private void leaveOut(long createdAt) {
        if (clock.isByPresence() && createdAt <= clock.forgottenUpTo()) {
            duplicate++;
        } else {
            late++;
            clock.forgetUpTo(createdAt);
        }
    }

    private void put(int row, Record record, int orderHash) {
        columns.put(row, record);
        columns.absent[row] = false;
        columns.order[row] = orders.add(record.orderId(), orderHash, row);
        for (int i = 0; i < dimensions.length; i++) {
            columns.name[Columns.names(row) + i] = dimensions[i].acquire(Columns.PROPERTIES[i].of(record));
        }
        byTime.add(row);
        if (record.createdAt() >= aheadFrom) {
            ahead++;
        }
        totals.add(row);
    }

    private void tellOfArrival(int row, LongConsumer live) {
        long createdAt = columns.createdAt[row];
        // How long a record took whose time has not come, nobody knows.
        if (live == null || createdAt > clock.now()) {
            return;
        }
        live.accept(createdAt);
        totals.addFresh(row);
    }

    /** Takes the row out of everything but its item's place. */
    private void takeOut(int row) {
        totals.remove(row);
        byTime.remove(row);
        if (columns.createdAt[row] >= aheadFrom) {
            ahead--;
        }
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i].release(columns.name[Columns.names(row) + i]);
        }
        orders.remove(row);
    }

    private void remove(int row) {
        takeOut(row);
        items.remove(row);
        columns.record[row] = null;
    }

    private int takeOutOthers() {
        List<Integer> others = new ArrayList<>();
        byTime.between(clock.from(), Long.MAX_VALUE, row -> {
            if (columns.generation[row] != generation && !columns.absent[row]) {
                others.add(row);
            }
        });
        others.forEach(this::remove);
        return others.size();
    }

    /** How many records are inside. */
    public int size() {
        return items.size();
    }

    /** How many records are ahead of the clock by more than a minute. */
    public int ahead() {
        return ahead;
    }

    /** Whether nothing has come yet, so that the feed's clock is not known. */
    public boolean isUnknown() {
        return clock.isUnknown();
    }

    /** The feed's clock at the last message. */
    public long now() {
        return clock.now();
    }

    /** See {@link FeedClock#from}. */
    long from() {
        return clock.from();
    }

    /** No record of the feed's own window is older than this; before that window begins only where it is by presence. */
    public long oldestOfFeed() {
        return clock.oldest();
    }

    /** Since when nothing is missing, in the feed's time; later than {@code now} if nothing has come. */
    public long completeSince() {
        return clock.completeSince();
    }

    /** Where the window of a query begins, at a time. */
    public long edge(Query query, long time) {
        return query.edge(time - (clock.now() - clock.begin()), time);
    }

    /** Whether it is known how long the window of a query is: the feed's own may be anything if no record in it is recent. */
    public boolean isLengthKnown(Query query) {
        return !query.isFeedsOwn() || clock.isLengthKnown();
    }

    /**
     * The newest orders, without what is ahead of the clock.
     *
     * @param in what is asked for
     * @param most how many orders at most
     * @return by falling event time
     */
    public List<OrderLine> newestOrders(Totals in, int most) {
        return finder.newest(in, most);
    }

    /** The records that a query asks for, roughly in the order of their event time. */
    public List<Record> records(Query query) {
        List<Record> inside = new ArrayList<>();
        records(query, Long.MAX_VALUE, Integer.MAX_VALUE, inside::add);
        return inside;
    }

    /**
     * Some of the records that a query asks for: the last ones before a time.
     *
     * @param to where they end, exclusive; {@link Long#MAX_VALUE} for the newest
     * @param rows about how many records are looked at
     * @return where they begin, so that those before it come next; {@link Long#MIN_VALUE} if there are no more
     */
    public long records(Query query, long to, int rows, Consumer<Record> consumer) {
        if (clock.isUnknown()) {
            return Long.MIN_VALUE;
        }
        Span span = Span.current(query);
        long edge = span.edge(clock);
        long from = Math.max(edge, byTime.edgeBefore(to, rows));
        byTime.between(from, Math.min(to, span.end(clock)), row -> {
            if (span.has(columns, row) && query.filter().matches(columns.record[row])) {
                consumer.accept(columns.record[row]);
            }
        });
        return from <= edge ? Long.MIN_VALUE : from;
    }
}
