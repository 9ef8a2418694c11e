package io.thelook.dashboard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PausesTest {

    private final Pauses pauses = new Pauses();
    private long nanos = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(30);

    @Test
    void usual_isTheLongestOfLate() {
        pauses.restart(nanos);
        assertThat(pauses.usualMillis()).isZero();

        add(60_000);
        for (int i = 0; i < 20; i++) {
            add(10);
        }
        assertThat(pauses.usualMillis()).as("a burst does not wear it down").isEqualTo(60_000);

        for (int i = 0; i < 601; i++) {
            add(1_000);
        }
        assertThat(pauses.usualMillis())
                .as("ten times its length without another")
                .isEqualTo(1_000);
    }

    @Test
    void restart_forgets() {
        pauses.restart(nanos);
        add(60_000);

        pauses.restart(nanos);

        assertThat(pauses.usualMillis()).isZero();
    }

    private void add(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
        pauses.add(nanos);
    }
}
