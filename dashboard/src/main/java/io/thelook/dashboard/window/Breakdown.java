package io.thelook.dashboard.window;

import io.thelook.model.Money;
import io.thelook.model.MoneySum;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Revenue by one property of the records: by country, say. A name is there for as long as it has items. Not thread-safe.
 */
public final class Breakdown {

    private static final Comparator<Map.Entry<String, Part>> BY_REVENUE_THEN_NAME =
            Map.Entry.<String, Part>comparingByValue(Comparator.<Part, MoneySum>comparing(part -> part.revenue)
                            .reversed())
                    .thenComparing(Map.Entry.comparingByKey());

    private final Map<String, Part> parts = new HashMap<>();

    private static final class Part {
        private final MoneySum revenue = new MoneySum();
        private int items;
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

    void accumulate(String name, Money price) {
        Part part = parts.computeIfAbsent(name, unseen -> new Part());
        part.revenue.accumulate(price);
        part.items++;
    }

    void deduct(String name, Money price) {
        Part part = parts.get(name);
        part.revenue.deduct(price);
        part.items--;
        if (part.items == 0) {
            parts.remove(name);
        }
    }

    /** The shares in order, the first {@code most} of them by name. */
    public Ranking ranking(int most) {
        List<Share> all = parts.entrySet().stream()
                .sorted(BY_REVENUE_THEN_NAME)
                .map(entry -> new Share(entry.getKey(), entry.getValue().revenue.get()))
                .toList();
        MoneySum other = new MoneySum();
        all.stream().skip(most).forEach(share -> other.accumulate(share.revenue()));
        return new Ranking(all.subList(0, Math.min(most, all.size())), Math.max(0, all.size() - most), other.get());
    }
}
