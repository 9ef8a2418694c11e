package io.thelook.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thelook.model.FeedEncoding;
import io.thelook.model.FrameException;
import io.thelook.model.Frames;
import io.thelook.model.Record;
import io.thelook.producer.scenario.Running;
import io.thelook.producer.scenario.Scenario;
import io.thelook.producer.store.Behaviour;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.OrderStatus;
import io.thelook.producer.store.RecentVisits;
import io.thelook.producer.store.Shop;
import io.thelook.producer.store.SimulatedClock;
import io.thelook.producer.store.Visit;
import io.thelook.service.feed.FeedWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The simulation in mode shop. */
@Tag("slow")
class LivingShopTest {

    private static final long START = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();
    private static final Duration LOOKBACK = Duration.ofMinutes(5);
    private static final Behaviour USUAL = new Behaviour(Behaviour.Mode.SHOP, 1, 2_880, 50_000);

    private long now = START;
    private Optional<Running> scenario = Optional.empty();
    private final FeedWindow window = new FeedWindow(1_000_000, FeedEncoding.ARRAY);
    private final Chronicle chronicle = new Chronicle();

    /** Checks what is told while it is told, and keeps what a test asks about. */
    private static final class Chronicle implements ShopListener {

        private final Map<UUID, Long> registered = new HashMap<>();
        private final Set<UUID> ids = new HashSet<>();
        private final List<Visit> visits = new ArrayList<>();
        private boolean keepsVisits = true;
        private long last = Long.MIN_VALUE;
        private long changes;
        private long returning;

        @Override
        public void visited(Visit visit) {
            inOrder(visit.at());
            Long since = registered.putIfAbsent(visit.user().id(), visit.user().createdAt());
            assertThat(since == null || since == visit.user().createdAt())
                    .as("a user does not change")
                    .isTrue();
            returning += since == null ? 0 : 1;
            for (Order order : visit.orders()) {
                assertThat(order.user()).isSameAs(visit.user());
                assertThat(order.createdAt())
                        .isEqualTo(visit.at())
                        .isGreaterThanOrEqualTo(order.user().createdAt());
                assertThat(ids.add(order.id())).isTrue();
                assertThat(order.items()).isNotEmpty().allMatch(item -> ids.add(item.id()));
            }
            if (keepsVisits) {
                visits.add(visit);
            }
        }

        @Override
        public void changed(Order order, long at) {
            inOrder(at);
            changes++;
            assertThat(ids.contains(order.id()))
                    .as("only what was ordered changes")
                    .isTrue();
            assertThat(order.statusAt(at)).isNotEqualTo(order.statusAt(at - 1));
        }

        private Stream<Order> orders() {
            return visits.stream().flatMap(visit -> visit.orders().stream());
        }

        private void inOrder(long at) {
            assertThat(at).isGreaterThanOrEqualTo(last);
            last = at;
        }
    }

    @Test
    void sameSeedAndClock_giveTheSameBytes_howeverIrregularTheTicks() {
        String regular = run(42, 20);
        String irregular = run(42, 0);

        assertThat(irregular).isEqualTo(regular).hasSizeGreaterThan(100_000);
        assertThat(run(43, 20)).isNotEqualTo(regular);
    }

    /** The frame after four minutes, with a scenario among them. */
    private static String run(long seed, int step) {
        LivingShopTest test = new LivingShopTest();
        Simulation simulation = test.simulation(seed, USUAL, 2, 100_000);
        simulation.backfill(100_000);
        test.scenario = Optional.of(
                new Running(Scenario.FLASH_SALE, START + 60_000, 60, OptionalDouble.empty(), 1, START, "Jeans"));
        SplittableRandom steps = new SplittableRandom(5);
        while (test.now < START + 240_000) {
            test.now = Math.min(START + 240_000, test.now + (step > 0 ? step : steps.nextInt(1, 9_000)));
            simulation.tick(() -> true);
        }
        return test.window.frame(test.now - LOOKBACK.toMillis());
    }

