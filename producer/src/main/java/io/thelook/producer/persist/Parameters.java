package io.thelook.producer.persist;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Translates the parameters of a database's address, named as in libpq or in the JDBC driver, to the driver's
 * properties. Accepts only parameters that matter to a writer. No parameter can make the driver load a class or write a
 * file. If a parameter is given twice, the last value counts. Not thread-safe.
 */
final class Parameters {

    private static final int CONNECT_SECONDS = 10;
    private static final int ANSWER_SECONDS = 30;
    private static final int LONGEST_SECONDS = 600;

    /** The value of {@code sslrootcert} that selects the certificates that Java trusts. */
    private static final String SYSTEM = "system";

    private static final Map<String, Known> KNOWN = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** Parameters, such as those of other clients and of poolers, that are accepted but have no effect here. */
    private static final Set<String> IGNORED = Set.of(
            "client_encoding",
            "connection_limit",
            "keepalives_count",
            "keepalives_idle",
            "keepalives_interval",
            "pgbouncer",
            "pool_timeout",
            "reWriteBatchedInserts",
            "supa");

    static {
        text("user", "user");
        text("password", "password");
        text("ApplicationName", "application_name", "ApplicationName");
        text("options", "options");
        text("currentSchema", "search_path", "currentSchema");
        text("sslrootcert", "sslrootcert");
        text("sslcert", "sslcert");
        text("sslkey", "sslkey");
        text("sslpassword", "sslpassword");
        text("kerberosServerName", "krbsrvname", "kerberosServerName");
        seconds("connectTimeout", "connect_timeout", "connectTimeout");
        seconds("loginTimeout", "loginTimeout");
        seconds("socketTimeout", "socketTimeout");
        number("prepareThreshold", "prepareThreshold");
        number("preparedStatementCacheQueries", "preparedStatementCacheQueries");
        choice("ssl", yesOrNo(), "ssl");
        choice("sslmode", words("disable", "allow", "prefer", "require", "verify-ca", "verify-full"), "sslmode");
        choice("sslNegotiation", words("postgres", "direct"), "sslnegotiation");
        choice("gssEncMode", words("disable", "allow", "prefer", "require"), "gssencmode");
        choice("channelBinding", words("disable", "prefer", "require"), "channel_binding", "channelBinding");
        choice(
                "targetServerType",
                Map.of("any", "any", "read-write", "primary", "primary", "primary"),
                "target_session_attrs");
        choice("targetServerType", words("any", "primary", "preferPrimary"), "targetServerType");
        choice("loadBalanceHosts", Map.of("disable", "false", "random", "true"), "load_balance_hosts");
        choice("loadBalanceHosts", yesOrNo(), "loadBalanceHosts");
        choice("tcpKeepAlive", Map.of("0", "false", "1", "true"), "keepalives");
        choice("tcpKeepAlive", yesOrNo(), "tcpKeepAlive");
    }

    private final Map<String, String> values = new HashMap<>();

    /**
     * A parameter that is accepted.
     *
     * @param property the driver's property
     * @param reader converts a value for the property; throws an {@link IllegalArgumentException} for an invalid value,
     *     with the expected values as its message
     */
    private record Known(String property, UnaryOperator<String> reader) {}

    private static void add(String property, UnaryOperator<String> reader, String... names) {
        for (String name : names) {
            KNOWN.put(name, new Known(property, reader));
        }
    }

    private static void text(String property, String... names) {
        add(property, UnaryOperator.identity(), names);
    }

    private static void seconds(String property, String... names) {
        add(
                property,
                value -> whole(value, 1, LONGEST_SECONDS, "a whole number of seconds from 1 to " + LONGEST_SECONDS),
                names);
    }

    private static void number(String property, String... names) {
        add(property, value -> whole(value, 0, Integer.MAX_VALUE, "a whole number from 0"), names);
    }

    private static void choice(String property, Map<String, String> choices, String... names) {
        String expected = "one of " + String.join(", ", new TreeSet<>(choices.keySet()));
        add(
                property,
                value -> {
                    String choice = choices.get(value);
                    if (choice == null) {
                        throw new IllegalArgumentException(expected);
                    }
                    return choice;
                },
                names);
    }

    private static Map<String, String> words(String... words) {
        Map<String, String> choices = new HashMap<>();
        Arrays.stream(words).forEach(word -> choices.put(word, word));
        return choices;
    }

    private static Map<String, String> yesOrNo() {
        return words("true", "false");
    }

    private static String whole(String value, int least, int most, String expected) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw new IllegalArgumentException(expected);
    }

    /**
     * Sets a parameter.
     *
     * @throws IllegalArgumentException if the parameter is unknown or the value is invalid; the message does not show
     *     the value
     */
    void set(String name, String value) {
        if (IGNORED.contains(name)) {
            return;
        }
        Known known = KNOWN.get(name);
        if (known == null) {
            throw new IllegalArgumentException(
                    "parameter " + name + ": expected one of " + String.join(", ", KNOWN.keySet()));
        }
        try {
            values.put(known.property(), known.reader().apply(value));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("parameter " + name + ": expected " + e.getMessage());
        }
    }

    /**
     * Returns the driver's properties: the defaults of a writer, overridden by the parameters that were set.
     *
     * @param hosts the number of hosts; the driver tries one after the other
     */
    Properties toProperties(int hosts) {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "theLook producer");
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty("socketTimeout", Integer.toString(ANSWER_SECONDS));
        // A pooler in transaction mode gives each transaction another connection, where the statements are not
        // prepared.
        properties.setProperty("prepareThreshold", "0");
        properties.putAll(values);
        int connectSeconds = Integer.parseInt(properties.getProperty("connectTimeout"));
        properties.putIfAbsent("loginTimeout", Integer.toString(connectSeconds * (hosts + 1)));
        if (SYSTEM.equals(values.get("sslrootcert"))) {
            properties.remove("sslrootcert");
            properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
            properties.putIfAbsent("sslmode", "verify-full");
        }
        return properties;
    }
}
