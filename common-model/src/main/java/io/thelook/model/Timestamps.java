package io.thelook.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/**
 * Reads times as shops write them: ISO 8601 with a zone, or a number since 1970 in seconds, milliseconds, microseconds
 * or nanoseconds. A number of the years 2000 to 2099 tells its unit by its magnitude, because the ranges do not meet.
 *
 * <p>Stateless and thread-safe.
 */
final class Timestamps {

    static final String EXPECTED =
            "expected ISO 8601 with a zone, or a number since 1970 in s, ms, µs or ns, of the years 2000 to 2099";

    private static final int MOST_CHARACTERS = 64;

    /** Decimals by which a number in s, ms, µs and ns is moved to be in milliseconds. */
    private static final int[] DECIMALS_OF_UNITS = {3, 0, -3, -6};

    private static final BigDecimal MIN = BigDecimal.valueOf(RecordCodec.MIN_CREATED_AT);
    private static final BigDecimal MAX = BigDecimal.valueOf(RecordCodec.MAX_CREATED_AT);

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']HH:mm[:ss]")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .appendPattern("[ ]")
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHmm", "Z")
            .optionalEnd()
            .appendPattern("['['VV']']")
            .toFormatter();

    private Timestamps() {}

    /**
     * Reads a number.
     *
     * @return milliseconds since the epoch, rounded down; 0 if the number is no time of the years 2000 to 2099
     */
    static long millis(BigDecimal number) {
        // Checked before any arithmetic: 1e999999999 must not be expanded.
        if ((long) number.precision() - number.scale() > 20) {
            return 0;
        }
        for (int decimals : DECIMALS_OF_UNITS) {
            BigDecimal millis = number.movePointRight(decimals);
            if (millis.compareTo(MIN) >= 0 && millis.compareTo(MAX) < 0) {
                return millis.setScale(0, RoundingMode.FLOOR).longValue();
            }
        }
        return 0;
    }

    /**
     * Reads a text in ISO 8601.
     *
     * @return milliseconds since the epoch; 0 if the text is no time with a zone, of the years 2000 to 2099
     */
    static long millis(String text) {
        if (text.length() > MOST_CHARACTERS) {
            return 0;
        }
        try {
            long millis = ISO.parse(text, ZonedDateTime::from).toInstant().toEpochMilli();
            return millis >= RecordCodec.MIN_CREATED_AT && millis < RecordCodec.MAX_CREATED_AT ? millis : 0;
        } catch (DateTimeException | ArithmeticException e) {
            return 0;
        }
    }
}
