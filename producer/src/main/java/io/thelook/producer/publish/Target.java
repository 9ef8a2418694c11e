package io.thelook.producer.publish;

import io.thelook.service.start.Shown;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where events are sent: the value of PUBLISH. */
interface Target {

    /** The address to show, without user and password. */
    String shown();

    /**
     * Parses an address.
     *
     * @throws IllegalArgumentException if the address is invalid; the message shows no part of user and password
     */
    static Target parse(String address) {
        return address.regionMatches(true, 0, Kafka.SCHEME, 0, Kafka.SCHEME.length())
                ? Kafka.parse(address)
                : Http.parse(address);
    }

    /**
     * A topic of a Kafka cluster.
     *
     * @param servers brokers of the cluster, each with its port, separated by commas
     */
    record Kafka(String servers, String topic, String shown) implements Target {

        static final String SCHEME = "kafka://";

        private static final String EXPECTED = ": expected kafka://host:9092,host2:9092/topic; "
                + "a user, a password and TLS belong in the file of KAFKA_CONFIG";
        private static final String HOST = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?";
        private static final Pattern LOCATION = Pattern.compile(
                "(?<hosts>" + HOST + "(?:," + HOST + ")*)/(?<topic>(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249})/?");
        private static final int USUAL_PORT = 9_092;

        private static Kafka parse(String address) {
            Matcher location = LOCATION.matcher(address.substring(SCHEME.length()));
            if (!location.matches()) {
                throw new IllegalArgumentException(
                        (address.contains("@") ? Shown.NOTHING : Shown.text(address)) + EXPECTED);
            }
            String servers = Arrays.stream(location.group("hosts").split(","))
                    .map(Kafka::withPort)
                    .collect(Collectors.joining(","));
            String topic = location.group("topic");
            return new Kafka(servers, topic, SCHEME + servers + "/" + topic);
        }

        private static String withPort(String host) {
            boolean hasPort = host.lastIndexOf(':') > host.lastIndexOf(']');
            if (hasPort && !isPort(host.substring(host.lastIndexOf(':') + 1))) {
                throw new IllegalArgumentException(host + PORT);
            }
            return hasPort ? host : host + ":" + USUAL_PORT;
        }
    }

    /**
     * An HTTP server that takes POST requests.
     *
     * @param uri without user and password
     * @param basic the value of the header Authorization, from the user and the password in the address
     * @param password the password in the address, to be kept out of messages
     */
    record Http(URI uri, Optional<String> basic, Optional<String> password, String shown) implements Target {

        private static final String EXPECTED =
                ": expected kafka://host:9092/topic or http(s)://[user:password@]host[:port]/path; "
                        + "in a user or a password, write %40 for @, %2F for / and %25 for %";
        private static final Pattern LOCATION = Pattern.compile("(?<scheme>(?i:https?))://(?:(?<user>[^@/?#\\s]+)@)?"
                + "(?<host>[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::(?<port>\\d{1,5}))?(?<rest>[/?][^@#\\s]*)?");

        private static Http parse(String address) {
            Matcher location = LOCATION.matcher(address);
            if (!location.matches()) {
                throw new IllegalArgumentException(Shown.address(address) + EXPECTED);
            }
            String port = location.group("port");
            if (port != null && !isPort(port)) {
                throw new IllegalArgumentException(Shown.address(address) + PORT);
            }
            String rest = location.group("rest") == null ? "/" : location.group("rest");
            String place = location.group("scheme") + "://" + location.group("host") + (port == null ? "" : ":" + port);
            try {
                URI uri = URI.create(place + (rest.startsWith("?") ? "/" + rest : rest));
                if (uri.getHost() == null) {
                    throw new IllegalArgumentException("no host");
                }
                Optional<String> user =
                        Optional.ofNullable(location.group("user")).map(Http::decode);
                return new Http(
                        uri,
                        user.map(Http::basic),
                        user.filter(each -> each.contains(":")).map(each -> each.substring(each.indexOf(':') + 1)),
                        Shown.address(uri.toString()));
            } catch (IllegalArgumentException e) {
                // The message of the cause may show the user, the password or a token in the query.
                throw new IllegalArgumentException(Shown.address(address) + EXPECTED);
            }
        }

        private static String decode(String text) {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        }

        private static String basic(String user) {
            String credentials = user.contains(":") ? user : user + ":";
            return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The end of the message about a port. */
    String PORT = ": expected a port from 1 to 65535";

    private static boolean isPort(String digits) {
        int port = Integer.parseInt(digits);
        return port >= 1 && port <= 65_535;
    }
}
