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
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
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

            assertThat(feed.metrics()).isEqualTo(GoldenFrames.METRICS);
        }
        assertThat(feed.byCountry().ranking(20).shares())
                .extracting(Share::name)
                .containsExactly("Brasil", "South Korea", "United States", "China", "España");
    }

    @Test
    void replace_nothing_isZero() {
        replace(aRecord().build());

        LiveWindow.Change change = replace();

        assertThat(change).isEqualTo(new LiveWindow.Change(0, 0, 0, 1, 0));
        assertThat(feed.metrics()).isEqualTo(Metrics.ZERO);
        assertThat(feed.byCountry().ranking(20)).isEqualTo(new Breakdown.Ranking(List.of(), 0, Money.ZERO));
        assertThat(window.records()).isEmpty();
    }

    @Test
    void replace_tellsNewChangedAndUnchangedApart() {
        Record same = aRecord().item("same").build();
        Record before = aRecord().item("changing").status("Processing").build();
        Record after = aRecord().item("changing").status("Shipped").price("60").build();
        replace(same, before);

        LiveWindow.Change change = replace(same, after, aRecord().item("new").build());

        assertThat(change).isEqualTo(new LiveWindow.Change(2, 1, 0, 0, 0));
        assertThat(feed.metrics()).isEqualTo(new Metrics(1, 3, 159));
    }

    @Test
    void replace_sameItemTwice_countsTheLater() {
        LiveWindow.Change change = replace(
                aRecord().price("1").build(),
                aRecord().price("2").build(),
                aRecord().price("2").build());

        assertThat(change).isEqualTo(new LiveWindow.Change(2, 1, 0, 0, 0));
        assertThat(feed.metrics()).isEqualTo(new Metrics(1, 1, 2));
    }

    @Test
    void edge_isInsideItsWindow() {
        Totals minute = window.totals(new Query(1, Filter.NONE));
        upsert(T, at("a", T - MINUTE), at("b", T - MINUTE + 1), at("c", T));
        assertThat(minute.metrics().numOrderItems()).isEqualTo(3);

        upsert(T + 1);
        assertThat(minute.metrics().numOrderItems()).as("a minute and 1 ms old").isEqualTo(2);
        upsert(T + 2);
        assertThat(minute.metrics().numOrderItems()).isEqualTo(1);
        upsert(T);
        assertThat(minute.metrics().numOrderItems())
                .as("the clock was set back")
                .isEqualTo(3);
    }

    @Test
    void record_olderThanAnyWindow_isLateAndForgotten() {
        LiveWindow.Change change = upsert(T, at("late", T - 15 * MINUTE - 1), at("kept", T - 15 * MINUTE));

        assertThat(change).isEqualTo(new LiveWindow.Change(1, 0, 1, 0, 0));
        assertThat(window.size()).isEqualTo(1);
        upsert(T + 1);
        assertThat(window.size()).isZero();
    }

    @Test
    void record_inTheFuture_countsAsInTheReference() {
        Totals minute = window.totals(new Query(1, Filter.NONE));

        upsert(T, at("future", T + 5 * 24 * 60 * MINUTE));

        assertThat(minute.metrics().numOrderItems()).isEqualTo(1);
        assertThat(feed.metrics().numOrderItems()).isEqualTo(1);
    }

    @Test
    void replace_aRecordThatAged_isKeptForLongerWindowsAndOneThatWasTakenOutIsNot() {
        Totals quarter = window.totals(new Query(15, Filter.NONE));
        Record old = at("old", T - 6 * MINUTE);
        Record gone = at("gone", T - MINUTE);
        window.replace(List.of(old, gone), T - 6 * MINUTE, T, null);

        LiveWindow.Change change = window.replace(List.of(at("new", T)), T - 5 * MINUTE, T, null);

        assertThat(change.removed()).isEqualTo(1);
        assertThat(quarter.metrics().numOrderItems()).as("old and new").isEqualTo(2);
        assertThat(feed.metrics().numOrderItems()).isEqualTo(1);
        assertThat(window.records()).extracting(Record::itemId).containsExactly("new");
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
        assertThat(small.records()).extracting(Record::itemId).containsExactly("2", "3", "4");
        assertThat(totals.metrics().numOrderItems()).isEqualTo(3);
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

        assertThat(feed.byCountry().ranking(20).shares())
                .extracting(Share::name)
                .containsExactly("Japan", "Brasil", "Spain");
        assertThat(feed.byCountry().ranking(2).shares()).extracting(Share::name).containsExactly("Japan", "Brasil");
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

        Breakdown.Ranking ranking = feed.byCountry().ranking(20);

        assertThat(ranking.shares()).hasSize(20);
        assertThat(ranking.shares().get(0)).isEqualTo(new Share("c5000", Money.parse("5000")));
        assertThat(ranking.otherNames()).isEqualTo(4_980);
        assertThat(ranking.otherRevenue()).hasToString("12402690");
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
        Map<Query, Totals> watched = new HashMap<>(Map.of(Query.DEFAULT, feed));
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
            if (message % 50 == 0) {
                assertThat(window.size())
                        .as("seed %d, message %d", seed, message)
                        .isEqualTo(model.size());
                for (Map.Entry<Query, Totals> entry : watched.entrySet()) {
                    List<Record> inside = inside(model.values(), entry.getKey(), from, now);
                    String as = "seed " + seed + ", message " + message + ", " + entry.getKey();
                    Totals totals = entry.getValue();
                    assertThat(totals.metrics()).as(as).isEqualTo(naiveMetrics(inside));
                    assertThat(totals.byCountry().ranking(1_000).shares())
                            .as(as)
                            .isEqualTo(naiveShares(inside, Record::country));
                    assertThat(totals.byTrafficSource().ranking(1_000).shares())
                            .as(as)
                            .isEqualTo(naiveShares(inside, Record::trafficSource));
                }
                assertThat(window.records())
                        .containsExactlyInAnyOrderElementsOf(inside(model.values(), Query.DEFAULT, from, now));
            }
        }
    }

    private void changeQueries(SplittableRandom random, Map<Query, Totals> watched) {
        if (random.nextInt(10) > 0) {
            return;
        }
        Filter filter =
                switch (random.nextInt(3)) {
                    case 0 -> Filter.NONE;
                    case 1 -> new Filter(Map.of(Property.COUNTRY, Set.of("country-1", "country-2")), Map.of());
                    default ->
                        new Filter(
                                Map.of(Property.TRAFFIC_SOURCE, Set.of("source-1")),
                                Map.of(Property.ITEM_STATUS, Set.of("Cancelled")));
                };
        Query query = new Query(random.nextBoolean() ? 0 : Query.LENGTHS.get(random.nextInt(3)), filter);
        if (query.equals(Query.DEFAULT)) {
            return;
        }
        Totals known = watched.remove(query);
        if (known != null) {
            window.forget(known);
        } else {
            watched.put(query, window.totals(query));
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
                    .price(Double.toString((float) random.nextDouble() * 900 + 0.5))
                    .createdAt(now - random.nextInt(20 * (int) MINUTE) + 2 * MINUTE)
                    .build());
        }
        return records;
    }

    private static void apply(Map<String, Record> model, List<Record> records, long from, long now, boolean whole) {
        long keep = Math.min(from, now - 15 * MINUTE);
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

    private static Metrics naiveMetrics(List<Record> records) {
        BigDecimal sales = records.stream()
                .map(record -> record.salePrice().toBigDecimal())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Metrics(
                records.stream().map(Record::orderId).distinct().count(),
                records.size(),
                sales.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    private static List<Share> naiveShares(List<Record> records, Function<Record, String> property) {
        Map<String, BigDecimal> sums = records.stream()
                .collect(Collectors.groupingBy(
                        property,
                        Collectors.mapping(
                                record -> record.salePrice().toBigDecimal(),
                                Collectors.reducing(BigDecimal.ZERO, BigDecimal::add))));
        return sums.entrySet().stream()
                .map(entry -> new Share(entry.getKey(), Money.of(entry.getValue())))
                .sorted(Comparator.comparing(Share::revenue).reversed().thenComparing(Share::name))
                .toList();
    }
}
