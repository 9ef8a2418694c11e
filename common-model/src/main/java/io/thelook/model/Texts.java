package io.thelook.model;

/** Checks text from a feed, and quotes it for error messages. */
final class Texts {

    private static final int SHOWN = 40;
    private static final char DELETE = 0x7F;

    private Texts() {}

    /** The first 40 characters of the text, in quotes and in one line: see {@link #line}. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(SHOWN + 4).append('"');
        text.codePoints().limit(SHOWN).map(Texts::shown).forEach(quoted::appendCodePoint);
        return quoted.append(text.codePointCount(0, text.length()) > SHOWN ? "…\"" : "\"")
                .toString();
    }

    /**
     * The text in one line, for a log: {@code ?} replaces control characters, line separators, and halves of surrogate
     * pairs.
     */
    static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().map(Texts::shown).forEach(line::appendCodePoint);
        return line.toString();
    }

    private static int shown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> '?';
            default -> c;
        };
    }

    /**
     * The text as a label: control characters and halves of surrogate pairs become spaces, and outer spaces are
     * removed. A text of more than {@link RecordCodec#MAX_TEXT} characters is cut, and ends with an ellipsis.
     */
    static String label(String text) {
        String label = (hasUnprintable(text) ? printable(text) : text).strip();
        if (label.length() <= RecordCodec.MAX_TEXT) {
            return label;
        }
        int end = RecordCodec.MAX_TEXT - 1;
        return label.substring(0, Character.isHighSurrogate(label.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? ' ' : c)
                .forEach(printable::appendCodePoint);
        return printable.toString();
    }

    /** Whether the text contains a control character or half a surrogate pair. */
    static boolean hasUnprintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < DELETE) {
                continue;
            }
            if (Character.isISOControl(c)) {
                return true;
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
