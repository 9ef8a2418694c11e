package io.thelook.service.start;

import java.math.BigDecimal;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a decimal number, and says what was expected where the default converter speaks of its constructor. */
public final class Decimal implements Converter<BigDecimal> {

    private static final long serialVersionUID = 1L;

    @Override
    public BigDecimal convert(String value) {
        try {
            return new BigDecimal(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a number such as 0.5", e);
        }
    }
}
