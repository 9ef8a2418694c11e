package io.thelook.service.start;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How messages show values: in one line, and without what is secret. */
public final class Shown {

    /** Takes the place of a value that cannot be shown. */
    public static final String NOTHING = "(not shown)";

    /**
     * A host, or a whole address. The only at sign ends the user info, so that a password with a delimiter in it does not pass
     * for a host, a path or a query.
     */
    private static final Pattern ADDRESS = Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.:-]*://)?([^@/?#\\s]*@)?"
            + "(?<place>([\\w.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]+)?(/(?!/)[^@?#\\s]*)?)([?#][^@]*)?");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int MOST = 200;

    private Shown() {}

    /** An address without its user info, query and fragment; {@link #NOTHING} if it cannot be told what is secret in it. */
    public static String address(String value) {
        Matcher address = ADDRESS.matcher(value);
        if (!address.matches()) {
            return NOTHING;
        }
        String scheme = address.group("scheme");
        return text((scheme == null ? "" : scheme) + address.group("place"));
    }

    /** A value that is not secret, without control characters, and cut after 200 characters. */
    static String text(String value) {
        String line = CONTROL.matcher(value).replaceAll("?");
        return line.length() <= MOST ? line : line.substring(0, MOST) + "…";
    }

    /** A value of which nothing is known: what may be an address is shown as one. */
    static String unknown(String value) {
        return value.contains("://") || value.contains("@") ? address(value) : text(value);
    }
}
