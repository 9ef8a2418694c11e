package io.thelook.dashboard.window;

import io.thelook.model.Money;
import io.thelook.model.MoneySum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Revenue by one property of the records, such as the country. A name is included as long as it has items. Not
 * thread-safe.
 */
public final class Breakdown {

    private static final Comparator<Share> BY_REVENUE_THEN_NAME =
            Comparator.comparing(Share::revenue).reversed().thenComparing(Share::name);

    private final Dimension dimension;
    private final Comparator<Integer> byRank = this::compare;

    // Indexed by the name's number.
    private long[] dollars = new long[32];
    private long[] fractions = new long[32];
    private int[] items = new int[32];
    private int[] records = new int[32];

    Breakdown(Dimension dimension) {
        this.dimension = dimension;
    }

    /**
     * The share of one name.
     *
     * @param name as in the records
     * @param revenue the exact sum of its items' prices
     * @param items number of its items
     */
    public record Share(String name, Money revenue, int items) {}

    /**
     * The largest shares, and the sums of the others.
     *
     * @param shares by descending revenue; ties by name, so that equal shares keep their places
     * @param otherNames number of the other names
     * @param otherRevenue revenue of the other names together
     * @param otherItems items of the other names together
     */
    public record Ranking(List<Share> shares, int otherNames, Money otherRevenue, int otherItems) {

        /** Ranks shares, of which each has another name. Does not sort those beyond the largest {@code most}. */
        public static Ranking of(Iterable<Share> all, int most) {
            PriorityQueue<Share> largest = new PriorityQueue<>(BY_REVENUE_THEN_NAME.reversed());
            MoneySum otherRevenue = new MoneySum();
            int otherNames = 0;
            int otherItems = 0;
            for (Share share : all) {
                largest.add(share);
                if (largest.size() > most) {
                    Share out = largest.poll();
                    otherRevenue.accumulate(out.revenue());
                    otherItems += out.items();
                    otherNames++;
                }
            }
            List<Share> inOrder = new ArrayList<>(largest);
            inOrder.sort(BY_REVENUE_THEN_NAME);
            return new Ranking(List.copyOf(inOrder), otherNames, otherRevenue.get(), otherItems);
        }

        /** The same with fewer names of its own. */
        public Ranking first(int most) {
            Ranking first = of(shares, most);
            MoneySum revenue = new MoneySum();
            revenue.accumulate(first.otherRevenue);
            revenue.accumulate(otherRevenue);
            return new Ranking(
                    first.shares, first.otherNames + otherNames, revenue.get(), first.otherItems + otherItems);
        }

        /** The same with the share of another name, which takes its place among the largest if it is one of them. */
        Ranking with(Share further, int most) {
            List<Share> more = new ArrayList<>(shares);
            more.add(further);
            return new Ranking(more, otherNames, otherRevenue, otherItems).first(most);
        }
    }

    void accumulate(int number, long amountDollars, long amountFraction, int quantity) {
        if (number >= items.length) {
            int capacity = Math.max(number + 1, items.length * 2);
            dollars = Arrays.copyOf(dollars, capacity);
            fractions = Arrays.copyOf(fractions, capacity);
            items = Arrays.copyOf(items, capacity);
            records = Arrays.copyOf(records, capacity);
        }
        long fraction = fractions[number] + amountFraction;
        long carry = fraction >= Money.FRACTIONS_PER_DOLLAR ? 1 : 0;
        fractions[number] = fraction - carry * Money.FRACTIONS_PER_DOLLAR;
        dollars[number] += amountDollars + carry;
        items[number] += quantity;
        records[number]++;
    }

    void deduct(int number, long amountDollars, long amountFraction, int quantity) {
        long fraction = fractions[number] - amountFraction;
        long borrow = fraction < 0 ? 1 : 0;
        fractions[number] = fraction + borrow * Money.FRACTIONS_PER_DOLLAR;
        dollars[number] -= amountDollars + borrow;
        items[number] -= quantity;
        records[number]--;
    }

    /**
     * The largest {@code most} shares in order, and the sums of the others. Does not sort the others, of which there
     * may be very many, and makes no objects for most of them.
     */
    Ranking ranking(int most) {
        PriorityQueue<Integer> largest = new PriorityQueue<>(byRank.reversed());
        MoneySum otherRevenue = new MoneySum();
        int otherNames = 0;
        int otherItems = 0;
        for (int number = 0; number < records.length; number++) {
            if (records[number] == 0) {
                continue;
            }
            int out = number;
            if (largest.size() < most) {
                largest.add(number);
                continue;
            }
            if (most > 0 && compare(number, largest.peek()) < 0) {
                out = largest.poll();
                largest.add(number);
            }
            otherRevenue.accumulate(dollars[out], fractions[out]);
            otherItems += items[out];
            otherNames++;
        }
        List<Share> shares = largest.stream().sorted(byRank).map(this::share).toList();
        return new Ranking(shares, otherNames, otherRevenue.get(), otherItems);
    }

    /** Negative if the first number ranks before the second one. */
    private int compare(int one, int other) {
        if (dollars[one] != dollars[other]) {
            return Long.compare(dollars[other], dollars[one]);
        }
        return fractions[one] == fractions[other]
                ? dimension.name(one).compareTo(dimension.name(other))
                : Long.compare(fractions[other], fractions[one]);
    }

    private Share share(int number) {
        return new Share(dimension.name(number), revenue(number), items[number]);
    }

    private Money revenue(int number) {
        MoneySum sum = new MoneySum();
        sum.accumulate(dollars[number], fractions[number]);
        return sum.get();
    }
}
