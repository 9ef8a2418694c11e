package io.thelook.dashboard.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thelook.dashboard.mapping.Mapping;
import io.thelook.dashboard.source.Gzip;
import io.thelook.dashboard.source.GzipException;
import io.thelook.dashboard.source.RecordSource;
import io.thelook.dashboard.source.RecordSource.Entry;
import io.thelook.dashboard.source.RecordSource.Meaning;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import io.thelook.model.FeedFormat;
import io.thelook.model.FeedProtocol;
import io.thelook.model.FeedReader;
import io.thelook.model.FrameException;
import io.thelook.model.Record;
import io.thelook.model.RecordMapping;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Properties of everything between a message and the window: valid records give the same window in any shape, and
 * rubbish gives no exceptions but is counted.
 */
class ShapesTest {

    private static final long NOW = 1_741_051_200_000L;
    private static final int MEGABYTE = 1_000_000;
    private static final int ROUNDS = 300;

    /** Bytes that mean something in JSON. */
    private static final byte[] FAVOURITES = "{}[]\",:0-9.eE+n\\\n\u0000 ".getBytes(UTF_8);

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Shapes shapes = new Shapes(random, NOW);

    /** A window with what fills it. */
    private static final class Pipeline {

        final WindowKeeper keeper =
                new WindowKeeper(() -> new LiveWindow(100_000), Duration.ofMinutes(5), () -> 0, new NoReceiver());
        final Additions additions;
        final FeedFollower follower;

        Pipeline(Optional<RecordMapping> mapping) {
            additions = new Additions(
                    Runnable::run, keeper, format(true, mapping), () -> Instant.ofEpochMilli(NOW), System::nanoTime);
            EngineSettings settings = new EngineSettings(
                    5,
                    Duration.ofMillis(250),
                    3,
                    1_000,
                    1_000,
                    3,
                    3,
                    format(false, mapping),
                    Optional.empty(),
                    100L * MEGABYTE);
            follower = new FeedFollower(
                    Runnable::run, settings, keeper, () -> Instant.ofEpochMilli(NOW), System::nanoTime);
        }

        List<Record> records() {
            return keeper.window().records(Query.DEFAULT);
        }

        void assertCountsAddUp() {
            Intake intake = keeper.intake();
            assertThat(intake.framesReceived.sum())
                    .isEqualTo(intake.framesApplied.sum()
                            + intake.framesMalformed.sum()
                            + intake.framesSuperseded.sum()
                            + intake.framesOutOfSequence.sum());
            assertThat(intake.recordsReceived.sum())
                    .isEqualTo(intake.recordsApplied.sum()
                            + intake.recordsDuplicate.sum()
                            + intake.recordsLate.sum()
                            + intake.rejected());
        }
    }

    private static FeedFormat format(boolean isAdditions, Optional<RecordMapping> mapping) {
        return new FeedFormat(isAdditions, List.of("data"), mapping, "USD");
    }

    private List<ObjectNode> records(int number) {
        return Stream.generate(shapes::plain).limit(number).toList();
    }

    @Test
    void additions_inAnyShape_giveTheWindowOfThePlainForm() {
        for (int round = 0; round < ROUNDS; round++) {
            List<ObjectNode> records = records(1 + random.nextInt(60));
            Pipeline plain = new Pipeline(Optional.empty());
            records.forEach(record -> Batches.add(plain.additions, List.of(entry("[" + record + "]")), true));
            Pipeline disguised = new Pipeline(Optional.empty());
            List<Entry> entries =
                    shapes.messages(records).stream().map(ShapesTest::entry).toList();

            Batches.add(disguised.additions, entries, true);

            assertSame(plain, disguised, entries);
            assertThat(disguised.keeper.intake().framesApplied.sum()).isEqualTo(entries.size());
        }
    }

    @Test
    void window_inAnyShape_isThatOfThePlainForm() {
        for (int round = 0; round < ROUNDS; round++) {
            List<ObjectNode> records = records(1 + random.nextInt(30));
            RecordSource.Connection feed = new RecordSource.Connection(1, Meaning.WINDOW);
            Pipeline plain = new Pipeline(Optional.empty());
            plain.follower.message(feed, Shapes.plainMessage(records));
            Pipeline disguised = new Pipeline(Optional.empty());
            String message = shapes.message(records);

            disguised.follower.message(feed, message);

            assertSame(plain, disguised, message);
            assertThat(disguised.keeper.intake().framesApplied.sum()).isEqualTo(1);
        }
    }

    /** A mapping that changes nothing makes the same records of the same values. */
    @Test
    void mappedRecords_inAnyShape_giveTheWindowOfThePlainForm() {
        Optional<RecordMapping> mapping = Optional.of(Mapping.parse(". + {}"));
        for (int round = 0; round < ROUNDS / 3; round++) {
            List<ObjectNode> records = records(1 + random.nextInt(30));
            Pipeline plain = new Pipeline(Optional.empty());
            Batches.add(plain.additions, List.of(entry(Shapes.plainMessage(records))), true);
            Pipeline mapped = new Pipeline(mapping);
            List<Entry> entries =
                    shapes.messages(records).stream().map(ShapesTest::entry).toList();

            Batches.add(mapped.additions, entries, true);

            assertSame(plain, mapped, entries);
        }
    }

