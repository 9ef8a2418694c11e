package io.thelook.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongToDoubleFunction;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final long SECOND = 1_000_000;
    private static final long CELL = SECOND / 4;
    private static final long START = 1_741_051_200 * SECOND;

    @Test
    void evenSpacing_beginsAtTheStart() {
        Arrivals arrivals = new Arrivals(START, at -> 2, CELL, null);

        assertThat(times(arrivals, START + 2 * SECOND))
                .containsExactly(START, START + SECOND / 2, START + SECOND, START + 3 * SECOND / 2, START + 2 * SECOND);
    }

    @Test
    void random_isAPoissonProcess() {
        Arrivals arrivals = new Arrivals(START, at -> 20, CELL, new SplittableRandom(1));

        List<Long> times = times(arrivals, START + 1_000 * SECOND);

        double[] gaps = new double[times.size() - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (times.get(i + 1) - times.get(i)) / 1e6;
        }
        assertThat(times.size()).isCloseTo(20_000, within(500));
        assertThat(KolmogorovSmirnovTest.withDefaults()
                        .test(gaps, seconds -> 1 - Math.exp(-20 * seconds))
                        .getPValue())
                .isGreaterThan(.001);
    }

    @Test
    void rate_changes_isFollowedFromTheNextCellOn() {
        LongToDoubleFunction rate = at -> at < START + 10 * SECOND ? 1_000 : at < START + 20 * SECOND ? 0 : 4_000;
        Arrivals arrivals = new Arrivals(START, rate, CELL, new SplittableRandom(1));

        List<Long> times = times(arrivals, START + 30 * SECOND);

        assertThat(times.stream().filter(at -> at < START + 10 * SECOND).count())
                .isCloseTo(10_000, within(400L));
        assertThat(times).noneMatch(at -> at >= START + 10 * SECOND && at < START + 20 * SECOND);
        assertThat(times.stream().filter(at -> at >= START + 20 * SECOND).count())
                .isCloseTo(40_000, within(800L));
        assertThat(times).isSorted();
    }

    @Test
    void next_askedAtAnyTimes_givesTheSame() {
        LongToDoubleFunction rate = at -> 3 + at / SECOND % 5;
        List<Long> expected = times(new Arrivals(START, rate, CELL, new SplittableRandom(1)), START + 60 * SECOND);
        Arrivals arrivals = new Arrivals(START, rate, CELL, new SplittableRandom(1));
        SplittableRandom steps = new SplittableRandom(2);

        List<Long> times = new ArrayList<>();
        for (long limit = START; limit < START + 60 * SECOND; limit += steps.nextLong(1, SECOND)) {
            times.addAll(times(arrivals, limit));
        }
        times.addAll(times(arrivals, START + 60 * SECOND));

        assertThat(times).isEqualTo(expected).hasSizeGreaterThan(100);
    }

    private static List<Long> times(Arrivals arrivals, long until) {
        List<Long> times = new ArrayList<>();
        while (arrivals.next(until)) {
            times.add(arrivals.at());
        }
        return times;
    }
}
