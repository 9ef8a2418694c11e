package io.thelook.service.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThrottleTest {

    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final AtomicLong nanos = new AtomicLong();

    /** {@link System#nanoTime} may begin anywhere, and overflow meanwhile. */
    @ParameterizedTest
    @ValueSource(longs = {0, -7, Long.MIN_VALUE, Long.MAX_VALUE - 1})
    void tryAcquire_isGrantedAtOnce_thenOncePerInterval(long start) {
        nanos.set(start);
        Throttle throttle = new Throttle(INTERVAL, nanos::get);

        assertThat(throttle.tryAcquire()).isTrue();
        assertThat(throttle.tryAcquire()).isFalse();

        nanos.addAndGet(INTERVAL.toNanos() - 1);
        assertThat(throttle.tryAcquire()).isFalse();

        nanos.addAndGet(1);
        assertThat(throttle.tryAcquire()).isTrue();
        assertThat(throttle.tryAcquire()).isFalse();
    }

    @Test
    void tryAcquire_afterALongPause_isGrantedOnce() {
        Throttle throttle = new Throttle(INTERVAL, nanos::get);
        nanos.addAndGet(INTERVAL.toNanos() * 100);

        assertThat(throttle.tryAcquire()).isTrue();
        assertThat(throttle.tryAcquire()).isFalse();
    }

    @Test
    void tryAcquire_byManyThreadsAtOnce_isGrantedToOne() {
        Throttle throttle = new Throttle(INTERVAL, nanos::get);

        assertThat(IntStream.range(0, 100_000)
                        .parallel()
                        .filter(i -> throttle.tryAcquire())
                        .count())
                .isEqualTo(1);
    }
}
