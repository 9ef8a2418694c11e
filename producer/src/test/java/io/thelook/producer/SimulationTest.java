package io.thelook.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thelook.model.FeedEncoding;
import io.thelook.model.FrameException;
import io.thelook.model.Frames;
import io.thelook.model.Record;
import io.thelook.producer.scenario.Running;
import io.thelook.producer.scenario.Scenario;
import io.thelook.producer.store.Shop;
import io.thelook.producer.store.SimulatedClock;
import io.thelook.service.feed.FeedWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The simulation in mode steady: what the reference does. */
class SimulationTest {

    private static final long START = 1_741_051_200_000L;
    private static final Duration LOOKBACK = Duration.ofMinutes(5);
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final int MAX = 100_000;

    private long now = START;
    private final FeedWindow window = new FeedWindow(MAX, FeedEncoding.ARRAY);

    @Test
    void backfill_fillsTheWholeWindowBeforeTheFirstTick() throws FrameException {
        Simulation simulation = simulation(-1);

        simulation.backfill(MAX);

        assertThat(simulation.visits()).isEqualTo(600);
        assertThat(records()).hasSizeBetween(900, 1_300);
        assertThat(records().get(0).createdAt()).isCloseTo(START - LOOKBACK.toMillis(), within(5_000L));
        assertThat(records()).allMatch(record -> record.createdAt() < START);
    }

    @Test
    void backfill_moreThanThereIsRoomFor_fillsTheRoomWithTheNewest() throws FrameException {
        Simulation simulation = simulation(-1);

        simulation.backfill(181);

        assertThat(simulation.visits()).isEqualTo(100);
        assertThat(records()).allMatch(record -> record.createdAt() >= START - 100 * 500);
    }

    @Test
    void tick_irregular_givesTheRecordsOfTheirDueTimes() throws FrameException {
        Simulation regular = simulation(-1);
        for (int i = 0; i < 1_000; i++) {
            now += 20;
            regular.tick(() -> true);
        }
        List<Record> expected = records();
        window.removeAfter(0);
        now = START;

        Simulation irregular = simulation(-1);
        for (int step : new int[] {1, 3_333, 0, 16_666}) {
            now += step;
            irregular.tick(() -> true);
        }

        assertThat(records()).isEqualTo(expected).isNotEmpty();
        assertThat(expected).allMatch(record -> (record.createdAt() - START) % 500 == 0);
        assertThat(expected).allMatch(record -> record.createdAt() <= now);
    }

    @Test
    void tick_maxVisitsReached_fallsSilent() {
        Simulation simulation = simulation(3);
        simulation.backfill(MAX);
        long history = simulation.visits();

        now += 60_000;
        simulation.tick(() -> true);

        assertThat(simulation.visits() - history).isEqualTo(3);
    }

    @Test
    void tick_clockJumpsAheadByADay_skipsWhatIsOutsideTheWindow() throws FrameException {
        Simulation simulation = simulation(-1);
        simulation.tick(() -> true);

        now += Duration.ofDays(1).toMillis();
        simulation.tick(() -> true);

        assertThat(simulation.skipped()).isCloseTo(86_400 * 2 - 600, within(2L));
        assertThat(simulation.visits()).isCloseTo(601, within(2L));
        assertThat(records()).allMatch(record -> record.createdAt() >= now - LOOKBACK.toMillis());
    }

    @Test
    void tick_clockSetBack_removesTheFutureAndContinues() throws FrameException {
        Simulation simulation = simulation(-1);
        now += 60_000;
        simulation.tick(() -> true);

        now -= 30_000;
        int removed = simulation.tick(() -> true);

        assertThat(removed).isPositive();
        assertThat(records()).isNotEmpty().allMatch(record -> record.createdAt() <= now);
        long visits = simulation.visits();
        now += 10_000;
        simulation.tick(() -> true);
        assertThat(simulation.visits() - visits).isCloseTo(20, within(1L));
        assertThat(records()).allMatch(record -> record.createdAt() <= now);
    }

    @Test
    void tick_faultsOfTheReference_areNotReproduced() throws FrameException {
        Simulation simulation = simulation(-1);
        simulation.backfill(MAX);
        now += 60_000;
        simulation.tick(() -> true);

        Set<String> countries = records().stream().map(Record::country).collect(Collectors.toCollection(TreeSet::new));
        assertThat(countries).doesNotContain("España", "Deutschland").contains("Spain", "Germany");
        assertThat(records()).allMatch(record -> record.createdAt() <= now);
    }

    /** A stretch without a visit costs time too: a long one of short cells would keep the thread for many seconds. */
    @Test
    void tick_longStretchWithoutVisits_endsWhenToldTo() {
        Running outage = new Running(Scenario.OUTAGE, START, 0, OptionalDouble.empty(), 1, START, "Jeans");
        Simulation simulation = simulation(-1, Optional.of(outage));
        AtomicInteger asked = new AtomicInteger();
        now += 60_000;

        simulation.tick(() -> asked.incrementAndGet() < 5);

        assertThat(asked).hasValue(5);
        assertThat(simulation.visits()).isZero();
    }

    private Simulation simulation(long maxVisits) {
        return simulation(maxVisits, Optional.empty());
    }

    private Simulation simulation(long maxVisits, Optional<Running> scenario) {
        Shop shop = new Shop(42);
        return new Simulation(
                shop,
                new Market(shop, 1e3 / WAIT.toMillis(), new SimulatedClock(START, 1), () -> scenario),
                window,
                new Nobody(),
                () -> Instant.ofEpochMilli(now),
                new Simulation.Plan(42, true, LOOKBACK, maxVisits, MAX));
    }

    private List<Record> records() throws FrameException {
        return Frames.decode(window.frame(now - LOOKBACK.toMillis())).records();
    }
}
