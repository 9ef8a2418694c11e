package io.thelook.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.window.Sums;
import io.thelook.model.Metrics;
import io.thelook.model.Money;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeltasTest {

    private final Deltas deltas = new Deltas(Duration.ofSeconds(5));

    @Test
    void get_beforeAndAtTheFirstUpdate_isZero() {
        assertThat(deltas.get()).isEqualTo(Metrics.ZERO);

        update(10, 0);

        assertThat(deltas.get()).isEqualTo(Metrics.ZERO);
    }

    @Test
    void get_feedAtTheRefreshInterval_isTheChangeFromFrameToFrame() {
        update(10, 0);
        update(14, 5.0);
        assertThat(deltas.get().numOrders()).isEqualTo(4);
        update(11, 9.6); // somewhat early
        assertThat(deltas.get().numOrders()).isEqualTo(-3);
        update(12, 15.4); // somewhat late
        assertThat(deltas.get().numOrders()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "4, 4", "5, 1", "6, 2"})
    void get_feedEverySecond_growsOverTheIntervalAndStartsAgain(int seconds, long delta) {
        for (int t = 0; t <= seconds; t++) {
            update(10 + t, t);
        }

        assertThat(deltas.get().numOrders()).isEqualTo(delta);
    }

    private void update(long orders, double seconds) {
        // An arbitrary origin beyond the sign: System.nanoTime may be anything.
        Sums sums = new Sums(orders, 0, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO);
        deltas.update(WindowMetrics.of(sums, 60_000L), Long.MAX_VALUE - 7 + (long) (seconds * 1e9));
    }
}
