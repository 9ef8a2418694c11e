package io.thelook.producer.publish.format;

import io.thelook.model.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts in cents, the unit of shops' software. */
final class Cents {

    private static final int BASIS_POINTS = 10_000;

    private Cents() {}

    /** Rounds half up. */
    static long of(Money amount) {
        return amount.toBigDecimal()
                .movePointRight(2)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /**
     * A share of an amount, rounded half up.
     *
     * @param cents 0 or more
     * @param basisPoints hundredths of a per cent
     */
    static long share(long cents, int basisPoints) {
        return (cents * basisPoints + BASIS_POINTS / 2) / BASIS_POINTS;
    }

    /** Dollars with two decimals: {@code 49.50}. */
    static BigDecimal dollars(long cents) {
        return BigDecimal.valueOf(cents, 2);
    }

    /** The same as text. */
    static String text(long cents) {
        return dollars(cents).toPlainString();
    }
}
