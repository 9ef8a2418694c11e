package io.thelook.producer.persist;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Where a PostgreSQL database is, and who writes to it.
 *
 * @param url for JDBC
 * @param properties user, password and limits
 * @param shown the address without the password
 */
record Database(String url, Properties properties, String shown) {

    private static final String EXPECTED =
            "expected postgres://user:password@host:port/database, perhaps with ?sslmode=…";
    private static final Pattern SSL_MODE =
            Pattern.compile("sslmode=(disable|allow|prefer|require|verify-ca|verify-full)");
    private static final int USUAL_PORT = 5_432;
    private static final Duration PATIENCE_TO_CONNECT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** @throws IllegalArgumentException if it is no such address; the message does not show the password */
    static Database parse(String address) {
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("(not shown): " + EXPECTED);
        }
        String shown = uri.getScheme() + "://" + (uri.getHost() == null ? "" : uri.getHost())
                + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getPath();
        boolean isPostgres = "postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme());
        boolean hasDatabase = uri.getPath() != null && uri.getPath().matches("/[^/]+");
        if (!isPostgres || uri.getHost() == null || !hasDatabase) {
            throw new IllegalArgumentException(shown + ": " + EXPECTED);
        }
        if (uri.getQuery() != null && !SSL_MODE.matcher(uri.getQuery()).matches()) {
            throw new IllegalArgumentException(shown + "?" + uri.getQuery() + ": " + EXPECTED);
        }
        int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
        String url = "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getRawPath()
                + (uri.getQuery() == null ? "" : "?" + uri.getQuery());
        return new Database(url, properties(uri.getRawUserInfo()), shown);
    }

    private static Properties properties(String userInfo) {
        Properties properties = new Properties();
        if (userInfo != null) {
            String[] parts = userInfo.split(":", 2);
            properties.setProperty("user", decode(parts[0]));
            if (parts.length > 1) {
                properties.setProperty("password", decode(parts[1]));
            }
        }
        properties.setProperty("ApplicationName", "theLook producer");
        properties.setProperty("connectTimeout", Long.toString(PATIENCE_TO_CONNECT.toSeconds()));
        properties.setProperty("loginTimeout", Long.toString(PATIENCE_TO_CONNECT.toSeconds()));
        properties.setProperty("socketTimeout", Long.toString(PATIENCE.toSeconds()));
        properties.setProperty("reWriteBatchedInserts", "true");
        return properties;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
