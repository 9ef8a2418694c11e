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

    /** The text of these characters; {@code null} if it is not in the pool. */
    String find(char[] text, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + text[i];
        }
        String pooled = pool[place(hash)];
        return pooled != null && isSame(pooled, text, offset, length) ? pooled : null;
    }

    /** Puts a text in, in place of another one. */
    void add(String text) {
        int hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = 31 * hash + text.charAt(i);
        }
        pool[place(hash)] = text;
    }

    private static int place(int hash) {
        return (hash ^ hash >>> 11) & PLACES - 1;
    }

    private static boolean isSame(String pooled, char[] text, int offset, int length) {
        if (pooled.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (pooled.charAt(i) != text[offset + i]) {
                return false;
            }
        }
        return true;
    }
}
