package io.thelook.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.service.access.AttemptLimit.Attempt;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptLimitTest {

    private static final Attempt WRONG = new Attempt(false, 0);
    private static final Attempt RIGHT = new Attempt(true, 0);

    private final AtomicLong nanos = new AtomicLong();
    private final AttemptLimit limit = new AttemptLimit(nanos::get);

    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MAX_VALUE - 5, Long.MIN_VALUE})
    void tenWrongAttempts_areChecked_thenOneEverySixSeconds(long start) {
        nanos.set(start);

        for (int i = 0; i < AttemptLimit.BURST; i++) {
            assertThat(wrong("a")).isEqualTo(WRONG);
        }

        assertThat(wrong("a")).isEqualTo(new Attempt(false, 6));
        pass(Duration.ofMillis(5_001));
        assertThat(wrong("a")).isEqualTo(new Attempt(false, 1));
        pass(Duration.ofMillis(999));
        assertThat(wrong("a")).isEqualTo(WRONG);
        assertThat(wrong("a")).isEqualTo(new Attempt(false, 6));
    }

    @Test
    void limitedAttempt_isNotCheckedAndCostsNothing() {
        AtomicInteger checks = new AtomicInteger();
        useUp("a");

        for (int i = 0; i < 100; i++) {
            assertThat(limit.attempt("a", () -> checks.incrementAndGet() > 0).isRight())
                    .isFalse();
        }

        assertThat(checks).hasValue(0);
        pass(Duration.ofSeconds(6));
        assertThat(right("a")).isEqualTo(RIGHT);
    }

    @Test
    void rightAttempts_areNotLimited() {
        for (int i = 0; i < 100; i++) {
            assertThat(right("a")).isEqualTo(RIGHT);
        }
        assertThat(limit.networks()).isZero();
    }

    @Test
    void networks_haveAnAllowanceEach() {
        useUp("a");

        assertThat(right("b")).isEqualTo(RIGHT);
        assertThat(wrong("b")).isEqualTo(WRONG);
    }

    @Test
    void afterAMinute_theWholeAllowanceIsBack() {
        useUp("a");
        pass(Duration.ofMinutes(1));

        for (int i = 0; i < AttemptLimit.BURST; i++) {
            assertThat(wrong("a")).isEqualTo(WRONG);
        }
        assertThat(wrong("a").retryAfterSeconds()).isEqualTo(6);
    }

    @Test
    void manyNetworks_shareOneAllowanceAndNoMoreMemory() {
        for (int i = 0; i < AttemptLimit.MOST_NETWORKS; i++) {
            wrong("network " + i);
        }

        long checked = IntStream.range(0, 5_000)
                .filter(i -> wrong("other " + i).retryAfterSeconds() == 0)
                .count();

        assertThat(checked).isEqualTo(AttemptLimit.BURST);
        assertThat(limit.networks()).isEqualTo(AttemptLimit.MOST_NETWORKS + 1);
        assertThat(wrong("network 5")).isEqualTo(WRONG);
        pass(Duration.ofMinutes(1));
        assertThat(wrong("other 1")).isEqualTo(WRONG);
        assertThat(limit.networks()).isEqualTo(1);
    }

    private void useUp(String network) {
        for (int i = 0; i < AttemptLimit.BURST; i++) {
            wrong(network);
        }
    }

    private Attempt wrong(String network) {
        return limit.attempt(network, () -> false);
    }

    private Attempt right(String network) {
        return limit.attempt(network, () -> true);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
