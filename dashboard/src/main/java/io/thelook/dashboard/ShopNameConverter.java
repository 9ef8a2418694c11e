package io.thelook.dashboard;

import org.eclipse.microprofile.config.spi.Converter;

/** Checks the name of a shop, and removes white space around it. */
public final class ShopNameConverter implements Converter<String> {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 60;

    /**
     * The name without white space around it.
     *
     * @throws IllegalArgumentException if the name is too long, or contains a character that is no part of a text; the
     *     message says what was expected
     */
    @Override
    public String convert(String value) {
        String name = value.strip();
        if (name.codePointCount(0, name.length()) > LONGEST
                || !name.codePoints().allMatch(ShopNameConverter::isText)) {
            throw new IllegalArgumentException("expected a name of at most " + LONGEST
                    + " characters, without control characters and line breaks");
        }
        return name;
    }

    private static boolean isText(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> true;
        };
    }
}
