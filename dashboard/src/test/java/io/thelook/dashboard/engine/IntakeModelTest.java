package io.thelook.dashboard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.source.RecordSource.Connection;
import io.thelook.dashboard.source.RecordSource.Entry;
import io.thelook.dashboard.source.RecordSource.Meaning;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.model.FeedFormat;
import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.FeedProtocol;
import io.thelook.model.Record;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random messages of every kind, good and bad, in any order: each message and each record has exactly one outcome. */
class IntakeModelTest {

    private static final long NOW = 1_741_051_200_000L;
    private static final int MESSAGES = 20_000;
    private static final int MINUTE = 60_000;

    /** So few that records are dropped, and that some are too old for the room that there is. */
    private static final int ROOM = 40;

    private static final List<String> RUBBISH_MESSAGES =
            List.of("", "rubbish", "{\"type\":\"upsert\"}", "[{", "{\"type\":\"snapshot\",\"seq\":\"x\"}");
    private static final List<String> RUBBISH_RECORDS = List.of(
            "7",
            "null",
            "{}",
            "{\"order_id\":\"1\"}",
            "{\"order_id\":\"1\",\"item_id\":\"1\",\"sale_price\":\"much\"}",
            "{\"order_id\":\"1\",\"item_id\":\"1\",\"sale_price\":1,\"currency\":\"EUR\"}");

    private final long seed = System.nanoTime();
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final WindowKeeper keeper =
            new WindowKeeper(() -> new LiveWindow(ROOM), Duration.ofMinutes(5), System::nanoTime, new Receiver());
    private final Intake intake = keeper.intake();
    private final FeedFormat format = new FeedFormat(true, List.of("data"), Optional.empty(), "USD");
    private long now = NOW;
    private long offered;
    private long elements;
    private long sequence;
    private Connection connection = new Connection(1, Meaning.PROTOCOL);

    private FeedFollower follower() {
        EngineSettings settings =
                new EngineSettings(5, Duration.ofMillis(250), 3, 1_000, 10, 3, 3, format, Optional.empty(), 20_000);
        return new FeedFollower(tasks::add, settings, keeper, () -> Instant.ofEpochMilli(now), System::nanoTime);
    }

    private void run() {
        while (!tasks.isEmpty()) {
            tasks.poll().run();
        }
    }

    @Test
    void feed_withGapsRubbishAndFloods_addsUp() {
        FeedFollower follower = follower();
        for (int message = 0; message < MESSAGES; message++) {
            now += random.nextInt(10) > 0 ? random.nextInt(2_000) : random.nextInt(40 * MINUTE) - 10 * MINUTE;
            if (random.nextInt(100) == 0) {
                Meaning meaning = random.nextInt(3) == 0 ? Meaning.WINDOW : Meaning.PROTOCOL;
                connection = new Connection(connection.number() + 1, meaning);
            }
            int times = random.nextInt(200) == 0 ? 300 : 1;
            for (int i = 0; i < times; i++) {
                send(follower);
            }
            if (random.nextInt(3) == 0) {
                run();
                assertAddsUp();
            }
        }
        run();

        assertAddsUp();
        assertThat(List.of(
                        intake.framesApplied.sum(),
                        intake.framesMalformed.sum(),
                        intake.framesSuperseded.sum(),
                        intake.framesOutOfSequence.sum(),
                        intake.recordsApplied.sum(),
                        intake.recordsDuplicate.sum(),
                        intake.recordsLate.sum(),
                        intake.rejected()))
                .as("seed %d: every outcome has happened", seed)
                .allMatch(count -> count > 0);
    }

