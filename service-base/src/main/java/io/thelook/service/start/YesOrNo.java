package io.thelook.service.start;

import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads {@code true} or {@code false}, and refuses what the default converter would take for {@code false}. */
public final class YesOrNo implements Converter<Boolean> {

    private static final long serialVersionUID = 1L;

    @Override
    public Boolean convert(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expected true or false");
        };
    }
}
