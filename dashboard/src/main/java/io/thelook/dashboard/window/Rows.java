package io.thelook.dashboard.window;

import io.thelook.model.Record;
import io.thelook.model.RecordField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gives each record a row in the {@link Columns}, keyed by order and item, and keeps the row in every index: by item,
 * by order, by event time, and by the names of its properties. Not thread-safe.
 */
final class Rows {

    private final Columns columns;
    private final TimeIndex byTime;
    private final OrderIndex orders;
    private final IdIndex<Record> items = new IdIndex<>(this::isOf);
    private int costed;
    private final Dimension[] dimensions = new Dimension[Columns.PROPERTIES.length];

    Rows(Columns columns, TimeIndex byTime, OrderIndex orders) {
        this.columns = columns;
        this.byTime = byTime;
        this.orders = orders;
        Arrays.setAll(dimensions, i -> new Dimension());
    }

    private boolean isOf(int row, Record record) {
        Record known = columns.record[row];
        return known.itemId().equals(record.itemId()) && known.orderId().equals(record.orderId());
    }

    /** Hash of the record's order, an argument of the other methods. */
    int orderHash(Record record) {
        return orders.hash(record.orderId());
    }

    /** Hash of the record's order and item, an argument of the other methods. */
    int hash(Record record, int orderHash) {
        return items.hash(record.itemId(), orderHash);
    }

    /** The row of the record's order and item, or {@link IdIndex#ABSENT}. */
    int find(Record record, int hash) {
        return items.find(record, hash);
    }

    /** The known version of a record, which has the same order and item; {@code null} if there is none. */
    Record known(Record record) {
        int row = find(record, hash(record, orderHash(record)));
        return row == IdIndex.ABSENT ? null : columns.record[row];
    }

    /** Reserves a row for an order and item that has none. {@link #link} must follow. */
    int reserve(int hash) {
        int row = items.add(hash);
        columns.ensure(items.capacity());
        return row;
    }

    /** Writes the record to its row and adds the row to the indexes. */
    void link(int row, Record record, int orderHash) {
        columns.put(row, record);
        columns.absent[row] = false;
        columns.order[row] = orders.add(record.orderId(), orderHash, row);
        int names = Columns.names(row);
        for (int i = 0; i < Columns.PRODUCT; i++) {
            columns.name[names + i] = dimensions[i].acquire(Columns.PROPERTIES[i].of(record));
        }
        columns.name[names + Columns.PRODUCT] = product(record.product());
        byTime.add(row);
        costed += columns.hasCost(row) ? 1 : 0;
    }

    private int product(String name) {
        return name == null || name.equals(Record.UNKNOWN) ? Columns.NONE : dimensions[Columns.PRODUCT].acquire(name);
    }

    /** Removes the row from the indexes. It stays reserved: either {@link #link} or {@link #release} must follow. */
    void unlink(int row) {
        byTime.remove(row);
        int names = Columns.names(row);
        for (int i = 0; i < Columns.PRODUCT; i++) {
            dimensions[i].release(columns.name[names + i]);
        }
        int product = columns.name[names + Columns.PRODUCT];
        if (product != Columns.NONE) {
            dimensions[Columns.PRODUCT].release(product);
        }
        orders.remove(row);
        costed -= columns.hasCost(row) ? 1 : 0;
    }

    /** Frees an unlinked row. */
    void release(int row) {
        items.remove(row);
        columns.record[row] = null;
    }

    /** See {@link LiveWindow#unknownFields}. */
    List<String> unknownFields() {
        List<String> unknown = new ArrayList<>();
        for (int i = 0; i < Columns.PRODUCT && size() > 0; i++) {
            if (dimensions[i].uses(Record.UNKNOWN) == size()) {
                unknown.add(Columns.PROPERTIES[i].field());
            }
        }
        if (costed == 0 && size() > 0) {
            unknown.add(RecordField.COST.label());
        }
        return unknown;
    }

    /** Whether any record has a product. */
    boolean haveProducts() {
        return !dimensions[Columns.PRODUCT].isEmpty();
    }

    /** The number of records. */
    int size() {
        return items.size();
    }

    /** The names of each of {@link Columns#PROPERTIES}. */
    Dimension[] dimensions() {
        return dimensions;
    }
}
