package io.thelook.dashboard.window;

import io.thelook.model.Record;
import java.util.Arrays;

/**
 * What the totals need to know of each record, by the record's row. Side by side in arrays, so that records that leave in
 * the order in which they came are read as a stream. Not thread-safe.
 */
final class Columns {

    /** The properties that revenue is broken down by: all of them. */
    static final Property[] PROPERTIES = Property.values();

    static final int NONE = -1;

    Record[] record = new Record[0];
    long[] createdAt = new long[0];
    long[] dollars = new long[0];
    long[] fraction = new long[0];

    /** What the item cost the shop; {@link #NONE} dollars if that is not known. */
    long[] costDollars = new long[0];

    long[] costFraction = new long[0];
    int[] order = new int[0];
    int[] generation = new int[0];

    /** Whether the record has left the feed's own window, where that is what the newest frame has. */
    boolean[] absent = new boolean[0];

    /** The neighbours in the list of the order's rows. */
    int[] nextOfOrder = new int[0];

    int[] previousOfOrder = new int[0];

    /** From {@link #names} on, for each of {@link #PROPERTIES}, the number of the record's name: they are used together. */
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
        order = Arrays.copyOf(order, rows);
        generation = Arrays.copyOf(generation, rows);
        absent = Arrays.copyOf(absent, rows);
        nextOfOrder = Arrays.copyOf(nextOfOrder, rows);
        previousOfOrder = Arrays.copyOf(previousOfOrder, rows);
        next = Arrays.copyOf(next, rows);
        previous = Arrays.copyOf(previous, rows);
        name = Arrays.copyOf(name, rows * PROPERTIES.length);
    }

    /** Where a row's names begin. */
    static int names(int row) {
        return row * PROPERTIES.length;
    }

    /** Takes over what is the record's own; order and names are whoever's who numbers them. */
    void put(int row, Record value) {
        record[row] = value;
        createdAt[row] = value.createdAt();
        dollars[row] = value.salePrice().dollars();
        fraction[row] = value.salePrice().fraction();
        costDollars[row] = value.cost() == null ? NONE : value.cost().dollars();
        costFraction[row] = value.cost() == null ? 0 : value.cost().fraction();
    }
}
