package io.thelook.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An exact amount of money in US dollars, with up to 18 decimal places.
 *
 * <p>Prices in the data are unrounded: both {@code 24.989999771118164} and {@code 49.5} occur. An amount consists of
 * whole dollars and a fraction in units of 10<sup>-18</sup>. Each decimal that a double prints and that is at least 0.1
 * is therefore exact, and an addition costs two {@code long} additions. Smaller fractions are rounded half-even to 18
 * places.
 *
 * <p>Range: |amount| &lt; 10<sup>12</sup> when read; a {@link MoneySum} may grow to 9 &middot; 10<sup>18</sup>.
 * Immutable and thread-safe.
 */
public final class Money implements Comparable<Money> {

    /** The number of decimal places kept. */
    public static final int SCALE = 18;

    /** Zero dollars. */
    public static final Money ZERO = new Money(0, 0);

    /** The number of {@link #fraction} units in a dollar. */
    public static final long FRACTIONS_PER_DOLLAR = 1_000_000_000_000_000_000L;

    private static final long FRACTIONS_PER_CENT = FRACTIONS_PER_DOLLAR / 100;
    private static final int MAX_INTEGER_DIGITS = 12;
    private static final int MAX_TEXT = 64;
    private static final long[] POWERS_OF_TEN = powersOfTen();

    private final long dollars;
    private final long fraction;

    /** The amount is {@code dollars + fraction / 10^18}, with {@code 0 <= fraction < 10^18}: -0.25 is (-1, 0.75). */
    Money(long dollars, long fraction) {
        this.dollars = dollars;
        this.fraction = fraction;
    }

    /**
     * The amount for a number of cents.
     *
     * @param cents hundredths of a dollar; may be negative
     */
    public static Money ofCents(long cents) {
        return new Money(Math.floorDiv(cents, 100), Math.floorMod(cents, 100) * FRACTIONS_PER_CENT);
    }

    /**
     * Reads a decimal number, plain ({@code 49.5}) or in scientific notation ({@code 4.95e1}).
     *
     * @throws NumberFormatException if the text is not a decimal number, is longer than 64 characters, or is
     *     10<sup>12</sup> dollars or more in either direction; the message names the value and what was expected
     */
    public static Money parse(String text) {
        char[] characters = text.toCharArray();
        Money plain = parsePlain(characters, 0, characters.length);
        return plain != null ? plain : parseUnusual(text);
    }

    /**
     * Reads digits with at most one decimal point between them, the form of nearly every price.
     *
     * @param text the characters; those from {@code from} to {@code end}, exclusive, are read
     * @return {@code null} for any other form
     */
    static Money parsePlain(char[] text, int from, int end) {
        int most = Math.min(end, from + MAX_INTEGER_DIGITS);
        long dollars = 0;
        int i = from;
        while (i < most && isDigit(text[i])) {
            dollars = dollars * 10 + (text[i++] - '0');
        }
        if (i == from) {
            return null;
        }
        if (i == end) {
            return new Money(dollars, 0);
        }
        if (text[i] != '.') {
            return null;
        }
        int point = i++;
        long fraction = 0;
        while (i < end && i <= point + SCALE && isDigit(text[i])) {
            fraction = fraction * 10 + (text[i++] - '0');
        }
        int places = i - point - 1;
        return places > 0 && i == end ? new Money(dollars, fraction * POWERS_OF_TEN[SCALE - places]) : null;
    }

    /** Reads signs, exponents and more than 18 places. Rejects a text that is not a number. */
    private static Money parseUnusual(String text) {
        BigDecimal value;
        try {
            value = text.length() <= MAX_TEXT ? new BigDecimal(text) : null;
        } catch (NumberFormatException e) {
            value = null;
        }
        if (value == null) {
            throw new NumberFormatException("amount " + Texts.quote(text) + ": expected a decimal number");
        }
        return of(value);
    }

    /**
     * The amount for a number of dollars; more than 18 decimal places are rounded half-even.
     *
     * @throws NumberFormatException if the value is 10<sup>12</sup> dollars or more, in either direction
     */
    @JsonCreator
    public static Money of(BigDecimal value) {
        // Number of digits left of the decimal point. Checked before any arithmetic: never expand 1e999999999.
        long integerDigits = (long) value.precision() - value.scale();
        if (value.signum() != 0 && integerDigits > MAX_INTEGER_DIGITS) {
            throw new NumberFormatException("amount " + value + ": expected less than 10^12 dollars");
        }
        if (value.signum() == 0 || integerDigits < -SCALE) {
            return ZERO;
        }
        BigInteger[] parts = value.setScale(SCALE, RoundingMode.HALF_EVEN)
                .unscaledValue()
                .divideAndRemainder(BigInteger.valueOf(FRACTIONS_PER_DOLLAR));
        long dollars = parts[0].longValueExact();
        long fraction = parts[1].longValueExact();
        return fraction < 0 ? new Money(dollars - 1, fraction + FRACTIONS_PER_DOLLAR) : new Money(dollars, fraction);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static long[] powersOfTen() {
        long[] powers = new long[SCALE + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    /** The whole dollars, rounded down: -1 for -0.25. */
    public long dollars() {
        return dollars;
    }

    /** The fraction above the whole dollars, in units of 10<sup>-18</sup> dollars: 0 to 10<sup>18</sup> - 1. */
    public long fraction() {
        return fraction;
    }

    /** Whether the amount is below zero. */
    public boolean isNegative() {
        return dollars < 0;
    }

    /** The amount rounded half up to whole dollars, as the page shows it. */
    public long roundedToDollars() {
        return fraction >= FRACTIONS_PER_DOLLAR / 2 ? dollars + 1 : dollars;
    }

    /** The exact value, without trailing zeros. */
    @JsonValue
    public BigDecimal toBigDecimal() {
        BigDecimal exact = BigDecimal.valueOf(dollars)
                .add(BigDecimal.valueOf(fraction, SCALE))
                .stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }

    @Override
    public int compareTo(Money other) {
        int byDollars = Long.compare(dollars, other.dollars);
        return byDollars != 0 ? byDollars : Long.compare(fraction, other.fraction);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Money money && dollars == money.dollars && fraction == money.fraction;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(dollars) + Long.hashCode(fraction);
    }

    /** The exact value in plain decimal notation, without trailing zeros, as in JSON: {@code 49.5}, {@code 70}. */
    @Override
    public String toString() {
        if (fraction == 0) {
            return Long.toString(dollars);
        }
        if (dollars < 0) {
            return toBigDecimal().toPlainString();
        }
        int places = SCALE;
        long digits = fraction;
        while (digits % 10 == 0) {
            digits /= 10;
            places--;
        }
        StringBuilder text = new StringBuilder(20 + places).append(dollars).append('.');
        for (int missing = places - digitsOf(digits); missing > 0; missing--) {
            text.append('0');
        }
        return text.append(digits).toString();
    }

    private static int digitsOf(long positive) {
        int digits = 1;
        while (digits <= SCALE && positive >= POWERS_OF_TEN[digits]) {
            digits++;
        }
        return digits;
    }
}
