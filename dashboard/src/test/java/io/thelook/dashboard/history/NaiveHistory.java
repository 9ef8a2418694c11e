package io.thelook.dashboard.history;

import io.thelook.dashboard.window.Breakdown.Ranking;
import io.thelook.dashboard.window.Breakdown.Share;
import io.thelook.dashboard.window.Filter;
import io.thelook.dashboard.window.OrderLine;
import io.thelook.dashboard.window.Property;
import io.thelook.dashboard.window.Sums;
import io.thelook.model.Money;
import io.thelook.model.MoneySum;
import io.thelook.model.Record;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The expected figures of a history, computed from scratch with maps and lists. */
final class NaiveHistory {

    private final Map<List<String>, Record> records = new LinkedHashMap<>();

    void put(Record record) {
        List<String> item = List.of(record.orderId(), record.itemId());
        Record known = records.get(item);
        if (known == null || record.updatedAt() == 0 || record.updatedAt() >= known.updatedAt()) {
            records.put(item, record);
        }
    }

    Record get(String orderId, String itemId) {
        return records.get(List.of(orderId, itemId));
    }

    void remove(Record record) {
        records.remove(List.of(record.orderId(), record.itemId()));
    }

    void removeOrder(String orderId, List<String> items) {
        items.forEach(item -> records.remove(List.of(orderId, item)));
    }

    void removeBefore(long time) {
        records.values().removeIf(record -> record.createdAt() < time);
    }

    List<Record> all() {
        return List.copyOf(records.values());
    }

    Stream<Record> in(TimeSpan span, Filter filter) {
        return records.values().stream()
                .filter(record -> span.has(record.createdAt()))
                .filter(filter::matches);
    }

    Sums sums(TimeSpan span, Filter filter) {
        return sums(in(span, filter).toList());
    }

    private static Sums sums(List<Record> records) {
        Set<String> orders = new HashSet<>();
        long items = 0;
        MoneySum sales = new MoneySum();
        MoneySum refunds = new MoneySum();
        MoneySum costed = new MoneySum();
        MoneySum cost = new MoneySum();
        for (Record record : records) {
            sales.accumulate(record.salePrice());
            if (record.isRefund()) {
                refunds.accumulate(record.salePrice());
            } else {
                orders.add(record.orderId());
                items += record.quantity();
            }
            if (record.cost() != null) {
                costed.accumulate(record.salePrice());
                cost.accumulate(record.cost());
            }
        }
        return new Sums(orders.size(), items, sales.get(), refunds.get(), costed.get(), cost.get());
    }

    /** The number of orders in each step, in which an order counts once: in that of its first item. */
    Map<Long, Long> orders(TimeSpan span, Filter filter, Steps steps) {
        Map<String, Long> first = new HashMap<>();
        in(span, filter)
                .filter(record -> !record.isRefund())
                .forEach(record -> first.merge(record.orderId(), record.createdAt(), Math::min));
        return first.values().stream()
                .collect(Collectors.groupingBy(
                        time -> Math.floorDiv(time - steps.start(), steps.millis()), Collectors.counting()));
    }

    /** The sales of each step. */
    Map<Long, Money> sales(TimeSpan span, Filter filter, Steps steps) {
        return in(span, filter)
                .collect(Collectors.groupingBy(
                        record -> Math.floorDiv(record.createdAt() - steps.start(), steps.millis()),
                        Collectors.reducing(Money.ZERO, Record::salePrice, NaiveHistory::plus)));
    }

    Map<Property, Ranking> rankings(TimeSpan span, Filter filter, int most) {
        Map<Property, Ranking> rankings = new EnumMap<>(Property.class);
        for (Property property : Property.values()) {
            Map<String, Share> shares = new HashMap<>();
            in(span, without(filter, property)).forEach(record -> {
                int items = record.isRefund() ? 0 : record.quantity();
                shares.merge(
                        property.of(record),
                        new Share(property.of(record), record.salePrice(), items),
                        (one, other) -> new Share(
                                one.name(), plus(one.revenue(), other.revenue()), one.items() + other.items()));
            });
            boolean isUnknown = Set.of(Record.UNKNOWN).containsAll(shares.keySet());
            // A product that no record has is not there at all.
            Iterable<Share> counted = property == Property.PRODUCT && isUnknown ? List.of() : shares.values();
            rankings.put(property, Ranking.of(counted, most));
        }
        return rankings;
    }

    private static Money plus(Money one, Money other) {
        MoneySum sum = new MoneySum();
        sum.accumulate(one);
        sum.accumulate(other);
        return sum.get();
    }

    private static Filter without(Filter filter, Property property) {
        Map<Property, Set<String>> only = new HashMap<>(filter.only());
        Map<Property, Set<String>> except = new HashMap<>(filter.except());
        only.remove(property);
        except.remove(property);
        return new Filter(only, except);
    }

    List<OrderLine> newest(TimeSpan span, Filter filter, int most) {
        return in(span, filter)
                .filter(record -> !record.isRefund())
                .collect(Collectors.groupingBy(Record::orderId))
                .values()
                .stream()
                .map(OrderLine::of)
                .sorted(OrderLine.NEWEST_FIRST)
                .limit(most)
                .toList();
    }
}
