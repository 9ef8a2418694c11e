package io.thelook.dashboard.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    abcde    ~ 5 ~ abcde
                    abcdef   ~ 5 ~ abcd…
                    abcd😀   ~ 6 ~ abcd😀
                    abcd😀x  ~ 6 ~ abcd…
                    abcd😀xy ~ 7 ~ abcd😀…
                    😀x      ~ 2 ~ …
                    ab       ~ 1 ~ …
                    """)
    void text_longerThanTheLimit_isCutBetweenCharacters(String text, int mostCharacters, String line) {
        assertThat(Line.of(text, mostCharacters)).isEqualTo(line);
    }

    @Test
    void runsOfSpacesAndControlCharacters_areOneSpace() {
        assertThat(Line.of(" a\r\n\t b\u2028c\u0000\u001b[0m\u202ed\ud83d ", 100))
                .isEqualTo("a b c [0m d");
        assertThat(Line.of("a" + " ".repeat(60) + "b", 10)).isEqualTo("a b");
        assertThat(Line.of(" \n ", 10)).isEmpty();
        assertThat(Line.of(null, 10)).isEmpty();
    }

    @Test
    void text_thatIsMostlySpaces_isCutToo() {
        assertThat(Line.of("a" + " ".repeat(79), 10)).isEqualTo("a");
        assertThat(Line.of("a" + " ".repeat(79) + "b", 10)).isEqualTo("a…");
    }
}
