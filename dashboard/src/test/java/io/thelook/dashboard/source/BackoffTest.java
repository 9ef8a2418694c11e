package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff =
            new Backoff(Duration.ofMillis(250), Duration.ofSeconds(10), new SplittableRandom(1));

    @Test
    void next_doublesItsLimitUpToTheLongest() {
        long[] limits = {250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000};

        for (long limit : limits) {
            assertThat(backoff.next().toMillis()).isBetween(1L, limit);
        }
        assertThat(backoff.attempt()).isEqualTo(limits.length);
    }

    @Test
    void next_afterThousands_staysWithinTheLimit() {
        for (int i = 0; i < 5_000; i++) {
            assertThat(backoff.next().toMillis()).isBetween(1L, 10_000L);
        }
    }

    @Test
    void next_isSpreadOverTheWholeRange() {
        for (int i = 0; i < 10; i++) {
            backoff.next();
        }

        double mean = 0;
        for (int i = 0; i < 2_000; i++) {
            mean += backoff.next().toMillis() / 2_000.0;
        }

        assertThat(mean).isBetween(4_700.0, 5_300.0);
    }

    @Test
    void reset_startsWithTheFirstWait() {
        backoff.next();
        backoff.next();

        backoff.reset();

        assertThat(backoff.attempt()).isZero();
        assertThat(backoff.next().toMillis()).isLessThanOrEqualTo(250);
    }
}
