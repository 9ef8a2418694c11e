package io.thelook.dashboard.window;

import io.thelook.model.Record;
import java.util.Arrays;

/**
 * The fields of each record that the totals need, by row. Each field has an array, so that records that leave in the
 * order in which they arrived are read sequentially. Not thread-safe.
 */
final class Columns {

    /** The properties that revenue is broken down by: all of them. */
    static final Property[] PROPERTIES = Property.values();

    /**
     * The index of the product among the {@link #PROPERTIES}. Many shops do not send it, so a record without one has no
     * number there, but {@link #NONE}. It then costs next to nothing.
     */
    static final int PRODUCT = Property.PRODUCT.ordinal();

    static final int NONE = -1;

    /** Stands for a cost that is not known. */
    static final long UNKNOWN_COST = Long.MIN_VALUE;

    Record[] record = new Record[0];
    long[] createdAt = new long[0];
    long[] dollars = new long[0];
    long[] fraction = new long[0];

    /** The item's cost to the shop; {@link #UNKNOWN_COST} dollars if it is not known. */
    long[] costDollars = new long[0];

    long[] costFraction = new long[0];
    /** Number of pieces; 0 if the record is a refund, which counts as no order and no item. */
    int[] quantity = new int[0];

    int[] order = new int[0];
    int[] generation = new int[0];

    /** Whether the record has left the feed's own window, if that window is the content of the newest frame. */
    boolean[] absent = new boolean[0];

    /** The neighbours in the list of the order's rows. */
    int[] nextOfOrder = new int[0];

    int[] previousOfOrder = new int[0];

    /**
     * The numbers of the record's names, one for each of {@link #PROPERTIES}, from {@link #names} on. They are stored
     * together because they are used together.
     */
    int[] name = new int[0];

    /** The neighbours in the list of the row's {@link TimeIndex} bucket. */
    int[] next = new int[0];

    int[] previous = new int[0];

    void ensure(int rows) {
        if (rows <= record.length) {
            return;
        }
        record = Arrays.copyOf(record, rows);
        createdAt = Arrays.copyOf(createdAt, rows);
        dollars = Arrays.copyOf(dollars, rows);
        fraction = Arrays.copyOf(fraction, rows);
        costDollars = Arrays.copyOf(costDollars, rows);
        costFraction = Arrays.copyOf(costFraction, rows);
        quantity = Arrays.copyOf(quantity, rows);
        order = Arrays.copyOf(order, rows);
        generation = Arrays.copyOf(generation, rows);
        absent = Arrays.copyOf(absent, rows);
        nextOfOrder = Arrays.copyOf(nextOfOrder, rows);
        previousOfOrder = Arrays.copyOf(previousOfOrder, rows);
        next = Arrays.copyOf(next, rows);
        previous = Arrays.copyOf(previous, rows);
        name = Arrays.copyOf(name, rows * PROPERTIES.length);
    }

    /** Whether the row is a refund, which counts in sales only. */
    boolean isRefund(int row) {
        return quantity[row] == 0;
    }

    boolean hasCost(int row) {
        return costDollars[row] != UNKNOWN_COST;
    }

    /** Index of a row's first name. */
    static int names(int row) {
        return row * PROPERTIES.length;
    }

    /** Stores the record's own fields. The caller stores the numbers of its order and names. */
    void put(int row, Record value) {
        record[row] = value;
        createdAt[row] = value.createdAt();
        dollars[row] = value.salePrice().dollars();
        fraction[row] = value.salePrice().fraction();
        costDollars[row] = value.cost() == null ? UNKNOWN_COST : value.cost().dollars();
        costFraction[row] = value.cost() == null ? 0 : value.cost().fraction();
        quantity[row] = value.isRefund() ? 0 : value.quantity();
    }
}
