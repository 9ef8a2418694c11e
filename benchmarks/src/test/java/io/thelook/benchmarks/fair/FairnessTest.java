package io.thelook.benchmarks.fair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FairnessTest {

    @Test
    void options_areRead() {
        Fairness.Options options = Fairness.Options.parse(
                "--url", "ws://localhost:3000/live", "--attacks", "history,silent", "--rounds", "7", "--most", "2.5");

        assertThat(options.url()).isEqualTo(URI.create("ws://localhost:3000/live"));
        assertThat(options.attacks()).containsExactly(Attack.HISTORY, Attack.SILENT);
        assertThat(options.rounds()).isEqualTo(7);
        assertThat(options.phaseSeconds()).isEqualTo(30);
        assertThat(options.most()).isEqualTo(2.5);
    }

    @ParameterizedTest
    @CsvSource({
        "--url, http://localhost:3000/live, expected ws://host:port/live",
        "--attacks, steal, expected some of alternate",
        "--rounds, 0, expected a number from 1 to 1000",
        "--most, much, expected a number from 1 to 100",
        "--speed, 9, expected one of the options"
    })
    void badOption_isRefusedByName(String option, String value, String expected) {
        assertThatThrownBy(() -> Fairness.Options.parse(option, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(option)
                .hasMessageContaining(expected);
    }

    @Test
    void figures_haveTheirPercentiles() {
        Figures figures = new Figures();
        for (int i = 1; i <= 100; i++) {
            figures.record(i);
        }

        assertThat(figures.count()).isEqualTo(100);
        assertThat(figures.at(50)).isEqualTo(50);
        assertThat(figures.at(99)).isEqualTo(99);
        assertThat(figures.longest()).isEqualTo(100);
    }
}