    private void send(FeedFollower follower) {
        offered++;
        if (random.nextInt(50) == 0) {
            follower.unreadable(connection, "not UTF-8");
        } else if (random.nextInt(30) == 0) {
            follower.message(connection, RUBBISH_MESSAGES.get(random.nextInt(RUBBISH_MESSAGES.size())));
        } else if (connection.meaning() == Meaning.WINDOW) {
            follower.message(connection, records());
        } else {
            // Sometimes a message is missing, or comes twice.
            int kind = random.nextInt(10);
            long from = now - 5 * MINUTE;
            if (kind > 1) {
                sequence += random.nextInt(20) == 0 ? random.nextInt(3) : 1;
            }
            follower.message(
                    connection,
                    switch (kind) {
                        case 0 -> FeedProtocol.heartbeat(sequence, now, from);
                        case 1 -> message(Kind.SNAPSHOT, from);
                        default -> message(Kind.UPSERT, from);
                    });
        }
    }

    private String message(Kind kind, long from) {
        String records = records();
        return FeedProtocol.open(kind, sequence, now, from)
                + records.substring(1, records.length() - 1)
                + FeedProtocol.CLOSE;
    }

    /** An array of records; the window may know some, and some are rubbish. */
    private String records() {
        return IntStream.range(0, random.nextInt(12))
                .mapToObj(i -> random.nextInt(10) == 0
                        ? RUBBISH_RECORDS.get(random.nextInt(RUBBISH_RECORDS.size()))
                        : record())
                .peek(element -> elements++)
                .collect(Collectors.joining(",", "[", "]"));
    }

    private String record() {
        long createdAt = now - random.nextInt(random.nextInt(5) == 0 ? 60 * MINUTE : 5 * MINUTE);
        String version = random.nextBoolean() ? "" : ",\"updated_at\":" + (createdAt + random.nextInt(MINUTE));
        return "{\"order_id\":\"order-" + random.nextInt(20) + "\",\"item_id\":\"" + random.nextInt(4)
                + "\",\"sale_price\":" + random.nextInt(3) + ",\"created_at\":" + createdAt + version + "}";
    }

    /** Nothing is dropped before it is read, so the records that were sent are known, too. */
    @Test
    void additions_withRemovalsAndRubbish_addUp() {
        Additions additions =
                new Additions(tasks::add, keeper, format, () -> Instant.ofEpochMilli(now), System::nanoTime);
        for (int batch = 0; batch < MESSAGES / 10; batch++) {
            now += random.nextInt(2_000);
            List<Entry> entries = new ArrayList<>();
            for (int i = random.nextInt(10); i >= 0; i--) {
                entries.add(
                        switch (random.nextInt(20)) {
                            case 0 -> new Entry("order-" + random.nextInt(20), null);
                            case 1 -> new Entry(null, RUBBISH_MESSAGES.get(random.nextInt(2)));
                            default -> new Entry(null, records());
                        });
            }
            offered += entries.size();
            Batches.add(additions, entries, random.nextBoolean());
            if (random.nextInt(3) == 0) {
                run();
                additions.tick(true);
                assertAddsUp();
                assertThat(intake.recordsReceived.sum()).as("seed %d", seed).isEqualTo(elements);
            }
        }
        assertThat(intake.framesMalformed.sum()).isPositive();
        assertThat(intake.rejected()).isPositive();
    }

    private void assertAddsUp() {
        assertThat(intake.framesReceived.sum())
                .as("seed %d: messages", seed)
                .isEqualTo(offered)
                .isEqualTo(intake.framesApplied.sum()
                        + intake.framesMalformed.sum()
                        + intake.framesSuperseded.sum()
                        + intake.framesOutOfSequence.sum());
        assertThat(intake.recordsReceived.sum())
                .as("seed %d: records", seed)
                .isLessThanOrEqualTo(elements)
                .isEqualTo(intake.recordsApplied.sum()
                        + intake.recordsDuplicate.sum()
                        + intake.recordsLate.sum()
                        + intake.rejected());
        assertThat(intake.recordsDuplicate.sum()).isNotNegative();
    }

    private static final class Receiver implements WindowKeeper.Receiver {

        @Override
        public void applied(List<Record> records, boolean whole) {}

        @Override
        public void refused() {}

        @Override
        public void restarted(LiveWindow window) {
            throw new AssertionError("a message could not be applied");
        }

        @Override
        public void needsAll() {}
    }
}
