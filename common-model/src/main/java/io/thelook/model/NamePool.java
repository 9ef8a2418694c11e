package io.thelook.model;

/**
 * Texts that come again and again, such as the names of countries, each kept once.
 *
 * <p>A direct-mapped cache: a text has one place, which the last one that belongs there holds. So it is bounded, whatever
 * a feed sends, and a miss costs no more than making the text. Not thread-safe.
 */
final class NamePool {

    private static final int PLACES = 1 << 11;

    private final String[] pool = new String[PLACES];

    /** The text of these characters if it is in its place; {@code null} otherwise. */
    String find(char[] text, int offset, int length) {
        String pooled = pool[place(text, offset, length)];
        if (pooled == null || pooled.length() != length) {
            return null;
        }
        for (int i = 0; i < length; i++) {
            if (pooled.charAt(i) != text[offset + i]) {
                return null;
            }
        }
        return pooled;
    }

    /** Gives a text its place. */
    void put(char[] text, int offset, int length, String name) {
        pool[place(text, offset, length)] = name;
    }

    private static int place(char[] text, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + text[i];
        }
        return (hash ^ hash >>> 11) & PLACES - 1;
    }
}
