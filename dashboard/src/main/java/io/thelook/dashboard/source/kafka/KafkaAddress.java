package io.thelook.dashboard.source.kafka;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The address of a topic: {@code kafka://}, one or more brokers, and the topic. A broker without a port has 9092.
 *
 * <p>An address holds no secret. Immutable; knows no class of Kafka.
 */
public final class KafkaAddress {

    private static final String EXAMPLE = "kafka://localhost:9092/orders";
    private static final String EXPECTED = "expected an address such as " + EXAMPLE;
    private static final Pattern FORM = Pattern.compile("(?i)kafka://(?<brokers>[^/]*)(?<topic>/.*)?", Pattern.DOTALL);
    private static final Pattern BROKER = Pattern.compile(
            "(?:\\[(?<literal>[0-9A-Za-z:.%_-]+)]|(?<name>[A-Za-z0-9_.-]{1,253}))(?::(?<port>\\d{1,5}))?");
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");
    private static final int USUAL_PORT = 9_092;
    private static final int MAX_PORT = 65_535;

    private final List<String> brokers;
    private final String topic;

    private KafkaAddress(List<String> brokers, String topic) {
        this.brokers = brokers;
        this.topic = topic;
    }

    /** Whether a value is meant as the address of a topic, valid or not. */
    public static boolean isMeantBy(String value) {
        return value.regionMatches(true, 0, "kafka:", 0, "kafka:".length());
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if the value is invalid; the message says what was expected, without the value
     */
    public static KafkaAddress parse(String value) {
        Matcher parts = FORM.matcher(value);
        require(parts.matches(), EXPECTED);
        require(
                value.indexOf('@') < 0,
                "expected brokers without user and password; set them in the file of KAFKA_CONFIG");
        String topic = parts.group("topic");
        require(topic != null && topic.length() > 1, "expected a topic after the brokers, as in " + EXAMPLE);
        require(
                TOPIC.matcher(topic.substring(1)).matches(),
                "expected a topic of 1 to 249 letters, digits, dots, hyphens and underscores, as in " + EXAMPLE);
        List<String> brokers = Arrays.stream(parts.group("brokers").split(",", -1))
                .map(KafkaAddress::broker)
                .distinct()
                .toList();
        return new KafkaAddress(brokers, topic.substring(1));
    }

    private static String broker(String written) {
        Matcher broker = BROKER.matcher(written);
        require(broker.matches(), EXPECTED);
        String literal = broker.group("literal");
        require(literal == null || NetUtil.isValidIpV6Address(literal), EXPECTED);
        String number = broker.group("port");
        int port = number == null ? USUAL_PORT : Integer.parseInt(number);
        require(port > 0 && port <= MAX_PORT, EXPECTED);
        return (literal == null ? broker.group("name") : "[" + literal + "]") + ":" + port;
    }

    private static void require(boolean condition, String expected) {
        if (!condition) {
            throw new IllegalArgumentException(expected);
        }
    }

    /** The brokers to ask first, as Kafka's {@code bootstrap.servers}. */
    String bootstrap() {
        return String.join(",", brokers);
    }

    /** The brokers in words: the first three. */
    String brokersInWords() {
        return brokers.stream().limit(3).collect(Collectors.joining(", ")) + (brokers.size() > 3 ? ", …" : "");
    }

    /** The name of the topic. */
    public String topic() {
        return topic;
    }

    /** The address, with the ports of all brokers. */
    @Override
    public String toString() {
        return "kafka://" + bootstrap() + "/" + topic;
    }
}
