package io.thelook.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.source.LogPosition;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import io.thelook.model.Record;
import io.thelook.model.RecordBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The position of a view: where the log stood when its figures were made. */
class PositionTest {

    private static final long NOW = 1_741_051_200_000L;

    private final LiveWindow window = new LiveWindow(100);
    private final LiveView view = new LiveView(Query.DEFAULT, window, Duration.ofSeconds(5), 5, 100_000);

    @Test
    void positionOfNoLog_isLeftOut() {
        assertThat(view.news(at(LogPosition.NONE), 0)).doesNotContainKey("position");
        assertThat(view.position()).isEqualTo(LogPosition.NONE);
    }

    @Test
    void newPosition_isSentWithNewFigures() {
        assertThat(view.news(at(LogPosition.of(1, 0)), 0)).containsEntry("position", LogPosition.of(1, 0));
        put(RecordBuilder.aRecord().build());

        assertThat(view.news(at(LogPosition.of(1, 1)), 0)).containsEntry("position", LogPosition.of(1, 1));
        assertThat(view.said()).containsEntry("position", LogPosition.of(1, 1));
    }

    @Test
    void newPosition_withoutNewFigures_isForHeartbeatsAndNewcomers() {
        view.news(at(LogPosition.of(1)), 0);
        long sequence = view.sequence();

        assertThat(view.news(at(LogPosition.of(2)), 0)).isEmpty();

        assertThat(view.sequence()).isEqualTo(sequence);
        assertThat(view.position()).isEqualTo(LogPosition.of(2));
        assertThat(view.said()).containsEntry("position", LogPosition.of(2));
    }

    private void put(Record record) {
        window.upsert(List.of(record), NOW - 300_000, NOW, null);
        view.update(0);
    }

    private static Surroundings at(LogPosition position) {
        SourceStatus live = new SourceStatus(SourceStatus.State.LIVE, NOW, 0, 0, "");
        return new Surroundings(5, live, 0, null, null, position);
    }
}
