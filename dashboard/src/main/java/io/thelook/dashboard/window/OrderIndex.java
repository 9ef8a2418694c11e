package io.thelook.dashboard.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/** Gives each order a small number as long as it has rows, and lists its rows. Not thread-safe. */
final class OrderIndex {

    private final Columns columns;
    private final IdIndex<String> index = new IdIndex<>(this::isOf);
    private String[] ids = new String[0];
    private int[] firstRow = new int[0];
    private int last = IdIndex.ABSENT;

    OrderIndex(Columns columns) {
        this.columns = columns;
    }

    private boolean isOf(int order, String id) {
        return ids[order].equals(id);
    }

    int hash(String id) {
        // The items of an order mostly arrive one after the other.
        return last != IdIndex.ABSENT && id.equals(ids[last]) ? index.hashOf(last) : index.hash(id);
    }

    /**
     * Adds a row to the order with that id.
     *
     * @param hash of the id
     * @return the order's number
     */
    int add(String id, int hash, int row) {
        int order = find(id, hash);
        columns.previousOfOrder[row] = Columns.NONE;
        columns.nextOfOrder[row] = firstRow[order];
        if (firstRow[order] != Columns.NONE) {
            columns.previousOfOrder[firstRow[order]] = row;
        }
        firstRow[order] = row;
        last = order;
        return order;
    }

    private int find(String id, int hash) {
        if (last != IdIndex.ABSENT && id.equals(ids[last])) {
            return last;
        }
        int order = index.find(id, hash);
        if (order != IdIndex.ABSENT) {
            return order;
        }
        order = index.add(hash);
        if (index.capacity() > ids.length) {
            ids = Arrays.copyOf(ids, index.capacity());
            firstRow = Arrays.copyOf(firstRow, index.capacity());
        }
        ids[order] = id;
        firstRow[order] = Columns.NONE;
        return order;
    }

    /** Removes a row from its order. */
    void remove(int row) {
        int order = columns.order[row];
        int previous = columns.previousOfOrder[row];
        int next = columns.nextOfOrder[row];
        if (previous == Columns.NONE) {
            firstRow[order] = next;
        } else {
            columns.nextOfOrder[previous] = next;
        }
        if (next != Columns.NONE) {
            columns.previousOfOrder[next] = previous;
        }
        if (firstRow[order] == Columns.NONE) {
            index.remove(order);
            ids[order] = null;
        }
    }

    /** The rows of the order with that id; empty if there are none. */
    List<Integer> rows(String id) {
        List<Integer> rows = new ArrayList<>();
        int order = index.find(id, index.hash(id));
        if (order != IdIndex.ABSENT) {
            forEachRow(order, rows::add);
        }
        return rows;
    }

    /** Passes each row of an order to the consumer; none if the number is not in use. */
    void forEachRow(int order, IntConsumer consumer) {
        for (int row = ids[order] == null ? Columns.NONE : firstRow[order];
                row != Columns.NONE;
                row = columns.nextOfOrder[row]) {
            consumer.accept(row);
        }
    }
}
