package io.thelook.producer.window;

import static io.thelook.model.RecordBuilder.aRecord;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thelook.model.FeedEncoding;
import io.thelook.model.FrameException;
import io.thelook.model.GoldenFrames;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordWindowTest {

    private static final long T = 1_741_051_200_000L;
    private static final Duration LOOKBACK = Duration.ofMinutes(5);

    private final RecordWindow window = new RecordWindow(LOOKBACK, 1_000, FeedEncoding.ARRAY);

    @Test
    void snapshot_empty_isAnEmptyArray() {
        assertThat(window.snapshot(T)).isEqualTo(new Snapshot("[]", 0, 2));
        assertThat(new RecordWindow(LOOKBACK, 1, FeedEncoding.STRING)
                        .snapshot(T)
                        .frame())
                .isEqualTo("\"[]\"");
    }

    @Test
    void snapshot_recordExactlyAtTheLookback_isInside() throws FrameException {
        window.add(aRecord().item("old").createdAt(T).build());
        window.add(aRecord().item("new").createdAt(T + 1).build());

        assertThat(items(window.snapshot(T + LOOKBACK.toMillis()))).containsExactly("old", "new");
        assertThat(items(window.snapshot(T + LOOKBACK.toMillis() + 1))).containsExactly("new");
        assertThat(items(window.snapshot(T + LOOKBACK.toMillis() + 2))).isEmpty();
    }

    @Test
    void snapshot_goldenRecords_isTheGoldenFrame() throws FrameException {
        RecordCodec.decode(GoldenFrames.ours()).records().forEach(window::add);

        assertThat(window.snapshot(0).frame()).isEqualTo(GoldenFrames.ours());
        assertThat(window.snapshot(0).bytes()).isEqualTo(GoldenFrames.ours().getBytes(UTF_8).length);
    }

    @Test
    void snapshot_unchanged_isMadeOnce() {
        window.add(aRecord().createdAt(T).build());

        Snapshot first = window.snapshot(T);

        assertThat(window.snapshot(T + 1)).isSameAs(first);
        window.add(aRecord().item("2").createdAt(T).build());
        assertThat(window.snapshot(T + 1)).isNotSameAs(first);
    }

    @Test
    void add_beyondTheMaximum_dropsTheOldestAndCountsIt() throws FrameException {
        RecordWindow small = new RecordWindow(LOOKBACK, 2, FeedEncoding.ARRAY);
        for (String item : List.of("1", "2", "3")) {
            small.add(aRecord().item(item).createdAt(T).build());
        }

        assertThat(items(small.snapshot(T))).containsExactly("2", "3");
        assertThat(small.dropped()).isEqualTo(1);
    }

    @Test
    void add_olderThanTheNewest_isRefused() {
        window.add(aRecord().createdAt(T).build());

        assertThatThrownBy(() -> window.add(aRecord().createdAt(T - 1).build()))
                .hasMessage("created_at " + (T - 1) + ": expected at least that of the newest record, " + T);
    }

    @Test
    void removeAfter_takesOutWhatLiesInTheFuture() throws FrameException {
        window.add(aRecord().item("1").createdAt(T).build());
        window.add(aRecord().item("2").createdAt(T + 10).build());

        assertThat(window.removeAfter(T)).isEqualTo(1);
        assertThat(items(window.snapshot(T))).containsExactly("1");
    }

    /** The model: a list that is filtered anew each time. */
    @ParameterizedTest
    @EnumSource(FeedEncoding.class)
    void randomOperations_matchANaiveWindow(FeedEncoding encoding) throws FrameException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int max = 200;
        RecordWindow actual = new RecordWindow(LOOKBACK, max, encoding);
        List<Record> model = new ArrayList<>();
        long now = T;

        for (int i = 0; i < 3_000; i++) {
            now += random.nextInt(4_000);
            if (random.nextInt(3) > 0) {
                Record record = aRecord().item("ítem-" + i).createdAt(now).build();
                actual.add(record);
                model.add(record);
                if (model.size() > max) {
                    model.remove(0);
                }
            } else if (random.nextInt(20) == 0) {
                now -= random.nextInt(60_000);
                long latest = now;
                actual.removeAfter(now);
                model.removeIf(r -> r.createdAt() > latest);
            } else {
                long oldest = now - LOOKBACK.toMillis();
                model.removeIf(r -> r.createdAt() < oldest);
                Snapshot snapshot = actual.snapshot(now);
                assertThat(RecordCodec.decode(snapshot.frame()).records())
                        .as("seed %d, step %d", seed, i)
                        .isEqualTo(model);
                assertThat(snapshot.bytes()).isEqualTo(snapshot.frame().getBytes(UTF_8).length);
                assertThat(snapshot.records()).isEqualTo(model.size());
            }
        }
    }

    private static List<String> items(Snapshot snapshot) throws FrameException {
        return RecordCodec.decode(snapshot.frame()).records().stream()
                .map(Record::itemId)
                .toList();
    }
}
