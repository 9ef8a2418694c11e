package io.thelook.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {

    /** The clock's origin is arbitrary, and its values may overflow. */
    @ParameterizedTest
    @ValueSource(longs = {0, -50, Long.MAX_VALUE - 50})
    void failure_closesForAPause_thenAdmitsOne_andEachSuccessDoubles(long now) {
        Gate gate = new Gate(8);
        assertThat(gate.limit(now)).isEqualTo(8);

        gate.close(now, 100, false);

        assertThat(gate.limit(now + 99)).isZero();
        assertThat(gate.limit(now + 100)).isEqualTo(1);
        gate.open();
        assertThat(gate.limit(now + 101)).isEqualTo(2);
        gate.open();
        gate.open();
        gate.open();
        assertThat(gate.limit(now + 102)).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -50, Long.MAX_VALUE - 50})
    void success_endsAPauseUnlessTheReceiverAskedForIt(long now) {
        Gate gate = new Gate(8);
        gate.close(now, 100, false);
        gate.open();
        assertThat(gate.limit(now + 1)).isEqualTo(2);

        gate.close(now + 2, 100, true);
        gate.close(now + 3, 10, false);
        gate.open();

        assertThat(gate.limit(now + 101)).isZero();
        assertThat(gate.limit(now + 102)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -50, Long.MAX_VALUE - 50})
    void attemptsFromBeforeTheFailure_areNoNews(long now) {
        Gate gate = new Gate(8);
        assertThat(gate.isNews(now)).isTrue();

        gate.close(now + 10, 100, false);

        assertThat(gate.isNews(now + 9)).isFalse();
        assertThat(gate.isNews(now + 10)).isTrue();
    }
}
