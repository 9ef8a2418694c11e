package io.thelook.dashboard;

import java.util.Currency;
import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;

/** Converts a setting to a currency. Ignores the case of the code and white space around it. */
public final class CurrencyConverter implements Converter<Currency> {

    private static final long serialVersionUID = 1L;

    /**
     * The currency with this ISO 4217 code.
     *
     * @throws IllegalArgumentException if there is none; the message says what was expected
     */
    @Override
    public Currency convert(String value) {
        try {
            return Currency.getInstance(value.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected a currency by its ISO 4217 code, such as USD or EUR", e);
        }
    }
}
