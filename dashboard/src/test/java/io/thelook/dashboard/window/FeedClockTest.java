package io.thelook.dashboard.window;

import static io.thelook.model.RecordBuilder.aRecord;
import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.model.Record;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The limits at which a frame says how long the feed's own window is. */
class FeedClockTest {

    private static final long T = 1_741_051_200_000L;
    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60 * MINUTE;

    private final FeedClock clock = new FeedClock();

    private void infer(List<Long> times) {
        List<Record> records =
                times.stream().map(time -> aRecord().createdAt(time).build()).toList();
        clock.infer(records, T);
    }

    private static List<Long> times(int recent, long old, int olds) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < recent; i++) {
            times.add(T - MINUTE);
        }
        for (int i = 0; i < olds; i++) {
            times.add(old);
        }
        return times;
    }

    @Test
    void record_aMinuteAhead_tellsTheLength_andALaterOneDoesNot() {
        infer(List.of(T + MINUTE));
        assertThat(clock.isLengthKnown()).isTrue();
        infer(List.of(T + MINUTE + 1));
        assertThat(clock.isLengthKnown()).isFalse();
        assertThat(clock.oldest()).isEqualTo(T);
    }

    @Test
    void record_ofTheTimeThatIsKept_isRecent() {
        infer(List.of(T - Query.KEPT_MILLIS));
        assertThat(clock.isLengthKnown()).isTrue();
        assertThat(clock.begin()).isEqualTo(T - Query.KEPT_MILLIS);
        infer(List.of(T - Query.KEPT_MILLIS - 1));
        assertThat(clock.isLengthKnown()).isFalse();
    }

    /** It is the longest that later frames are assumed to have. */
    @Test
    void lengthOfTheTimeThatIsKept_isRemembered_andALongerOneIsNot() {
        infer(List.of(T - Query.KEPT_MILLIS));
        infer(List.of(T));
        assertThat(clock.begin()).isEqualTo(T - Query.KEPT_MILLIS);
        clock.forgetLength();
        infer(List.of(T - Query.KEPT_MILLIS - 1));
        infer(List.of(T));
        assertThat(clock.begin()).isEqualTo(T);
    }

    @Test
    void stragglers_areFewOfTheRecords() {
        infer(times(21, T - 60 * MINUTE, 1));
        assertThat(clock.begin()).isEqualTo(T - MINUTE);
        infer(times(20, T - 60 * MINUTE, 1));
        assertThat(clock.begin()).isEqualTo(T - 60 * MINUTE);
    }

    @Test
    void recordsOfLongAgo_areStragglersUnlessTheyAreAsManyAsTheOthers() {
        infer(times(3, T - DAY, 2));
        assertThat(clock.begin()).isEqualTo(T - MINUTE);
        infer(times(3, T - 2 * Query.KEPT_MILLIS, 2));
        assertThat(clock.begin()).as("not long ago").isEqualTo(T - 2 * Query.KEPT_MILLIS);
        infer(times(3, T - DAY, 3));
        assertThat(clock.begin()).isEqualTo(T - DAY);
    }

    @Test
    void wholeWindows_areCompleteAsLongAsTheyMeet() {
        clock.tell(T - 5 * MINUTE, T, true);
        clock.tell(T, T + 5 * MINUTE, true);
        assertThat(clock.completeSince()).isEqualTo(T - 5 * MINUTE);
        clock.tell(T + 5 * MINUTE + 1, T + 10 * MINUTE, true);
        assertThat(clock.completeSince()).isEqualTo(T + 5 * MINUTE + 1);
    }
}
