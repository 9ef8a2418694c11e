package io.thelook.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-04T12:00:00Z"));
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "7 | 7",
                "61 | 60",
                "9999999999 | 60",
                "Wed, 4 Mar 2026 12:00:30 GMT | 30",
                "Wed, 4 Mar 2026 18:00:00 GMT | 60"
            })
    void secondsOrADate_isThePause_upToTheLimit(String value, long seconds) {
        assertThat(RetryAfter.read(value, LONGEST, CLOCK)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "1.5", "Wed, 4 Mar 2026 11:59:59 GMT", "99999999999999999999"})
    void anythingElse_isNoPause(String value) {
        assertThat(RetryAfter.read(value, LONGEST, CLOCK)).isEmpty();
    }

    @Test
    void longValue_isNotRead() {
        assertThat(RetryAfter.read("1".repeat(41), LONGEST, CLOCK)).isEmpty();
    }
}
