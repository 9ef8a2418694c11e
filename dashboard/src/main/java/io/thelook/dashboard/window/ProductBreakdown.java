package io.thelook.dashboard.window;

import io.thelook.dashboard.window.Breakdown.Ranking;
import io.thelook.dashboard.window.Breakdown.Share;
import io.thelook.model.Money;
import io.thelook.model.MoneySum;
import io.thelook.model.Record;

/**
 * Revenue by product. The records without a product have a share together, as with any other property. It is what the
 * named products leave of the sums, so that the records of a shop that sends no products need not be added up twice.
 *
 * <p>Only if the filter is about products, the sums are those of other records than the breakdown, which ignores that
 * part of the filter. The share is then summed up on its own. Not thread-safe.
 */
final class ProductBreakdown {

    private final Breakdown named;
    private long namedRows;

    /** Those without a product; {@code null} if they need not be summed up. */
    private final RunningSums unnamed;

    ProductBreakdown(Filter filter, Dimension products) {
        named = new Breakdown(products);
        boolean isFiltered =
                filter.only().containsKey(Property.PRODUCT) || filter.except().containsKey(Property.PRODUCT);
        unnamed = isFiltered ? new RunningSums() : null;
    }

    /** @param mask of the row: see {@link Filter#mask} */
    void accumulate(Columns columns, int row, int mask) {
        int number = columns.name[Columns.names(row) + Columns.PRODUCT];
        if (!counts(number, mask)) {
            return;
        }
        if (number == Columns.NONE) {
            unnamed.accumulate(columns, row);
        } else {
            named.accumulate(number, columns.dollars[row], columns.fraction[row], columns.quantity[row]);
            namedRows++;
        }
    }

    /** @param mask of the row: see {@link Filter#mask} */
    void deduct(Columns columns, int row, int mask) {
        int number = columns.name[Columns.names(row) + Columns.PRODUCT];
        if (!counts(number, mask)) {
            return;
        }
        if (number == Columns.NONE) {
            unnamed.deduct(columns, row);
        } else {
            named.deduct(number, columns.dollars[row], columns.fraction[row], columns.quantity[row]);
            namedRows--;
        }
    }

    private boolean counts(int number, int mask) {
        return (number != Columns.NONE || unnamed != null) && (mask & ~Property.PRODUCT.bit()) == 0;
    }

    /** @param all sums of the records that match the whole filter */
    Ranking ranking(int most, RunningSums all) {
        Ranking ranking = named.ranking(most);
        if (unnamed != null) {
            Sums sums = unnamed.get();
            return unnamed.rows() == 0 ? ranking : ranking.with(unknown(sums.sales(), sums.items()), most);
        }
        return all.rows() == namedRows ? ranking : ranking.with(rest(all.get(), ranking), most);
    }

    /** What the named products leave of the sums. */
    private static Share rest(Sums all, Ranking ranking) {
        MoneySum revenue = new MoneySum();
        revenue.accumulate(all.sales());
        revenue.deduct(ranking.otherRevenue());
        long items = all.items() - ranking.otherItems();
        for (Share share : ranking.shares()) {
            revenue.deduct(share.revenue());
            items -= share.items();
        }
        return unknown(revenue.get(), items);
    }

    private static Share unknown(Money revenue, long items) {
        return new Share(Record.UNKNOWN, revenue, (int) items);
    }
}
