package io.thelook.service.start;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Formats values for messages: in one line, and without secrets. */
public final class Shown {

    /** Replaces a value that cannot be shown. */
    public static final String NOTHING = "(not shown)";

    /**
     * Matches a host or a whole address. At most one at sign is allowed, and it ends the user info. A password with a
     * delimiter in it is therefore never mistaken for a host, a path or a query.
     */
    private static final Pattern ADDRESS = Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.:-]*://)?([^@/?#\\s]*@)?"
            + "(?<place>([\\w.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]+)?(/(?!/)[^@?#\\s]*)?)([?#][^@]*)?");

    /** Matches the address of a file, which has no user info and no query. */
    private static final Pattern FILE = Pattern.compile("(?i)file:[^@?#]*");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");
    private static final int MOST = 200;

    private Shown() {}

    /**
     * An address without its user info, query and fragment; {@link #NOTHING} if the secret parts cannot be identified.
     */
    public static String address(String value) {
        if (FILE.matcher(value).matches()) {
            return text(value);
        }
        Matcher address = ADDRESS.matcher(value);
        if (!address.matches()) {
            return NOTHING;
        }
        String scheme = address.group("scheme");
        return text((scheme == null ? "" : scheme) + address.group("place"));
    }

    /** A value that is not secret, in one line: {@code ?} replaces control characters; cut after 200 characters. */
    public static String text(String value) {
        String line = CONTROL.matcher(value).replaceAll("?");
        return line.length() <= MOST ? line : line.substring(0, MOST) + "…";
    }

    /** A value of unknown kind; formatted as an address if it may be one. */
    static String unknown(String value) {
        return value.contains("://") || value.contains("@") ? address(value) : text(value);
    }
}
