package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class SeriesTest {

    private static Series series(int samples, IntToDoubleFunction value) {
        Series series = new Series("heap", 1.1, 5);
        for (int i = 0; i < samples; i++) {
            series.add(value.applyAsDouble(i));
        }
        return series;
    }

    @Test
    void figureThatSettles_isFlat() {
        assertThat(series(40, i -> Math.min(100, 10 * i)).complaint()).isEmpty();
        assertThat(series(40, i -> 100 + i % 7).complaint()).isEmpty();
        assertThat(series(40, i -> i % 13 == 0 ? 1_000 : 100).complaint())
                .as("single peaks")
                .isEmpty();
    }

    @Test
    void figureThatGrows_isNot() {
        assertThat(series(40, i -> 100 + i).complaint())
                .hasValue("heap: median of the last quarter 135.0, of the second 115.0, expected at most 131.5");
        assertThat(series(40, i -> i < 30 ? 100 : 116).complaint()).isPresent();
        assertThat(series(40, i -> i < 30 ? 100 : 115).complaint()).isEmpty();
    }

    @Test
    void tooFewSamples_sayNothing() {
        assertThat(series(15, i -> 1).complaint()).hasValue("heap: 15 samples, expected at least 16");
        assertThat(series(16, i -> 1).complaint()).isEmpty();
    }
}