    private void assertSame(Pipeline plain, Pipeline disguised, Object messages) {
        assertThat(disguised.keeper.intake().rejected())
                .as("seed %d: %s", seed, messages)
                .isZero();
        assertThat(disguised.records())
                .as("seed %d: %s", seed, messages)
                .containsExactlyInAnyOrderElementsOf(plain.records());
        disguised.assertCountsAddUp();
    }

    /** The mappings under which rubbish is read. */
    private static Stream<String> mappings() {
        return Mapping.PRESETS.stream();
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void rubbish_isCounted(String name) throws IOException {
        Optional<RecordMapping> mapping = name.equals("thelook") ? Optional.empty() : Optional.of(Mapping.of(name));
        Pipeline pipeline = new Pipeline(mapping);
        FeedReader reader = new FeedReader(format(true, mapping));
        List<byte[]> valid = valid(name);
        for (int i = 0; i < 4_000; i++) {
            byte[] bytes = rubbish(valid);
            String text = text(bytes);
            try {
                reader.read(text);
                reader.readProtocol(text);
            } catch (FrameException e) {
                assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
            }
            switch (random.nextInt(3)) {
                case 0 -> Batches.add(pipeline.additions, List.of(entry(text), entry(text)), true);
                case 1 -> pipeline.follower.message(new RecordSource.Connection(i / 100, Meaning.WINDOW), text);
                default -> pipeline.follower.message(new RecordSource.Connection(i / 100, Meaning.PROTOCOL), text);
            }
        }

        pipeline.assertCountsAddUp();
        assertThat(pipeline.keeper.intake().framesMalformed.sum())
                .as("seed %d", seed)
                .isPositive();
        assertThat(pipeline.keeper.intake().framesApplied.sum())
                .as("seed %d", seed)
                .isPositive();
    }

    /** Valid messages that are turned into rubbish. */
    private List<byte[]> valid(String name) throws IOException {
        List<String> valid = new ArrayList<>();
        if (name.equals("thelook")) {
            for (int i = 0; i < 50; i++) {
                List<ObjectNode> records = records(1 + random.nextInt(3));
                valid.add(shapes.message(records));
                valid.add(FeedProtocol.heartbeat(i, NOW, NOW - 300_000));
                valid.add("{\"type\":\"" + (i % 5 == 0 ? "snapshot" : "upsert") + "\",\"seq\":" + i + ",\"now\":" + NOW
                        + ",\"from\":" + (NOW - 300_000) + ",\"records\":" + Shapes.plainMessage(records) + "}");
            }
        } else {
            for (String example : List.of(
                    "order", "order-refunded", "orders-refunded", "refund", "charge-succeeded", "refund-created")) {
                try (InputStream file = Mapping.class.getResourceAsStream(name + "-" + example + ".json")) {
                    if (file != null) {
                        valid.add(new String(file.readAllBytes(), UTF_8));
                    }
                }
            }
        }
        return valid.stream().map(text -> text.getBytes(UTF_8)).toList();
    }

    private byte[] rubbish(List<byte[]> valid) {
        if (random.nextInt(10) == 0) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            return bytes;
        }
        byte[] bytes = valid.get(random.nextInt(valid.size())).clone();
        for (int changes = random.nextInt(4); changes > 0 && bytes.length > 1; changes--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        int length = random.nextInt(Math.min(40, bytes.length - at) + 1);
        return switch (random.nextInt(5)) {
            case 0 -> with(bytes, at, (byte) random.nextInt(256));
            case 1, 2 -> with(bytes, at, FAVOURITES[random.nextInt(FAVOURITES.length)]);
            case 3 -> Arrays.copyOf(bytes, at);
            default -> without(bytes, at, length);
        };
    }

    private static byte[] with(byte[] bytes, int at, byte other) {
        bytes[at] = other;
        return bytes;
    }

    private static byte[] without(byte[] bytes, int at, int length) {
        byte[] shorter = new byte[bytes.length - length];
        System.arraycopy(bytes, 0, shorter, 0, at);
        System.arraycopy(bytes, at + length, shorter, at, shorter.length - at);
        return shorter;
    }

    /** The text of a message, which may have been compressed and changed then. */
    private String text(byte[] bytes) {
        if (random.nextInt(5) > 0) {
            return new String(bytes, UTF_8);
        }
        byte[] compressed = changed(Shapes.compressed(new String(bytes, UTF_8)));
        try {
            return new String(Gzip.inflate(compressed, compressed.length, MEGABYTE), UTF_8);
        } catch (GzipException e) {
            return "";
        }
    }

    private static Entry entry(String text) {
        return new Entry(null, text);
    }

    /** Ignores everything. */
    private static final class NoReceiver implements WindowKeeper.Receiver {

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
