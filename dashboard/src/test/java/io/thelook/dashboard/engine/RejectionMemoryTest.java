package io.thelook.dashboard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.model.Frame;
import io.thelook.model.Frame.Rejected;
import io.thelook.model.Rejection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RejectionMemoryTest {

    private final RejectionMemory memory = new RejectionMemory();

    @Test
    void frame_countsWhatTheOneBeforeHadNot() {
        assertThat(memory.news(frame(1, 2, 2), true)).isEqualTo(Map.of(Rejection.NOT_TEXT, 3));
        assertThat(memory.news(frame(1, 2, 2), true)).isEmpty();
        assertThat(memory.news(frame(2, 2, 2), true)).as("one more alike").isEqualTo(Map.of(Rejection.NOT_TEXT, 1));
        assertThat(memory.news(frame(1), true)).as("it had left").isEqualTo(Map.of(Rejection.NOT_TEXT, 1));
        assertThat(memory.news(frame(), true)).isEmpty();
        assertThat(memory.news(frame(1), true)).isEqualTo(Map.of(Rejection.NOT_TEXT, 1));
    }

    /** A delivery that is repeated, or a change of a record that stays unusable, counted again. */
    @Test
    void upserts_andTheSnapshotAfterThem_countEachRecordOnce() {
        assertThat(memory.news(frame(1), false)).isEqualTo(Map.of(Rejection.NOT_TEXT, 1));
        assertThat(memory.news(frame(1), false)).as("it has come again").isEmpty();
        assertThat(memory.news(frame(2, 2), false)).isEqualTo(Map.of(Rejection.NOT_TEXT, 2));

        assertThat(memory.news(frame(1, 2), true)).isEmpty();
    }

    /** Of 5,000 unusable records in the window, 4,000 counted again with each frame. */
    @Test
    void moreThanHaveDetails_countOnce() {
        assertThat(memory.news(frameOf(5_000), true)).isEqualTo(Map.of(Rejection.NOT_TEXT, 5_000));
        assertThat(memory.news(frameOf(5_000), true)).isEmpty();
        assertThat(memory.news(frameOf(5_010), true)).isEqualTo(Map.of(Rejection.NOT_TEXT, 10));
    }

    private static Frame frameOf(int rejections) {
        Frame detailed = frame(LongStream.range(0, Frame.MOST_REJECTIONS).toArray());
        return new Frame(List.of(), Map.of(Rejection.NOT_TEXT, rejections), detailed.rejections());
    }

    @Test
    void moreThanAreRemembered_countEachTime() {
        for (int i = 0; i < RejectionMemory.MOST / Frame.MOST_REJECTIONS; i++) {
            long from = (long) i * Frame.MOST_REJECTIONS;
            memory.news(
                    frame(LongStream.range(from, from + Frame.MOST_REJECTIONS).toArray()), false);
        }

        memory.news(frame(-1), false);

        assertThat(memory.news(frame(0, -1), true))
                .as("the last one was too much")
                .isEqualTo(Map.of(Rejection.NOT_TEXT, 1));
    }

    private static Frame frame(long... fingerprints) {
        List<Rejected> rejected = IntStream.range(0, fingerprints.length)
                .mapToObj(i -> new Rejected(0, Rejection.NOT_TEXT, "as any", fingerprints[i]))
                .toList();
        return new Frame(
                List.of(), rejected.isEmpty() ? Map.of() : Map.of(Rejection.NOT_TEXT, rejected.size()), rejected);
    }
}
