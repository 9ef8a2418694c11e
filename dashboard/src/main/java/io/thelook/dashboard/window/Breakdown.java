package io.thelook.dashboard.window;

import io.thelook.model.Money;
import io.thelook.model.MoneySum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Revenue by one property of the records: by country, say. A name is there for as long as it has items. Not thread-safe.
 */
public final class Breakdown {

    private static final Comparator<Part> BY_REVENUE_THEN_NAME = Comparator.<Part, MoneySum>comparing(
                    part -> part.revenue)
            .reversed()
            .thenComparing(part -> part.name);

    private final Dimension dimension;

    /** By the name's number; null where it has no items. */
    private Part[] parts = new Part[32];

    private static final class Part {
        private final String name;
        private final MoneySum revenue = new MoneySum();
        private int items;

        private Part(String name) {
            this.name = name;
        }
    }

    Breakdown(Dimension dimension) {
        this.dimension = dimension;
    }

    /**
     * The share of one name.
     *
     * @param name as in the records
     * @param revenue the sum of its items' prices, exactly
     */
    public record Share(String name, Money revenue) {}

    /**
     * The largest shares, and what is left.
     *
     * @param shares by falling revenue; ties by name, so that equals keep their places
     * @param otherNames how many names are not among them
     * @param otherRevenue the revenue of those together
     */
    public record Ranking(List<Share> shares, int otherNames, Money otherRevenue) {}

    void accumulate(int number, long dollars, long fraction) {
        if (number >= parts.length) {
            parts = Arrays.copyOf(parts, Math.max(number + 1, parts.length * 2));
        }
        Part part = parts[number];
        if (part == null) {
            part = new Part(dimension.name(number));
            parts[number] = part;
        }
        part.revenue.accumulate(dollars, fraction);
        part.items++;
    }

    void deduct(int number, long dollars, long fraction) {
        Part part = parts[number];
        part.revenue.deduct(dollars, fraction);
        part.items--;
        if (part.items == 0) {
            parts[number] = null;
        }
    }

    /** The shares in order, the first {@code most} of them by name. Costs no sorting of those that have none. */
    public Ranking ranking(int most) {
        PriorityQueue<Part> largest = new PriorityQueue<>(BY_REVENUE_THEN_NAME.reversed());
        MoneySum other = new MoneySum();
        int otherNames = 0;
        for (Part part : parts) {
            if (part == null) {
                continue;
            }
            Part out = part;
            if (largest.size() < most) {
                largest.add(part);
                continue;
            } else if (BY_REVENUE_THEN_NAME.compare(part, largest.peek()) < 0) {
                out = largest.poll();
                largest.add(part);
            }
            other.accumulate(out.revenue.get());
            otherNames++;
        }
        List<Part> inOrder = new ArrayList<>(largest);
        inOrder.sort(BY_REVENUE_THEN_NAME);
        return new Ranking(
                inOrder.stream()
                        .map(part -> new Share(part.name, part.revenue.get()))
                        .toList(),
                otherNames,
                other.get());
    }
}