    @Test
    void statuses_continueInTheFeed_underTheSameItem() throws FrameException {
        Simulation simulation = simulation(42, USUAL, 2, 100_000);
        simulation.backfill(100_000);
        Map<String, Record> before = byItem();

        run(simulation, 30_000, 100);

        Map<String, Record> after = byItem();
        assertThat(after.values()).allMatch(record -> record.createdAt() <= now);
        List<Record> changed = before.values().stream()
                .filter(record -> after.containsKey(record.itemId()))
                .filter(record -> !after.get(record.itemId()).equals(record))
                .toList();
        assertThat(changed).hasSizeGreaterThan(20).allSatisfy(record -> {
            Record now = after.get(record.itemId());
            assertThat(now.itemStatus()).isNotEqualTo(record.itemStatus());
            assertThat(now.createdAt()).isEqualTo(record.createdAt());
            assertThat(now.country()).isEqualTo(record.country());
            assertThat(now.salePrice()).isEqualTo(record.salePrice());
        });
        assertThat(before.values().stream().map(Record::itemStatus).distinct())
                .containsExactlyInAnyOrder("Processing", "Shipped", "Complete", "Cancelled", "Returned");
    }

    @Test
    void thirtyDays_keepEverythingInOrderAndInBounds() {
        int customers = 2_000;
        int openOrders = 20_000;
        double timeScale = 43_200;
        chronicle.keepsVisits = false;
        Simulation simulation =
                simulation(42, new Behaviour(Behaviour.Mode.SHOP, timeScale, 1, customers), 2_000, openOrders);

        // 30 days of the simulated clock in a minute of the real one.
        run(simulation, 60_000, 20);

        assertThat(simulation.visits()).isBetween(110_000L, 130_000L);
        assertThat(chronicle.changes).isGreaterThan(150_000);
        assertThat(chronicle.returning).isGreaterThan(simulation.visits() / 2);
        assertThat(simulation.openOrders()).isPositive().isLessThanOrEqualTo(openOrders);
        assertThat(simulation.leftAlone()).isZero();
        assertThat(simulation.openOrders())
                .as("orders of the last eleven days only")
                .isLessThan((int) (simulation.visits() * 11 / 30 * 1.25));
    }

