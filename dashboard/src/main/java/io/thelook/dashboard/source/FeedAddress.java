package io.thelook.dashboard.source;

import io.netty.util.NetUtil;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The address of a feed: {@code ws://} or {@code wss://}, a host, and optionally a port, a path, a query and user info.
 *
 * <p>User info and the query may hold secrets. Show only {@link #toString}: scheme, host, port and path.
 */
public final class FeedAddress {

    private static final String EXPECTED = "expected an address such as ws://localhost:8000/ws";
    private static final Pattern FORM = Pattern.compile("(?i)(wss?)://([^/?#]*)(/[^?#]*)?(\\?[^#]*)?(#.*)?");
    private static final Pattern AUTHORITY = Pattern.compile(
            "(?:(?<user>.*)@)?(?:\\[(?<literal>[^\\]]*)\\]|(?<name>[^:@\\[\\]]+))(?::(?<port>\\d{0,5}))?");

    /** A host name. It may contain underscores, as names of containers do. */
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\\.?");

    private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Pattern USER_INFO = Pattern.compile("(?:[^%\\s\\p{Cntrl}]|%[0-9A-Fa-f]{2})*");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_NAME = 253;

    private final boolean secure;
    private final String host;
    private final String zone;
    private final int port;
    private final boolean hasPort;
    private final String path;
    private final String query;
    private final String userInfo;

    private FeedAddress(boolean secure, Matcher authority, String path, String query) {
        this.secure = secure;
        String literal = authority.group("literal");
        int percent = literal == null ? -1 : literal.indexOf('%');
        this.host =
                literal == null ? name(authority.group("name")) : percent < 0 ? literal : literal.substring(0, percent);
        this.zone = percent < 0 ? "" : zone(literal.substring(percent + 1));
        require(literal == null || NetUtil.isValidIpV6Address(host));
        String number = authority.group("port");
        this.hasPort = number != null && !number.isEmpty();
        this.port = hasPort ? Integer.parseInt(number) : secure ? 443 : 80;
        require(port > 0 && port <= MAX_PORT);
        this.userInfo = authority.group("user") == null ? "" : authority.group("user");
        require(USER_INFO.matcher(userInfo).matches());
        this.path = path;
        this.query = query;
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if the value is invalid; the message says what was expected, without the value
     */
    public static FeedAddress parse(String value) {
        Matcher parts = FORM.matcher(value);
        require(parts.matches());
        if (parts.group(5) != null) {
            throw new IllegalArgumentException(
                    "expected an address without #; write %23 for a # in a password or a path");
        }
        Matcher authority = AUTHORITY.matcher(parts.group(2));
        require(authority.matches());
        URI target;
        try {
            target = URI.create(new URI("ws://host" + text(parts.group(3)) + text(parts.group(4))).toASCIIString());
        } catch (URISyntaxException e) {
            // The message of this exception contains the value.
            throw new IllegalArgumentException(EXPECTED);
        }
        return new FeedAddress(
                parts.group(1).length() == 3, authority, text(target.getRawPath()), text(target.getRawQuery()));
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException(EXPECTED);
        }
    }

    private static String text(String group) {
        return group == null ? "" : group;
    }

    private static String name(String written) {
        String name;
        try {
            name = IDN.toASCII(written, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(EXPECTED);
        }
        require(name.length() <= MAX_NAME && NAME.matcher(name).matches());
        return name;
    }

    /** Reads a zone. RFC 6874 writes the percent sign before it as {@code %25}. */
    private static String zone(String written) {
        String zone = written.startsWith("25") && written.length() > 2 ? written.substring(2) : written;
        require(ZONE.matcher(zone).matches());
        return zone;
    }

    /** Whether the connection uses TLS. */
    public boolean isSecure() {
        return secure;
    }

    /** The host to connect to: a name, an IPv4 address, or an IPv6 address without brackets, with its zone. */
    String host() {
        return zone.isEmpty() ? host : host + "%" + zone;
    }

    /** Whether the host is an IPv6 address with a zone, which only the machine's own interfaces can resolve. */
    boolean hasZone() {
        return !zone.isEmpty();
    }

    /** The port to connect to. */
    int port() {
        return port;
    }

    /** The target of the request: path and query. */
    String target() {
        return (path.isEmpty() ? "/" : path) + (query.isEmpty() ? "" : "?" + query);
    }

    /** The value of the Host header, without the zone, which means nothing to another machine. */
    String hostHeader() {
        return bracketed(host) + (port == (secure ? 443 : 80) ? "" : ":" + port);
    }

    /** The value of the Origin header: the origin of a page on the same server. */
    String origin() {
        return (secure ? "https://" : "http://") + hostHeader();
    }

    /** The value of the Authorization header; empty without user info. */
    Optional<String> authorization() {
        if (userInfo.isEmpty()) {
            return Optional.empty();
        }
        String credentials = decoded(userInfo.contains(":") ? userInfo : userInfo + ":");
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether the address has user info, which becomes the Authorization header. */
    public boolean hasUserInfo() {
        return !userInfo.isEmpty();
    }

    /** The user info, the query, and their parts, as written and decoded. */
    Stream<String> secrets() {
        Stream<String> values = Arrays.stream(query.split("&")).map(pair -> pair.substring(pair.indexOf('=') + 1));
        Stream<String> written =
                Stream.concat(Stream.of(userInfo, query), Stream.concat(Arrays.stream(userInfo.split(":", 2)), values));
        return written.flatMap(secret -> Stream.of(secret, decoded(secret)));
    }

    private static String decoded(String escaped) {
        return URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /** The address without user info and query, fit to be shown. */
    @Override
    public String toString() {
        return (secure ? "wss://" : "ws://") + bracketed(host()) + (hasPort ? ":" + port : "") + path;
    }
}
