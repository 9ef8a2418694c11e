package io.thelook.model;

/** Foreign text made fit for an error message. */
final class Texts {

    private static final int SHOWN = 40;

    private Texts() {}

    /** The text in quotes, at most 40 characters of it, with control characters shown as {@code ?}. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(SHOWN + 4).append('"');
        text.codePoints()
                .limit(SHOWN)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .forEach(quoted::appendCodePoint);
        return quoted.append(text.codePointCount(0, text.length()) > SHOWN ? "…\"" : "\"")
                .toString();
    }
}
