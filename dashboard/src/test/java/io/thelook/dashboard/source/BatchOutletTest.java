package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.source.RecordSource.Batch;
import io.thelook.dashboard.source.RecordSource.Connection;
import io.thelook.dashboard.source.RecordSource.Entry;
import io.thelook.dashboard.source.RecordSource.Meaning;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchOutletTest {

    private static final Connection CONNECTION = new Connection(1, Meaning.ADDITIONS);

    private final RecordingSink sink = new RecordingSink();
    private final BatchOutlet outlet = new BatchOutlet(sink);

    @Test
    void hasSlot_untilTheLimitWaits_andAgainOnceABatchWasApplied() {
        sink.hold();
        for (int i = 0; i < BatchOutlet.MOST_IN_FLIGHT; i++) {
            assertThat(outlet.hasSlot(Duration.ZERO)).isTrue();
            outlet.pass(CONNECTION, Batch.live(new Entry(null, "{}")));
        }
        assertThat(outlet.hasSlot(Duration.ZERO)).isFalse();

        sink.release();

        assertThat(outlet.hasSlot(Duration.ZERO)).isTrue();
    }

    @Test
    void hasSlot_askedAgain_takesNone() {
        for (int i = 0; i <= BatchOutlet.MOST_IN_FLIGHT; i++) {
            assertThat(outlet.hasSlot(Duration.ZERO)).isTrue();
        }
    }

    @Test
    void hasSlot_interrupted_isFalseAndKeepsTheInterrupt() {
        Thread.currentThread().interrupt();

        boolean hasSlot = outlet.hasSlot(Duration.ofSeconds(1));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(hasSlot).isFalse();
    }
}
