package io.thelook.producer;

import java.math.BigDecimal;
import java.util.OptionalDouble;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * The rate of visits.
 *
 * @param perSecond 0.1 to 100,000; empty: as many as the machine can simulate
 */
public record Rate(OptionalDouble perSecond) {

    static final String MAX = "max";

    private static final BigDecimal LEAST = new BigDecimal("0.1");
    private static final BigDecimal MOST = BigDecimal.valueOf(100_000);

    /** Reads {@code max} or a number. */
    public static final class Reader implements Converter<Rate> {

        private static final long serialVersionUID = 1L;

        @Override
        public Rate convert(String value) {
            if (value.equals(MAX)) {
                return new Rate(OptionalDouble.empty());
            }
            try {
                BigDecimal number = new BigDecimal(value);
                if (number.compareTo(LEAST) >= 0 && number.compareTo(MOST) <= 0) {
                    return new Rate(OptionalDouble.of(number.doubleValue()));
                }
            } catch (NumberFormatException e) {
                // Rejected below.
            }
            throw new IllegalArgumentException("expected a number of users per second from 0.1 to 100000, or max");
        }
    }
}
