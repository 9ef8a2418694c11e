package io.thelook.model;

/**
 * A pool of texts that recur, such as the names of countries, with one instance of each.
 *
 * <p>A direct-mapped cache: each text has one place, which holds the last text added there. Its size is therefore
 * fixed, whatever a feed sends, and a miss costs no more than creating the text. Not thread-safe.
 */
final class NamePool {

    private static final int PLACES = 1 << 11;

    private final String[] pool = new String[PLACES];

    /** The text with these characters; {@code null} if it is not in the pool. */
    String find(char[] text, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + text[i];
        }
        String pooled = pool[place(hash)];
        return pooled != null && isSame(pooled, text, offset, length) ? pooled : null;
    }

    /** Adds a text. It replaces the one in its place. */
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
