package io.thelook.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thelook.model.FeedEncoding;
import io.thelook.model.FrameException;
import io.thelook.model.Frames;
import io.thelook.model.Record;
import io.thelook.producer.store.Behaviour;
import io.thelook.producer.store.Shop;
import io.thelook.producer.store.SimulatedClock;
import io.thelook.service.feed.FeedWindow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class PastTest {

    private static final long SEED = 42;
    private static final double PER_SECOND = 2;
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long TO = time("2026-03-09T12:34:56.789Z");
    private static final long LATER = TO + 40 * DAY;

    /** The orders of a visit: 1.25 on average, with this mean square. */
    private static final double MEAN_SQUARE_ORDERS = .5 + .2 * 4 + .05 * 9 + .05 * 16;

    private static final double MEAN_ORDERS = 1.25;

    private static final Behaviour USUAL = new Behaviour(Behaviour.Mode.SHOP, 1, 2_880, 50_000);
    private static final Shop SHOP = new Shop(SEED, USUAL);

    private final Past past = past(TO, 8);

    private static long time(String text) {
        return Instant.parse(text).toEpochMilli();
    }

    private static Past past(long to, int days) {
        return Past.until(to, days, new Past.Plan(SHOP, SEED, PER_SECOND, 1));
    }

    private static String text(Past past, long from, long to, long now) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            past.write(from, to, now, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<Record> records(Past past, long from, long to, long now) throws FrameException {
        List<Record> records = new ArrayList<>();
        for (String line : text(past, from, to, now).lines().toList()) {
            records.addAll(Frames.decode(line).records());
        }
        return records;
    }

    /** The records as one text, without the breaks of the lines. */
    private static String joined(String lines) {
        return lines.replace("]\n[", ",").replaceAll("^\\[|]\n$", "");
    }

    @Test
    void sameSeed_givesTheSameBytes_whateverElseIsRequestedAndAfterARestart() {
        long from = time("2026-03-07T22:17:03.001Z");
        long to = time("2026-03-08T03:00:00Z");
        String expected = text(past, from, to, LATER);

        text(past, past.from(), past.from() + 3 * HOUR, LATER);
        Shop busy = new Shop(SEED, USUAL);
        for (int i = 0; i < 1_000; i++) {
            busy.moveTo(TO + i * HOUR);
            busy.visit(TO + i);
        }
        Past restarted = Past.until(TO + 5 * DAY, 31, new Past.Plan(busy, SEED, PER_SECOND, 1));

        assertThat(text(past, from, to, LATER)).isEqualTo(expected).hasSizeGreaterThan(1_000_000);
        assertThat(text(restarted, from, to, LATER)).isEqualTo(expected);
        assertThat(text(Past.until(TO, 8, new Past.Plan(SHOP, SEED + 1, PER_SECOND, 1)), from, to, LATER))
                .isNotEqualTo(expected);
    }

    @Test
    void parts_areTheWhole() {
        long from = time("2026-03-07T22:17:03.001Z");
        long to = time("2026-03-08T03:00:00Z");
        SplittableRandom random = new SplittableRandom(7);
        List<String> parts = new ArrayList<>();
        for (long at = from; at < to; ) {
            long end = Math.min(to, at + random.nextLong(1, HOUR));
            parts.add(joined(text(past, at, end, LATER)));
            at = end;
        }

        assertThat(parts).hasSizeGreaterThan(5);
        assertThat(parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(",")))
                .isEqualTo(joined(text(past, from, to, LATER)));
    }

    @Test
    void requestsAtTheSameTime_getTheSameBytes() {
        String expected = text(past, TO - 2 * HOUR, TO, LATER);

        List<CompletableFuture<String>> all = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> text(past, TO - 2 * HOUR, TO, LATER)))
                .toList();

        assertThat(all).allSatisfy(each -> assertThat(each.join()).isEqualTo(expected));
    }

    @Test
    void lines_areFramesOfUpToAThousandRecordsInOrder() throws FrameException {
        List<String> lines = text(past, TO - HOUR, TO, LATER).lines().toList();

        assertThat(lines).hasSizeGreaterThan(5);
        for (String line : lines.subList(0, lines.size() - 1)) {
            assertThat(Frames.decode(line).records()).hasSize(1_000);
        }
        assertThat(records(past, TO - HOUR, TO, LATER))
                .isSortedAccordingTo((a, b) -> Long.compare(a.createdAt(), b.createdAt()))
                .allMatch(record -> record.createdAt() >= TO - HOUR && record.createdAt() < TO);
    }

    @Test
    void outsideTheSpan_isNothing() throws FrameException {
        assertThat(text(past, past.from() - DAY, past.from(), LATER)).isEmpty();
        assertThat(text(past, TO, TO + DAY, LATER)).isEmpty();
        assertThat(text(past, Long.MIN_VALUE, Long.MIN_VALUE + DAY, LATER)).isEmpty();
        assertThat(text(past, Long.MAX_VALUE - DAY, Long.MAX_VALUE, LATER)).isEmpty();
        assertThat(text(past, past.from() - HOUR, past.from() + HOUR, LATER))
                .isEqualTo(text(past, past.from(), past.from() + HOUR, LATER));
        assertThat(text(past, TO - HOUR, TO + HOUR, LATER)).isEqualTo(text(past, TO - HOUR, TO, LATER));
        assertThat(records(past, TO, TO, LATER)).isEmpty();
    }

    @Test
    void live_beginsWhereThePastEnds() throws FrameException {
        long start = TO + 1_111;
        FeedWindow window = new FeedWindow(100_000, FeedEncoding.ARRAY);
        Shop shop = new Shop(SEED, USUAL);
        Simulation simulation = new Simulation(
                shop,
                new Market(shop, PER_SECOND, new SimulatedClock(start, 1), Optional::empty),
                window,
                new Nobody(),
                () -> Instant.ofEpochMilli(start),
                new Simulation.Plan(SEED, false, Duration.ofHours(1), -1, 100_000));
        long from = simulation.backfill(100_000);
        List<Record> live = Frames.decode(window.frame(start - HOUR)).records();
        List<Record> before = records(past(from, 1), from - HOUR, Long.MAX_VALUE, start);

        assertThat(from).isEqualTo(start - HOUR);
        assertThat(live).hasSizeGreaterThan(5_000).allMatch(record -> record.createdAt() >= from);
        assertThat(before).hasSizeGreaterThan(5_000).allMatch(record -> record.createdAt() < from);
        assertThat(live.get(0).createdAt() - before.get(before.size() - 1).createdAt())
                .isLessThan(10_000);
        assertThat(Stream.of(live, before)
                        .map(records -> records.stream()
                                .flatMap(record -> Stream.of(record.orderId(), record.itemId()))
                                .collect(Collectors.toSet()))
                        .reduce((one, other) -> {
                            one.retainAll(other);
                            return one;
                        })
                        .orElseThrow())
                .as("ids of both")
                .isEmpty();
    }

    @Test
    void rate_followsTheRhythmOfTheLiveShop() throws FrameException {
        int hours = 48;
        long from = time("2026-03-06T00:00:00Z");
        Map<Long, Set<String>> orders = new HashMap<>();
        for (Record record : concat(from, hours)) {
            orders.computeIfAbsent(record.createdAt() / HOUR, hour -> new HashSet<>())
                    .add(record.orderId());
        }

        Shop shop = new Shop(SEED, USUAL);
        double squares = 0;
        double least = Double.MAX_VALUE;
        double most = 0;
        for (long hour = from / HOUR; hour < from / HOUR + hours; hour++) {
            double visits = visits(shop, hour);
            // The sum over a Poisson number of visits has this mean and this variance.
            double deviations =
                    (orders.get(hour).size() - MEAN_ORDERS * visits) / Math.sqrt(MEAN_SQUARE_ORDERS * visits);
            assertThat(deviations)
                    .as(Instant.ofEpochMilli(hour * HOUR).toString())
                    .isBetween(-5., 5.);
            squares += deviations * deviations;
            least = Math.min(least, visits);
            most = Math.max(most, visits);
        }
        assertThat(squares / hours).as("mean square, about 1").isBetween(.4, 1.9);
        assertThat(most).as("the hours differ").isGreaterThan(least * 1.3);
    }

    private List<Record> concat(long from, int hours) throws FrameException {
        return records(past, from, from + hours * HOUR, LATER);
    }

    /** The expected number of visits in an hour: the rate changes every minute. */
    private static double visits(Shop shop, long hour) {
        return IntStream.range(0, 60)
                .mapToDouble(minute -> shop.moveTo(hour * HOUR + minute * 60_000L) * PER_SECOND * 60)
                .sum();
    }

    @Test
    void mix_isThatOfTheTimeOfDay() throws FrameException {
        assertThat(share("China", time("2026-03-04T12:00:00Z"))).isGreaterThan(.43);
        assertThat(share("China", time("2026-03-05T00:00:00Z"))).isLessThan(.37);
    }

    private double share(String country, long from) throws FrameException {
        List<Record> records = concat(from, 1);
        return (double) records.stream()
                        .filter(record -> record.country().equals(country))
                        .count()
                / records.size();
    }

    @Test
    void ids_areUniqueAndCustomersReturnOnOtherDays() throws FrameException {
        List<Record> oneDay = concat(time("2026-03-04T18:00:00Z"), 3);
        List<Record> nextDay = concat(time("2026-03-05T18:00:00Z"), 3);

        List<Record> all = Stream.concat(oneDay.stream(), nextDay.stream()).toList();
        assertThat(all.stream().map(Record::itemId).distinct()).hasSameSizeAs(all);
        Map<String, Long> times = new HashMap<>();
        Map<String, Record> users = new HashMap<>();
        for (Record record : all) {
            assertThat(times.merge(record.orderId(), record.createdAt(), (one, other) -> one.equals(other) ? one : -1L))
                    .isPositive();
            Record first = users.putIfAbsent(record.userId(), record);
            assertThat(first == null
                            || first.country().equals(record.country())
                                    && first.age().equals(record.age())
                                    && first.gender().equals(record.gender())
                                    && first.trafficSource().equals(record.trafficSource()))
                    .as("a user does not change")
                    .isTrue();
        }
        Set<String> known = oneDay.stream().map(Record::userId).collect(Collectors.toSet());
        assertThat(nextDay.stream()
                        .filter(record -> known.contains(record.userId()))
                        .count())
                .isGreaterThan(nextDay.size() / 4L);
    }

    @Test
    void statuses_haveSettledByTheEndOfTheLiveWindow() throws FrameException {
        List<Record> now = records(past, TO - 2 * HOUR, TO, TO + 6 * 60_000);

        assertThat(now).isEqualTo(records(past, TO - 2 * HOUR, TO, TO + 3_650 * DAY));
        Map<String, Long> statuses =
                now.stream().collect(Collectors.groupingBy(Record::itemStatus, Collectors.counting()));
        Map.of("Complete", .25, "Cancelled", .15, "Returned", .10, "Processing", .20, "Shipped", .30)
                .forEach((status, share) -> assertThat((double) statuses.get(status) / now.size())
                        .as(status)
                        .isCloseTo(share, within(.03)));
    }

    @Test
    void statuses_inRealTime_areThoseOfTheRequest() throws FrameException {
        Behaviour slow = new Behaviour(Behaviour.Mode.SHOP, 1, 1, 50_000);
        Past real = Past.until(TO, 2, new Past.Plan(new Shop(SEED, slow), SEED, PER_SECOND, 1));

        List<Record> now = records(real, TO - HOUR, TO, TO);
        List<Record> later = records(real, TO - HOUR, TO, TO + 12 * DAY);

        assertThat(now.stream()
                        .filter(record -> record.itemStatus().equals("Processing"))
                        .count())
                .isGreaterThan(now.size() * 9L / 10);
        assertThat(later.stream()
                        .filter(record -> record.itemStatus().equals("Processing"))
                        .count())
                .isBetween(later.size() * 15L / 100, later.size() * 25L / 100);
        assertThat(now.stream().map(Record::itemId))
                .containsExactlyElementsOf(later.stream().map(Record::itemId).toList());
    }

    @Test
    void timeScale_startsTheCalendarAtMidnight() throws FrameException {
        Behaviour fast = new Behaviour(Behaviour.Mode.SHOP, 24, 120, 50_000);
        Past.Plan plan = new Past.Plan(new Shop(SEED, fast), SEED, PER_SECOND, 24);

        String day = text(Past.until(TO, 2, plan), TO - HOUR, TO, LATER);

        assertThat(day).isNotEmpty().isEqualTo(text(Past.until(TO + DAY + 1, 5, plan), TO - HOUR, TO, LATER));
    }

    @ParameterizedTest
    @CsvSource({
        // Days, visits per second, start; the end is 2026-03-09T12:34:56.789Z.
        "8, 2, 2026-03-01T00:00:00Z, false",
        "1, 2, 2026-03-08T00:00:00Z, false",
        "30, 2, 2026-02-07T00:00:00Z, false",
        // 31.9 days
        "35, 2, 2026-02-06T00:00:00Z, true",
        // 2.55 days
        "8, 25, 2026-03-07T00:00:00Z, true",
        // 15.3 hours
        "8, 100, 2026-03-09T00:00:00Z, true",
        // 7.66 hours
        "8, 200, 2026-03-09T05:00:00Z, true",
        // 55 s
        "8, 100000, 2026-03-09T12:34:56.789Z, true",
    })
    void from_isAsEarlyAsTenMillionRecordsAllow(int days, double perSecond, Instant from, boolean isShortened) {
        Past bounded = Past.until(TO, days, new Past.Plan(SHOP, SEED, perSecond, 1));

        assertThat(Instant.ofEpochMilli(bounded.from())).isEqualTo(from);
        assertThat(bounded.to()).isEqualTo(TO);
        assertThat(bounded.isShortened()).isEqualTo(isShortened);
        assertThat((TO - bounded.from()) / 1e3 * perSecond * Shop.MEAN_ITEMS_PER_VISIT)
                .isLessThanOrEqualTo(Past.MOST_RECORDS);
    }

    @Test
    void clientWhoHasGone_endsTheWork() {
        OutputStream gone = new OutputStream() {

            private long left = 100_000;

            @Override
            public void write(int octet) throws IOException {
                if (--left < 0) {
                    throw new IOException("gone");
                }
            }
        };

        assertThatThrownBy(() -> past.write(past.from(), past.to(), LATER, gone))
                .hasMessage("gone");
    }
}
