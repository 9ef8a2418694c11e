package io.thelook.dashboard.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoverageTest {

    private static TimeSpan span(long from, long to) {
        return new TimeSpan(from, to);
    }

    @Test
    void spansThatMeet_areJoined() {
        Coverage coverage = Coverage.NONE.with(span(10, 20)).with(span(30, 40)).with(span(20, 25));

        assertThat(coverage.spans()).containsExactly(span(10, 25), span(30, 40));
        assertThat(coverage.with(span(24, 31)).spans()).containsExactly(span(10, 40));
    }

    @Test
    void emptySpan_addsNothing() {
        assertThat(Coverage.NONE.with(span(5, 5))).isEqualTo(Coverage.NONE);
    }

    @Test
    void nothing_hasNeitherStartNorEnd() {
        assertThat(Coverage.NONE.from()).isEqualTo(Long.MAX_VALUE);
        assertThat(Coverage.NONE.to()).isEqualTo(Long.MIN_VALUE);
        assertThat(Coverage.NONE.gaps(span(1, 3))).containsExactly(span(1, 3));
    }

    @Test
    void gaps_areWhatIsNotCovered() {
        Coverage coverage = new Coverage(List.of(span(10, 20), span(30, 40)));

        assertThat(coverage.gaps(span(0, 50))).containsExactly(span(0, 10), span(20, 30), span(40, 50));
        assertThat(coverage.gaps(span(12, 18))).isEmpty();
        assertThat(coverage.gaps(span(15, 35))).containsExactly(span(20, 30));
        assertThat(coverage.of(span(0, 50))).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomSpans_coverWhatABitOfEachMillisecondSays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Coverage coverage = Coverage.NONE;
        BitSet bits = new BitSet();
        for (int i = 0; i < 2_000; i++) {
            int from = random.nextInt(200);
            int to = from + random.nextInt(30);
            switch (random.nextInt(8)) {
                case 0 -> {
                    coverage = coverage.since(from / 2);
                    bits.clear(0, from / 2);
                }
                case 1, 2 -> {
                    coverage = coverage.without(span(from, to));
                    bits.clear(from, to);
                }
                default -> {
                    coverage = coverage.with(span(from, to));
                    bits.set(from, to);
                }
            }

            int a = random.nextInt(250);
            int b = a + random.nextInt(250 - a);
            assertThat(coverage.of(span(a, b))).isEqualTo(bits.get(a, b).cardinality());
            assertThat(coverage.from()).isEqualTo(bits.isEmpty() ? Long.MAX_VALUE : bits.nextSetBit(0));
            assertThat(coverage.to()).isEqualTo(bits.isEmpty() ? Long.MIN_VALUE : bits.length());
            long end = Long.MIN_VALUE;
            for (TimeSpan span : coverage.spans()) {
                assertThat(span.from()).isGreaterThan(end);
                assertThat(span.length()).isPositive();
                end = span.to();
            }
        }
    }
}
