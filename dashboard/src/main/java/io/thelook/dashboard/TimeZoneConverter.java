package io.thelook.dashboard;

import java.time.DateTimeException;
import java.time.ZoneId;
import org.eclipse.microprofile.config.spi.Converter;

/** Converts a setting to a time zone. */
public final class TimeZoneConverter implements Converter<ZoneId> {

    private static final long serialVersionUID = 1L;

    /**
     * The zone of that name.
     *
     * @throws IllegalArgumentException if there is none; the message says what was expected
     */
    @Override
    public ZoneId convert(String value) {
        try {
            return ZoneId.of(value.strip());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected a time zone such as Europe/Berlin or UTC", e);
        }
    }
}
