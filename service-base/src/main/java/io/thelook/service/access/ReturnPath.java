package io.thelook.service.access;

import java.util.regex.Pattern;

/** The path to which a browser returns after it has signed in. */
public final class ReturnPath {

    static final String HOME = "/";

    /**
     * A path of this server, of printable ASCII characters. Browsers treat {@code //host} and {@code /\host} as another
     * server, and ignore tabs and line breaks.
     */
    private static final Pattern OWN = Pattern.compile("/(?!/)[!-~&&[^\\\\]]{0,2000}");

    private ReturnPath() {}

    /**
     * The path, or {@code /} if it is not one of this server.
     *
     * @param to {@code null} if there is none
     */
    public static String of(String to) {
        return to != null && OWN.matcher(to).matches() && !to.contains("//") ? to : HOME;
    }
}
