package io.thelook.dashboard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClockDifferenceTest {

    private static final long T = 1_741_051_200_000L;

    private final ClockDifference difference = new ClockDifference();

    @Test
    void nothingKnown_isZero() {
        difference.roundTrip(8);

        assertThat(difference.millis()).isZero();
    }

    @Test
    void feedAheadByHalfAMinute_overAnUnevenWay_isFoundToHalfTheShortestRoundTrip() {
        long ahead = 30_000;
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 500; i++) {
            long sentAt = T + i * 200L;
            long there = 3 + random.nextInt(40);
            long back = 5 + random.nextInt(40);
            difference.message(sentAt + there, sentAt + ahead);
            difference.roundTrip(there + back);
        }

        assertThat(difference.millis()).isBetween(ahead - 4, ahead + 4);
    }

    @Test
    void feedBehind_isNegative() {
        difference.message(T + 10, T - 5_000);
        difference.roundTrip(20);

        assertThat(difference.millis()).isEqualTo(-5_000);
    }

    @Test
    void unsolicitedPong_isIgnored() {
        difference.message(T + 10, T);
        difference.roundTrip(20);
        difference.roundTrip(-1e9);

        assertThat(difference.millis()).isZero();
    }

    @Test
    void clockThatIsSet_isFollowedWithinAMinute() {
        difference.message(T, T + 10_000);
        difference.message(T + 30_000, T + 30_000);
        assertThat(difference.millis()).as("the quicker one still counts").isEqualTo(10_000);

        difference.message(T + 60_000, T + 60_000);
        assertThat(difference.millis()).isZero();
    }

    @Test
    void reset_forgets() {
        difference.message(T, T + 10_000);
        difference.reset();

        assertThat(difference.millis()).isZero();
    }
}