    @Test
    void thirtyDays_needNoMoreMemoryThanFifteen() {
        Shop shop = new Shop(7, new Behaviour(Behaviour.Mode.SHOP, 43_200, 1, 2_000));
        RecentVisits recent = new RecentVisits(10_000);
        FeedWindow bounded = new FeedWindow(10_000, FeedEncoding.ARRAY);
        Simulation simulation = new Simulation(
                shop,
                new Market(shop, 1_000, new SimulatedClock(START, 43_200), Optional::empty),
                bounded,
                new Nobody() {
                    @Override
                    public void visited(Visit visit) {
                        recent.add(visit);
                    }
                },
                () -> Instant.ofEpochMilli(now),
                new Simulation.Plan(7, false, LOOKBACK, -1, 100_000));

        run(simulation, 30_000, 20);
        long afterFifteen = usedMemory();
        run(simulation, 30_000, 20);
        long afterThirty = usedMemory();

        assertThat(afterThirty - afterFifteen).isLessThan(10_000_000);
        assertThat(simulation.visits()).isGreaterThan(50_000);
        assertThat(recent.stream().count()).isLessThanOrEqualTo(10_000);
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void manyMoreOrdersThanAreFollowed_areLeftAlone() {
        Simulation simulation = simulation(42, new Behaviour(Behaviour.Mode.SHOP, 1, 1, 1_000), 100, 500);

        run(simulation, 20_000, 20);

        assertThat(simulation.openOrders()).isEqualTo(500);
        assertThat(simulation.leftAlone()).isGreaterThan(1_000);
    }

    @Test
    void clockSetBack_forgetsTheFutureAndContinues() throws FrameException {
        Simulation simulation = simulation(42, USUAL, 20, 100_000);
        run(simulation, 60_000, 100);

        now -= 30_000;
        chronicle.last = Long.MIN_VALUE;
        assertThat(simulation.tick(() -> true)).isPositive();
        run(simulation, 60_000, 100);

        assertThat(byItem().values()).allMatch(record -> record.createdAt() <= now);
        Set<String> gone = chronicle.visits.stream()
                .filter(visit -> visit.at() > START + 30_000)
                .limit(100)
                .flatMap(Visit::records)
                .map(Record::itemId)
                .collect(Collectors.toSet());
        assertThat(byItem().keySet()).as("what was taken out stays out").doesNotContainAnyElementsOf(gone);
    }

    @Test
    void outage_hasNoVisits() {
        Simulation simulation = simulation(42, USUAL, 100, 100_000);
        begin(Scenario.OUTAGE, 10);
        run(simulation, 250, 20);
        long before = simulation.visits();

        run(simulation, 9_700, 20);
        assertThat(simulation.visits()).isEqualTo(before);
        run(simulation, 2_000, 20);
        assertThat(simulation.visits()).isGreaterThan(before + 100);
    }

    @Test
    void flashSale_sellsMuchMoreOfOneCategoryForLess() {
        Simulation simulation = simulation(42, USUAL, 20, 100_000);
        begin(Scenario.FLASH_SALE, 60);

        run(simulation, 30_000, 20);

        assertThat(simulation.visits()).isGreaterThan(20 * 30 * 3);
        List<Boolean> onOffer = chronicle
                .orders()
                .flatMap(order -> order.items().stream())
                .filter(item -> item.salePrice().compareTo(item.product().retailPrice()) < 0)
                .map(item -> item.product().category().equals("Jeans"))
                .toList();
        long items = chronicle.visits.stream().flatMap(Visit::records).count();
        assertThat(onOffer).doesNotContain(false);
        assertThat((double) onOffer.size() / items).isCloseTo(.6, within(.05));
    }

    @Test
    void fraudBurst_isManyExpensiveItemsOfANewCustomer() {
        Simulation simulation = simulation(42, USUAL, 20, 100_000);
        begin(Scenario.FRAUD_BURST, 60);

        run(simulation, 60_000, 20);

        List<Order> frauds =
                chronicle.orders().filter(order -> order.items().size() > 4).toList();
        assertThat(frauds).hasSizeBetween(130, 230).allSatisfy(order -> {
            assertThat(order.items()).hasSizeBetween(6, 12);
            assertThat(order.user().createdAt()).isEqualTo(order.createdAt());
        });
        assertThat(frauds.stream()
                        .flatMap(order -> order.items().stream())
                        .mapToDouble(item -> item.salePrice().toBigDecimal().doubleValue())
                        .average()
                        .orElseThrow())
                .isGreaterThan(200);
    }

    @Test
    void paymentFailure_cancelsFourOfFiveOrdersWithinSeconds() {
        Simulation simulation = simulation(42, USUAL, 20, 100_000);
        begin(Scenario.PAYMENT_FAILURE, 30);

        run(simulation, 30_000, 20);
        List<Order> during = chronicle.orders().toList();
        run(simulation, 10_000, 20);
        List<Order> all = chronicle.orders().toList();

        assertThat(during).hasSizeGreaterThan(400);
        assertThat(cancelled(during, now)).isCloseTo(.83, within(.04));
        assertThat(cancelled(all.subList(during.size(), all.size()), now + 60_000))
                .as("as usual afterwards")
                .isCloseTo(.15, within(.08));
    }

    private static double cancelled(List<Order> orders, long at) {
        return (double) orders.stream()
                        .filter(order -> order.statusAt(at) == OrderStatus.CANCELLED)
                        .count()
                / orders.size();
    }

    @Test
    void blackFriday_rampsUpToAHundredTimesAndDown() {
        Simulation simulation = simulation(42, USUAL, 1, 100_000);
        begin(Scenario.BLACK_FRIDAY, 100);
        List<Long> perTenSeconds = new ArrayList<>();

        for (int i = 0; i < 10; i++) {
            long before = simulation.visits();
            run(simulation, 10_000, 20);
            perTenSeconds.add(simulation.visits() - before);
        }

        assertThat(perTenSeconds.get(0)).isBetween(100L, 500L);
        assertThat(perTenSeconds.subList(2, 8)).allMatch(visits -> visits > 700 && visits < 1_700);
        assertThat(perTenSeconds.get(9)).isBetween(100L, 500L);
    }

    @Test
    void steady_hasNoRhythm() {
        Simulation simulation = simulation(42, USUAL, 100, 100_000);
        begin(Scenario.STEADY, 0);

        run(simulation, 100_000, 20);

        assertThat(simulation.visits()).isCloseTo(10_000, within(400L));
    }

    @Test
    void day_followsADayInTenMinutes() {
        Simulation simulation = simulation(42, USUAL, 20, 100_000);
        scenario = Optional.of(new Running(
                Scenario.DAY,
                now,
                600,
                OptionalDouble.of(100),
                144,
                Instant.parse("2026-03-02T00:00:00Z").toEpochMilli(),
                ""));
        List<Long> perMinute = new ArrayList<>();

        for (int i = 0; i < 10; i++) {
            long before = simulation.visits();
            run(simulation, 60_000, 20);
            perMinute.add(simulation.visits() - before);
        }

        long most = perMinute.stream().mapToLong(visits -> visits).max().orElseThrow();
        long least = perMinute.stream().mapToLong(visits -> visits).min().orElseThrow();
        assertThat(most).isGreaterThan(least * 23 / 20);
        assertThat(simulation.visits()).isBetween(55_000L, 80_000L);
    }

    @Test
    void rush_visitsAsLongAsItMay() throws FrameException {
        Simulation simulation = simulation(42, USUAL, 1, 100_000);
        int[] left = {5_000};

        simulation.rush(() -> left[0]-- > 0);

        assertThat(simulation.visits()).isEqualTo(5_000);
        assertThat(byItem().values()).hasSizeGreaterThan(5_000).allMatch(record -> record.createdAt() == now);
        assertThat(byItem().values().stream()
                        .filter(record -> record.itemStatus().equals(OrderStatus.PROCESSING.label()))
                        .count())
                .isGreaterThan(byItem().size() * 95L / 100);
    }

    @Test
    void rush_duringAnOutage_hasNoVisits() {
        Simulation simulation = simulation(42, USUAL, 1, 100_000);
        begin(Scenario.OUTAGE, 10);

        simulation.rush(() -> true);

        assertThat(simulation.visits()).isZero();
    }

    @Test
    void moreThanTheMachineCanDo_isSkippedAndCounted() {
        Simulation simulation = simulation(42, USUAL, 1_000, 100_000);
        now += 10_000;
        int[] left = {100};

        simulation.tick(() -> left[0]-- > 0);

        assertThat(simulation.visits()).isEqualTo(101);
        assertThat(simulation.skipped()).isBetween(5_000L, 20_000L);
        now += 1_000;
        simulation.tick(() -> true);
        assertThat(chronicle.visits.subList(101, chronicle.visits.size()))
                .as("from now on")
                .hasSizeGreaterThan(400)
                .allMatch(visit -> visit.at() >= now - 1_000);
    }

    private void begin(Scenario which, int seconds) {
        scenario = Optional.of(new Running(which, now, seconds, OptionalDouble.empty(), 1, now, "Jeans"));
    }

    private void run(Simulation simulation, long millis, int step) {
        for (long end = now + millis; now < end; ) {
            now = Math.min(end, now + step);
            simulation.tick(() -> true);
        }
    }

    private Simulation simulation(long seed, Behaviour behaviour, double perSecond, int maxOpenOrders) {
        Shop shop = new Shop(seed, behaviour);
        return new Simulation(
                shop,
                new Market(shop, perSecond, new SimulatedClock(START, behaviour.timeScale()), () -> scenario),
                window,
                chronicle,
                () -> Instant.ofEpochMilli(now),
                new Simulation.Plan(seed, false, LOOKBACK, -1, maxOpenOrders));
    }

    private Map<String, Record> byItem() throws FrameException {
        return Frames.decode(window.frame(now - LOOKBACK.toMillis())).records().stream()
                .collect(Collectors.toMap(Record::itemId, record -> record));
    }
}
