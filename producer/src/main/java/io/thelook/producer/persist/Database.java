package io.thelook.producer.persist;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a PostgreSQL database, with the credentials and parameters of its connections.
 *
 * @param url the JDBC URL, without credentials and parameters
 * @param properties the driver's properties, including the password
 * @param shown the address to show, without user, password and parameters
 */
record Database(String url, Properties properties, String shown) {

    private static final String HIDDEN = "(not shown): ";
    private static final String EXPECTED =
            "expected postgres://user:password@host:port/database, with parameters such as ?sslmode=require";
    private static final String AMBIGUOUS = "expected one @ before the host: write %40 for each other @";
    private static final String BAD_PERCENT =
            "expected two hexadecimal digits after each %: write %25 for a % in a user, password, or parameter";

    private static final Pattern SCHEME = Pattern.compile("(?:jdbc:)?postgres(?:ql)?://");
    private static final String HOST = "(?:\\[[0-9A-Za-z:.%]+]|[A-Za-z0-9._-]+)(?::\\d{1,5})?";

    /** Matches the part after the user info: hosts, database, and parameters. */
    private static final Pattern LOCATION = Pattern.compile("(?<hosts>" + HOST + "(?:," + HOST + ")*)"
            + "/(?<database>[^/?#@&\\s]+)(?:\\?(?<query>|[A-Za-z_]+=[^&]*(?:&[A-Za-z_]+=[^&]*)*))?");

    private static final int USUAL_PORT = 5_432;
    private static final int HIGHEST_PORT = 65_535;

    /**
     * Parses an address of libpq or JDBC. The user info may contain any character except a raw {@code %}. The hosts
     * begin at the only position, the start or after an {@code @}, from which the rest of the address is valid.
     *
     * @throws IllegalArgumentException if the address is invalid, or there are several such positions; the message
     *     shows no part of the user, the password, and the values of parameters
     */
    static Database parse(String address) {
        Matcher scheme = SCHEME.matcher(address);
        if (!scheme.lookingAt()) {
            throw new IllegalArgumentException(HIDDEN + EXPECTED);
        }
        String rest = address.substring(scheme.end());
        int start = locationStart(rest);
        Matcher location = LOCATION.matcher(rest.substring(start));
        if (!location.matches()) {
            throw new IllegalStateException("not a location");
        }
        String hosts = location.group("hosts");
        String query = location.group("query") == null ? "" : location.group("query");
        String shown = "postgres://" + hosts + "/" + location.group("database");
        List<String> addresses =
                Arrays.stream(hosts.split(",")).map(Database::withPort).toList();
        Parameters parameters = new Parameters();
        try {
            if (start > 0) {
                logIn(rest.substring(0, start - 1), parameters);
            }
            for (String parameter : query.isEmpty() ? new String[0] : query.split("&")) {
                String[] parts = parameter.split("=", 2);
                parameters.set(parts[0], decode(parts[1]));
            }
            String url = "jdbc:postgresql://" + String.join(",", addresses) + "/"
                    + URLEncoder.encode(decode(location.group("database")), StandardCharsets.UTF_8);
            return new Database(url, parameters.toProperties(addresses.size()), shown);
        } catch (IllegalArgumentException e) {
            // If the parameters contain an @, the parsed host may be part of a password that is not encoded.
            boolean isCertain = !query.contains("@");
            throw new IllegalArgumentException(
                    isCertain ? shown + ": " + e.getMessage() : HIDDEN + EXPECTED + "; " + AMBIGUOUS);
        }
    }

    /** Returns the start of the hosts: the only position from which the text is a location. */
    private static int locationStart(String rest) {
        List<Integer> starts = new ArrayList<>();
        for (int start = 0; start >= 0; start = nextStart(rest, start)) {
            if (LOCATION.matcher(rest.substring(start)).matches()) {
                starts.add(start);
            }
        }
        if (starts.size() != 1) {
            throw new IllegalArgumentException(HIDDEN + (starts.isEmpty() ? EXPECTED : AMBIGUOUS));
        }
        return starts.get(0);
    }

    private static int nextStart(String rest, int start) {
        int at = rest.indexOf('@', start);
        return at < 0 ? -1 : at + 1;
    }

    private static void logIn(String userInfo, Parameters parameters) {
        String[] parts = userInfo.split(":", 2);
        if (!parts[0].isEmpty()) {
            parameters.set("user", decode(parts[0]));
        }
        if (parts.length > 1) {
            parameters.set("password", decode(parts[1]));
        }
    }

    private static String withPort(String host) {
        int colon = host.lastIndexOf(':');
        if (colon < 0 || colon < host.lastIndexOf(']')) {
            return host + ":" + USUAL_PORT;
        }
        int port = Integer.parseInt(host.substring(colon + 1));
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException(HIDDEN + "expected a port from 1 to " + HIGHEST_PORT);
        }
        return host;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(BAD_PERCENT);
        }
    }

    /** Opens a connection. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, properties);
    }

    /** The address without user, password and parameters. */
    @Override
    public String toString() {
        return shown;
    }
}
