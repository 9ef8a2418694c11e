package io.thelook.dashboard.source.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.source.RecordSource.Connection;
import io.thelook.dashboard.source.RecordSource.Entry;
import io.thelook.dashboard.source.RecordSource.Meaning;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

    private static final Connection CONNECTION = new Connection(1, Meaning.ADDITIONS);

    private final RecordingSink sink = new RecordingSink();
    private final Deliveries deliveries = new Deliveries(sink);

    @Test
    void hasSlot_untilTheLimitWaits_andAgainOnceABatchWasApplied() {
        sink.hold();
        for (int i = 0; i < Deliveries.MOST_IN_FLIGHT; i++) {
            assertThat(deliveries.hasSlot(Duration.ZERO)).isTrue();
            deliveries.pass(CONNECTION, List.of(new Entry(null, "{}")), true);
        }
        assertThat(deliveries.hasSlot(Duration.ZERO)).isFalse();

        sink.release();

        assertThat(deliveries.hasSlot(Duration.ZERO)).isTrue();
    }

    @Test
    void hasSlot_askedAgain_takesNone() {
        for (int i = 0; i <= Deliveries.MOST_IN_FLIGHT; i++) {
            assertThat(deliveries.hasSlot(Duration.ZERO)).isTrue();
        }
    }

    @Test
    void hasSlot_interrupted_isFalseAndKeepsTheInterrupt() {
        Thread.currentThread().interrupt();

        boolean hasSlot = deliveries.hasSlot(Duration.ofSeconds(1));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(hasSlot).isFalse();
    }
}
