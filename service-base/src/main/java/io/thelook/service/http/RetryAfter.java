package io.thelook.service.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the header {@code Retry-After}: seconds or a date (RFC 9110, section 10.2.3). */
public final class RetryAfter {

    private static final int MOST_CHARACTERS = 40;

    private RetryAfter() {}

    /**
     * The pause that a receiver requests; empty if the value is neither seconds nor a date, or a date in the past.
     *
     * @param longest the limit on the result
     */
    public static Optional<Duration> read(String value, Duration longest, InstantSource clock) {
        if (value.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            Duration pause = value.chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(
                            clock.instant(), Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value)));
            return Optional.of(pause.compareTo(longest) < 0 ? pause : longest).filter(each -> !each.isNegative());
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
