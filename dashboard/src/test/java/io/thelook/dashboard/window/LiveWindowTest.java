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
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LiveWindowTest {

    private final LiveWindow window = new LiveWindow();

    @Test
    void replace_goldenFrames_giveTheirFigures() throws FrameException {
        for (String frame : List.of(GoldenFrames.reference(), GoldenFrames.ours())) {
            window.replace(RecordCodec.decode(frame).records());

            assertThat(window.metrics()).isEqualTo(GoldenFrames.METRICS);
        }
        assertThat(window.byCountry().ranking(20).shares())
                .extracting(Share::name)
                .containsExactly("Brasil", "South Korea", "United States", "China", "España");
    }

    @Test
    void replace_nothing_isZero() {
        window.replace(List.of(aRecord().build()));

        LiveWindow.Change change = window.replace(List.of());

        assertThat(change).isEqualTo(new LiveWindow.Change(0, 0, 1));
        assertThat(window.metrics()).isEqualTo(Metrics.ZERO);
        assertThat(window.byCountry().ranking(20)).isEqualTo(new Breakdown.Ranking(List.of(), 0, Money.ZERO));
        assertThat(window.records()).isEmpty();
    }

    @Test
    void replace_tellsNewChangedAndUnchangedApart() {
        Record same = aRecord().item("same").build();
        Record before = aRecord().item("changing").status("Processing").build();
        Record after = aRecord().item("changing").status("Shipped").price("60").build();
        window.replace(List.of(same, before));

        LiveWindow.Change change =
                window.replace(List.of(same, after, aRecord().item("new").build()));

        assertThat(change).isEqualTo(new LiveWindow.Change(2, 1, 0));
        assertThat(window.metrics()).isEqualTo(new Metrics(1, 3, 159));
    }

    @Test
    void replace_sameItemTwice_countsTheLater() {
        LiveWindow.Change change = window.replace(List.of(
                aRecord().price("1").build(),
                aRecord().price("2").build(),
                aRecord().price("2").build()));

        assertThat(change).isEqualTo(new LiveWindow.Change(2, 1, 0));
        assertThat(window.metrics()).isEqualTo(new Metrics(1, 1, 2));
    }

    @Test
    void ranking_ties_areInTheOrderOfTheirNames() {
        window.replace(List.of(
                aRecord().item("1").country("Spain").price("5").build(),
                aRecord().item("2").country("Brasil").price("5").build(),
                aRecord().item("3").country("Japan").price("7").build()));

        assertThat(window.byCountry().ranking(20).shares())
                .extracting(Share::name)
                .containsExactly("Japan", "Brasil", "Spain");
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
        window.replace(records);

        Breakdown.Ranking ranking = window.byCountry().ranking(20);

        assertThat(ranking.shares()).hasSize(20);
        assertThat(ranking.shares().get(0)).isEqualTo(new Share("c5000", Money.parse("5000")));
        assertThat(ranking.otherNames()).isEqualTo(4_980);
        assertThat(ranking.otherRevenue()).hasToString("12402690");
    }

    /** The model: every figure computed anew from the records, with BigDecimal. */
    @Test
    void replace_randomFrames_equalsANaiveRecomputation() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Record> frame = new ArrayList<>();

        for (int step = 0; step < 2_000; step++) {
            frame.removeIf(record -> random.nextInt(10) == 0);
            for (int i = random.nextInt(20); i > 0; i--) {
                frame.add(randomRecord(random, "item-" + random.nextInt(500)));
            }
            if (random.nextInt(50) == 0) {
                frame.clear();
            }
            Collections.shuffle(frame, random);
            Map<String, Record> latest = new LinkedHashMap<>();
            frame.forEach(record -> latest.put(record.itemId(), record));

            window.replace(frame);

            assertThat(window.metrics()).as("seed %d, step %d", seed, step).isEqualTo(naiveMetrics(latest));
            assertThat(window.byCountry().ranking(1_000).shares())
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(naiveShares(latest, Record::country));
            assertThat(window.byTrafficSource().ranking(1_000).shares())
                    .isEqualTo(naiveShares(latest, Record::trafficSource));
            assertThat(window.size()).isEqualTo(latest.size());
        }
    }

    private static Record randomRecord(Random random, String item) {
        return aRecord()
                .item(item)
                .order("order-" + random.nextInt(100))
                .country("country-" + random.nextInt(14))
                .trafficSource("source-" + random.nextInt(5))
                .price(Double.toString((float) random.nextDouble() * 900 + 0.5))
                .build();
    }

    private static Metrics naiveMetrics(Map<String, Record> records) {
        BigDecimal sales = records.values().stream()
                .map(record -> record.salePrice().toBigDecimal())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Metrics(
                records.values().stream().map(Record::orderId).distinct().count(),
                records.size(),
                sales.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    private static List<Share> naiveShares(Map<String, Record> records, Function<Record, String> property) {
        Map<String, BigDecimal> sums = records.values().stream()
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
