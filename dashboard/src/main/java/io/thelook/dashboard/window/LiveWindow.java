package io.thelook.dashboard.window;

import io.thelook.model.Metrics;
import io.thelook.model.MoneySum;
import io.thelook.model.Record;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The records in the window, keyed by item, with their totals.
 *
 * <p>What changes is accumulated or deducted; nothing is summed up anew. Orders are counted by reference, money is exact, so
 * that the totals are those of a fresh computation after any number of changes. Not thread-safe.
 */
public final class LiveWindow {

    private final Map<String, Entry> byItem = new HashMap<>();
    private final Map<String, Integer> itemsOfOrder = new HashMap<>();
    private final MoneySum sales = new MoneySum();
    private final Breakdown byCountry = new Breakdown();
    private final Breakdown byTrafficSource = new Breakdown();
    private int generation;

    private static final class Entry {
        private Record record;
        private int generation;
    }

    /**
     * What a frame did to the window.
     *
     * @param applied records that were new, or changed
     * @param duplicate records that were there already, as they are
     * @param removed records that left, because the frame no longer had them
     */
    public record Change(int applied, int duplicate, int removed) {}

    /** Makes the window hold exactly these records; of two with the same item the later counts. */
    public Change replace(List<Record> records) {
        generation++;
        int applied = 0;
        for (Record record : records) {
            Entry entry = byItem.computeIfAbsent(record.itemId(), unseen -> new Entry());
            entry.generation = generation;
            if (!record.equals(entry.record)) {
                if (entry.record != null) {
                    deduct(entry.record);
                }
                entry.record = record;
                accumulate(record);
                applied++;
            }
        }
        int removed = 0;
        for (Iterator<Entry> entries = byItem.values().iterator(); entries.hasNext(); ) {
            Entry entry = entries.next();
            if (entry.generation != generation) {
                deduct(entry.record);
                entries.remove();
                removed++;
            }
        }
        return new Change(applied, records.size() - applied, removed);
    }

    private void accumulate(Record record) {
        itemsOfOrder.merge(record.orderId(), 1, Integer::sum);
        sales.accumulate(record.salePrice());
        byCountry.accumulate(record.country(), record.salePrice());
        byTrafficSource.accumulate(record.trafficSource(), record.salePrice());
    }

    private void deduct(Record record) {
        itemsOfOrder.computeIfPresent(record.orderId(), (order, items) -> items == 1 ? null : items - 1);
        sales.deduct(record.salePrice());
        byCountry.deduct(record.country(), record.salePrice());
        byTrafficSource.deduct(record.trafficSource(), record.salePrice());
    }

    /** The figures of the cards. */
    public Metrics metrics() {
        return new Metrics(itemsOfOrder.size(), byItem.size(), sales.get().roundedToDollars());
    }

    /** Revenue by country. */
    public Breakdown byCountry() {
        return byCountry;
    }

    /** Revenue by traffic source. */
    public Breakdown byTrafficSource() {
        return byTrafficSource;
    }

    /** How many records are inside. */
    public int size() {
        return byItem.size();
    }

    /** The records, in no particular order. */
    public Stream<Record> records() {
        Collection<Entry> entries = byItem.values();
        return entries.stream().map(entry -> entry.record);
    }
}
