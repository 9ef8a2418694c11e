package io.thelook.dashboard.window;

import static io.thelook.model.RecordBuilder.aRecord;
import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.window.Breakdown.Share;
import io.thelook.model.FrameException;
import io.thelook.model.GoldenFrames;
import io.thelook.model.Metrics;
import io.thelook.model.Money;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LiveWindowTest {

    private static final long T = 1_741_051_200_000L;
    private static final long MINUTE = 60_000;

    private final LiveWindow window = new LiveWindow(100_000);
    private final Totals feed = window.totals(Query.DEFAULT);

    @Test
    void replace_goldenFrames_giveTheirFigures() throws FrameException {
        for (String frame : List.of(GoldenFrames.reference(), GoldenFrames.ours())) {
            window.replace(RecordCodec.decode(frame).records(), 0, T, null);

            assertThat(feed.figures().metrics()).isEqualTo(GoldenFrames.METRICS);
        }
        assertThat(feed.by(Property.COUNTRY).ranking(20).shares())
                .extracting(Share::name)
                .containsExactly("Brasil", "South Korea", "United States", "China", "España");
    }

    @Test
    void replace_nothing_isZero() {
        replace(aRecord().build());

        LiveWindow.Change change = replace();

        assertThat(change).isEqualTo(new LiveWindow.Change(0, 0, 0, 1, 0));
        assertThat(feed.figures().metrics()).isEqualTo(Metrics.ZERO);
        assertThat(feed.by(Property.COUNTRY).ranking(20)).isEqualTo(new Breakdown.Ranking(List.of(), 0, Money.ZERO, 0));
        assertThat(window.records(Query.DEFAULT)).isEmpty();
    }

    @Test
    void replace_tellsNewChangedAndUnchangedApart() {
        Record same = aRecord().item("same").build();
        Record before = aRecord().item("changing").status("Processing").build();
        Record after = aRecord().item("changing").status("Shipped").price("60").build();
        replace(same, before);

        LiveWindow.Change change = replace(same, after, aRecord().item("new").build());

        assertThat(change).isEqualTo(new LiveWindow.Change(2, 1, 0, 0, 0));
        assertThat(feed.figures().metrics()).isEqualTo(new Metrics(1, 3, 159));
    }

    @Test
    void replace_sameItemTwice_countsTheLater() {
        LiveWindow.Change change = replace(
                aRecord().price("1").build(),
                aRecord().price("2").build(),
                aRecord().price("2").build());

        assertThat(change).isEqualTo(new LiveWindow.Change(2, 1, 0, 0, 0));
        assertThat(feed.figures().metrics()).isEqualTo(new Metrics(1, 1, 2));
    }

    @Test
    void edge_isInsideItsWindow() {
        Totals minute = window.totals(new Query(1, Filter.NONE));
        upsert(T, at("a", T - MINUTE), at("b", T - MINUTE + 1), at("c", T));
        assertThat(minute.figures().items()).isEqualTo(3);

        upsert(T + 1);
        assertThat(minute.figures().items()).as("a minute and 1 ms old").isEqualTo(2);
        upsert(T + 2);
        assertThat(minute.figures().items()).isEqualTo(1);
        upsert(T);
        assertThat(minute.figures().items()).as("the clock was set back").isEqualTo(3);
    }

    @Test
    void record_olderThanAnyWindow_isLateAndForgotten() {
        LiveWindow.Change change = upsert(T, at("late", T - 30 * MINUTE - 1), at("kept", T - 30 * MINUTE));

        assertThat(change).isEqualTo(new LiveWindow.Change(1, 0, 1, 0, 0));
        assertThat(window.size()).isEqualTo(1);
        upsert(T + 1);
        assertThat(window.size()).isZero();
    }

    @Test
    void record_inTheFuture_countsAsInTheReference() {
        Totals minute = window.totals(new Query(1, Filter.NONE));

        upsert(T, at("future", T + 5 * 24 * 60 * MINUTE));

        assertThat(minute.figures().items()).isEqualTo(1);
        assertThat(feed.figures().items()).isEqualTo(1);
    }

    @Test
    void replace_aRecordThatAged_isKeptForLongerWindowsAndOneThatWasTakenOutIsNot() {
        Totals quarter = window.totals(new Query(15, Filter.NONE));
        Record old = at("old", T - 6 * MINUTE);
        Record gone = at("gone", T - MINUTE);
        window.replace(List.of(old, gone), T - 6 * MINUTE, T, null);

        LiveWindow.Change change = window.replace(List.of(at("new", T)), T - 5 * MINUTE, T, null);

        assertThat(change.removed()).isEqualTo(1);
        assertThat(quarter.figures().items()).as("old and new").isEqualTo(2);
        assertThat(feed.figures().items()).isEqualTo(1);
        assertThat(window.records(Query.DEFAULT)).extracting(Record::itemId).containsExactly("new");
    }

    @Test
    void moreRecordsThanAllowed_dropTheOldest() {
        LiveWindow small = new LiveWindow(3);
        Totals totals = small.totals(Query.DEFAULT);

        LiveWindow.Change change = small.upsert(
                List.of(at("1", T), at("2", T + 500), at("3", T + 1_000), at("4", T + 1_500), at("0", T - 500)),
                T - MINUTE,
                T + 1_500,
                null);

        assertThat(change).isEqualTo(new LiveWindow.Change(4, 0, 1, 0, 1));
        assertThat(small.records(Query.DEFAULT)).extracting(Record::itemId).containsExactly("2", "3", "4");
        assertThat(totals.figures().items()).isEqualTo(3);
    }

    @Test
    void live_isToldOfWhatWasNotThere() {
        List<Long> arrivals = new ArrayList<>();
        window.upsert(List.of(at("1", T)), T - MINUTE, T, null);

        window.upsert(List.of(at("1", T), at("2", T + 5), at("3", T + 9)), T - MINUTE, T + 10, arrivals::add);

        assertThat(arrivals).containsExactly(T + 5, T + 9);
        assertThat(feed.takeFresh()).isEqualTo(new Totals.Fresh(2, T + 5, T + 9));
        assertThat(feed.takeFresh()).isEqualTo(new Totals.Fresh(0, 0, 0));
    }

    @Test
    void completeSince_isTheFirstEdgeUnlessThereIsAHole() {
        window.replace(List.of(), T - 5 * MINUTE, T, null);
        window.replace(List.of(), T - 4 * MINUTE, T + MINUTE, null);
        assertThat(window.completeSince()).isEqualTo(T - 5 * MINUTE);

        window.replace(List.of(), T + 2 * MINUTE, T + 7 * MINUTE, null);
        assertThat(window.completeSince()).isEqualTo(T + 2 * MINUTE);
    }

    @Test
    void ranking_ties_areInTheOrderOfTheirNames() {
        replace(
                aRecord().item("1").country("Spain").price("5").build(),
                aRecord().item("2").country("Brasil").price("5").build(),
                aRecord().item("3").country("Japan").price("7").build());

        assertThat(feed.by(Property.COUNTRY).ranking(20).shares())
                .extracting(Share::name)
                .containsExactly("Japan", "Brasil", "Spain");
        assertThat(feed.by(Property.COUNTRY).ranking(2).shares())
                .extracting(Share::name)
                .containsExactly("Japan", "Brasil");
    }

    @Test
    void ranking_moreNamesThanAsked_gathersTheRest() {
        List<Record> records = new ArrayList<>();
        for (int i = 1; i <= 5_000; i++) {
            records.add(aRecord()
                    .item("i" + i)
                    .country("c" + i)
                    .price(Integer.toString(i))
                    .build());
        }
        replace(records.toArray(Record[]::new));

        Breakdown.Ranking ranking = feed.by(Property.COUNTRY).ranking(20);

        assertThat(ranking.shares()).hasSize(20);
        assertThat(ranking.shares().get(0)).isEqualTo(new Share("c5000", Money.parse("5000"), 1));
        assertThat(ranking.otherNames()).isEqualTo(4_980);
        assertThat(ranking.otherItems()).isEqualTo(4_980);
        assertThat(ranking.otherRevenue()).hasToString("12402690");
    }

    @Test
    void drop_ofARecordThatNoWindowNeeds_isNotBeforeItsTime() {
        LiveWindow small = new LiveWindow(2);
        small.replace(List.of(at("old", T - 20 * MINUTE), at("1", T)), T - 5 * MINUTE, T, null);
        assertThat(small.completeSince()).isEqualTo(T - 5 * MINUTE);

        LiveWindow.Change change = small.upsert(List.of(at("2", T)), T - 5 * MINUTE, T, null);
        assertThat(change.dropped()).isZero();
        change = small.upsert(List.of(at("3", T + 1)), T - 5 * MINUTE, T + 1, null);
        assertThat(change.dropped()).isEqualTo(1);
        assertThat(small.completeSince()).isEqualTo(T + 1);
    }

    @Test
    void trend_bucketsAreTakenTogetherUntilThereAreFewEnough() {
        LiveWindow day = new LiveWindow(10);
        Totals totals = day.totals(Query.DEFAULT);
        day.replace(List.of(at("1", T - 24 * 60 * MINUTE), at("2", T)), T - 24 * 60 * MINUTE, T, null);

        Trend.Line line = totals.trend(T, 62);

        assertThat(line.stepMillis()).isEqualTo(30 * MINUTE);
        assertThat(line.points()).hasSize(49);
        assertThat(line.points()[0].items()).isEqualTo(1);
        assertThat(line.points()[48].items()).isEqualTo(1);
    }

    @Test
    void age_isTakenTogetherInBands() {
        int[] ages = {0, 17, 18, 24, 25, 64, 65, 150};
        List<String> bands = Arrays.stream(ages)
                .mapToObj(age -> Property.AGE.of(aRecord().age(age).build()))
                .toList();

        assertThat(bands)
                .containsExactly(
                        "under 18", "under 18", "18-24", "18-24", "25-34", "55-64", "65 and over", "65 and over");
    }

    /**
     * The model: a map, from which every figure is computed anew with BigDecimal. Two million random operations on a window
     * that is small, so that records often meet: new ones, changed ones, early and late ones, whole windows, a clock that
     * jumps and is set back, queries that come and go.
     */
    @Test
    void randomOperations_equalANaiveRecomputation() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Record> model = new HashMap<>();
        Map<Query, Watched> watched =
                new HashMap<>(Map.of(Query.DEFAULT, new Watched(feed, window.before(Query.DEFAULT))));
        long now = T;

        int operations = 0;
        for (int message = 0; operations < 2_000_000; message++) {
            now += random.nextInt(20) > 0 ? random.nextInt(3_000) : random.nextInt(2 * 60 * (int) MINUTE) - 20 * MINUTE;
            long from = now - 5 * MINUTE - random.nextInt(3) * 5 * MINUTE;
            List<Record> records = randomRecords(random, now);
            operations += records.size();
            boolean whole = random.nextInt(4) == 0;
            LiveWindow.Change change =
                    whole ? window.replace(records, from, now, null) : window.upsert(records, from, now, null);

            assertThat(change.applied() + change.duplicate() + change.late()).isEqualTo(records.size());
            apply(model, records, from, now, whole);
            changeQueries(random, watched);
            if (message % 100 == 0) {
                assertThat(window.size())
                        .as("seed %d, message %d", seed, message)
                        .isEqualTo(model.size());
                for (Map.Entry<Query, Watched> entry : watched.entrySet()) {
                    String as = "seed " + seed + ", message " + message + ", " + entry.getKey();
                    assertEqualsModel(as, entry.getKey(), entry.getValue(), model.values(), from, now);
                }
                assertThat(window.records(Query.DEFAULT))
                        .containsExactlyInAnyOrderElementsOf(inside(model.values(), Query.DEFAULT, from, now));
            }
        }
    }

    private record Watched(Totals totals, Totals before) {}

    private void assertEqualsModel(
            String as, Query query, Watched watched, Collection<Record> records, long from, long now) {
        long edge = query.minutes() == 0 ? from : now - query.minutes() * MINUTE;
        List<Record> timely =
                records.stream().filter(record -> record.createdAt() >= edge).toList();
        List<Record> inside =
                timely.stream().filter(record -> query.filter().matches(record)).toList();
        Totals totals = watched.totals();
        assertThat(totals.figures()).as(as).isEqualTo(naiveFigures(inside));
        for (Property property : Property.values()) {
            Filter others = new Filter(
                    without(query.filter().only(), property),
                    without(query.filter().except(), property));
            assertThat(totals.by(property).ranking(1_000).shares())
                    .as("%s by %s", as, property)
                    .isEqualTo(
                            naiveShares(timely.stream().filter(others::matches).toList(), property::of));
        }
        assertThat(window.records(query)).as(as).containsExactlyInAnyOrderElementsOf(inside);

        long edgeBefore = 2 * edge - now;
        assertThat(watched.before().figures())
                .as("before %s", as)
                .isEqualTo(naiveFigures(records.stream()
                        .filter(record -> record.createdAt() >= edgeBefore && record.createdAt() < edge)
                        .filter(record -> query.filter().matches(record))
                        .toList()));

        Trend.Line line = totals.trend(now, 62);
        assertThat(line.points().length).isBetween(1, 62);
        for (int i = 0; i < line.points().length; i++) {
            long begins = line.from() + i * line.stepMillis();
            List<Record> inStep = inside.stream()
                    .filter(record -> record.createdAt() >= begins && record.createdAt() < begins + line.stepMillis())
                    .toList();
            Figures expected = naiveFigures(inStep);
            Figures point = line.points()[i];
            // How the orders are spread depends on the order in which items came; that they add up does not.
            assertThat(new Figures(expected.orders(), point.items(), point.sales(), point.costedSales(), point.cost()))
                    .as("step %d of %s", i, as)
                    .isEqualTo(expected);
        }

        long then = now - 3 * MINUTE;
        assertThat(window.at(query, then).figures())
                .as("3 minutes ago, %s", as)
                .isEqualTo(naiveFigures(records.stream()
                        .filter(record -> record.createdAt() >= then - (now - edge) && record.createdAt() <= then)
                        .filter(record -> query.filter().matches(record))
                        .toList()));
        assertNewestOrders(as, totals, inside);
    }

    private void assertNewestOrders(String as, Totals totals, List<Record> inside) {
        Map<String, List<Record>> orders = inside.stream().collect(Collectors.groupingBy(Record::orderId));
        List<OrderLine> newest = window.newestOrders(totals, 8);
        assertThat(newest).as(as).hasSize(Math.min(8, orders.size()));
        long oldestShown = newest.stream().mapToLong(OrderLine::createdAt).min().orElse(0);
        for (OrderLine line : newest) {
            List<Record> items = orders.remove(line.orderId());
            assertThat(line.items()).as(as).isEqualTo(items.size());
            assertThat(line.sales()).as(as).isEqualTo(naiveFigures(items).sales());
            assertThat(line.createdAt())
                    .as(as)
                    .isEqualTo(items.stream().mapToLong(Record::createdAt).max().orElseThrow());
        }
        // To a quarter of a second.
        assertThat(orders.values().stream().flatMap(List::stream))
                .as(as)
                .allMatch(record -> record.createdAt() < oldestShown + 256);
    }

    private static Map<Property, Set<String>> without(Map<Property, Set<String>> values, Property property) {
        Map<Property, Set<String>> others = new HashMap<>(values);
        others.remove(property);
        return others;
    }

    private void changeQueries(SplittableRandom random, Map<Query, Watched> watched) {
        if (random.nextInt(10) > 0) {
            return;
        }
        Filter filter =
                switch (random.nextInt(4)) {
                    case 0 -> Filter.NONE;
                    case 1 ->
                        new Filter(
                                Map.of(
                                        Property.COUNTRY,
                                        Set.of("country-3"),
                                        Property.AGE,
                                        Set.of("25-34", "under 18")),
                                Map.of());
                    case 2 -> new Filter(Map.of(Property.COUNTRY, Set.of("country-1", "country-2")), Map.of());
                    default ->
                        new Filter(
                                Map.of(Property.TRAFFIC_SOURCE, Set.of("source-1")),
                                Map.of(Property.ITEM_STATUS, Set.of("Cancelled")));
                };
        Query query = new Query(random.nextBoolean() ? 0 : Query.LENGTHS.get(random.nextInt(3)), filter);
        if (query.equals(Query.DEFAULT)) {
            return;
        }
        Watched known = watched.remove(query);
        if (known != null) {
            window.forget(known.totals());
            window.forget(known.before());
        } else {
            watched.put(query, new Watched(window.totals(query), window.before(query)));
        }
    }

    private static List<Record> randomRecords(SplittableRandom random, long now) {
        List<Record> records = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0; i--) {
            records.add(aRecord()
                    .item("item-" + random.nextInt(300))
                    .order("order-" + random.nextInt(100))
                    .country("country-" + random.nextInt(14))
                    .trafficSource("source-" + random.nextInt(5))
                    .status(random.nextInt(5) == 0 ? "Cancelled" : "Complete")
                    .age(random.nextInt(100))
                    .gender(random.nextBoolean() ? "M" : "F")
                    .category("category-" + random.nextInt(26))
                    .cost(random.nextInt(4) == 0 ? null : Double.toString((float) random.nextDouble() * 400))
                    .price(Double.toString((float) random.nextDouble() * 900 + 0.5))
                    .createdAt(now - random.nextInt(35 * (int) MINUTE) + 2 * MINUTE)
                    .build());
        }
        return records;
    }

    private static void apply(Map<String, Record> model, List<Record> records, long from, long now, boolean whole) {
        long keep = Math.min(from, now - 30 * MINUTE);
        model.values().removeIf(record -> record.createdAt() < keep);
        Set<String> items = new HashSet<>();
        for (Record record : records) {
            if (record.createdAt() >= keep) {
                model.put(record.itemId(), record);
                items.add(record.itemId());
            }
        }
        if (whole) {
            model.values().removeIf(record -> record.createdAt() >= from && !items.contains(record.itemId()));
        }
    }

    private static List<Record> inside(Collection<Record> records, Query query, long from, long now) {
        long edge = query.minutes() == 0 ? from : now - query.minutes() * MINUTE;
        return records.stream()
                .filter(record -> record.createdAt() >= edge && query.filter().matches(record))
                .toList();
    }

    private LiveWindow.Change replace(Record... records) {
        return window.replace(List.of(records), 0, T, null);
    }

    private LiveWindow.Change upsert(long now, Record... records) {
        return window.upsert(List.of(records), now - 5 * MINUTE, now, null);
    }

    private static Record at(String item, long createdAt) {
        return aRecord().item(item).createdAt(createdAt).build();
    }

    private static Figures naiveFigures(List<Record> records) {
        return new Figures(
                records.stream().map(Record::orderId).distinct().count(),
                records.size(),
                sum(records.stream().map(Record::salePrice)),
                sum(records.stream().filter(record -> record.cost() != null).map(Record::salePrice)),
                sum(records.stream().map(Record::cost).filter(Objects::nonNull)));
    }

    private static Money sum(Stream<Money> amounts) {
        return Money.of(amounts.map(Money::toBigDecimal).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private static List<Share> naiveShares(List<Record> records, Function<Record, String> property) {
        return records.stream().collect(Collectors.groupingBy(property)).entrySet().stream()
                .map(entry -> new Share(
                        entry.getKey(),
                        sum(entry.getValue().stream().map(Record::salePrice)),
                        entry.getValue().size()))
                .sorted(Comparator.comparing(Share::revenue).reversed().thenComparing(Share::name))
                .toList();
    }
}
