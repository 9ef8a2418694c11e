package io.thelook.dashboard.source.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.thelook.service.kafka.ClientMessage;
import io.thelook.service.kafka.SafeWriting;
import io.thelook.service.start.BadSetting;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/**
 * The settings of Kafka's client: the source's own, its defaults, and those of the file in KAFKA_CONFIG, which can
 * change defaults but not the source's own. Values may be secrets: no message shows one. Immutable.
 */
public final class KafkaSettings {

    /** Limit on the size of the file, in bytes. */
    static final int MAX_BYTES = 1_000_000;

    private static final String VARIABLE = "KAFKA_CONFIG";
    private static final String VALID = "valid client properties of Kafka";

    /**
     * The source finds and keeps its position itself, and detects from the responses to its fetches, at least one in
     * half a second, whether a broker answers.
     */
    private static final Map<String, Object> OWN = Map.ofEntries(
            Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteBufferDeserializer.class),
            Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteBufferDeserializer.class),
            Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false"),
            Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"),
            Map.entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
            Map.entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false"),
            Map.entry(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic"),
            Map.entry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "500"),
            Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(TopicReader.MOST_ENTRIES)));

    private static final Map<String, Object> DEFAULTS = Map.of(
            ConsumerConfig.CLIENT_ID_CONFIG, "thelook-dashboard",
            ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000",
            ConsumerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, "3000",
            ConsumerConfig.METADATA_MAX_AGE_CONFIG, "30000",
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "4000000",
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG, "16000000",
            ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");

    /** Deliveries wait at most for the delivery timeout. */
    private static final Map<String, Object> DEFAULTS_OF_WRITER = Map.of(
            ProducerConfig.CLIENT_ID_CONFIG, "thelook-dashboard-ingest",
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "10000",
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000",
            ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, "3000",
            ProducerConfig.MAX_BLOCK_MS_CONFIG, "3000",
            ProducerConfig.LINGER_MS_CONFIG, "2",
            ProducerConfig.METADATA_MAX_AGE_CONFIG, "30000",
            ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");

    private final Optional<Path> file;
    private final Map<String, String> ofFile;

    private KafkaSettings(Optional<Path> file, Map<String, String> ofFile) {
        this.file = file;
        this.ofFile = ofFile;
    }

    /**
     * Reads the file, if there is one.
     *
     * @throws BadSetting if it cannot be read, sets what the source sets itself, or has a value that Kafka refuses
     */
    public static KafkaSettings read(Optional<Path> file) {
        Map<String, String> read = file.map(KafkaSettings::load).orElse(Map.of());
        TreeSet<String> refused = new TreeSet<>(read.keySet());
        refused.removeIf(name -> !OWN.containsKey(name) && !isOfGroupOrBrokers(name));
        if (!refused.isEmpty()) {
            throw bad(file, "a file without " + String.join(", ", refused) + ", which the dashboard sets itself");
        }
        KafkaSettings settings = new KafkaSettings(file, read);
        try {
            new ConsumerConfig(settings.properties("localhost:9092"));
        } catch (ConfigException e) {
            throw bad(
                    file,
                    ClientMessage.setting(e)
                            .map(name -> "a valid value of " + name)
                            .orElse(VALID));
        } catch (KafkaException e) {
            throw bad(file, VALID);
        }
        return settings;
    }

    private static boolean isOfGroupOrBrokers(String name) {
        return name.equals(ConsumerConfig.GROUP_ID_CONFIG)
                || name.equals(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG)
                || name.equals(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG);
    }

    private static Map<String, String> load(Path file) {
        Properties properties = new Properties();
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw bad(Optional.of(file), "a file of up to 1 MB");
            }
            properties.load(new StringReader(Files.readString(file, UTF_8)));
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw bad(Optional.of(file), "a properties file in UTF-8");
        } catch (IOException e) {
            throw bad(Optional.of(file), "the path of a file that can be read");
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toUnmodifiableMap(name -> name, properties::getProperty));
    }

    private static BadSetting bad(Optional<Path> file, String expected) {
        return new BadSetting(VARIABLE, file.map(Path::toString).orElse("") + ": expected " + expected);
    }

    /**
     * The properties of a client that writes to a topic. A record counts as written once all replicas that are in sync
     * have it.
     *
     * @throws BadSetting if Kafka refuses a value of the file
     */
    public Map<String, Object> ofWriter(KafkaAddress address) {
        Map<String, Object> all = new HashMap<>(DEFAULTS_OF_WRITER);
        ofFile.forEach((name, value) -> {
            if (ProducerConfig.configNames().contains(name)) {
                all.put(name, value);
            }
        });
        SafeWriting.require(all, address.bootstrap());
        long least = leastDeliveryTimeout(all);
        if (least > 0 && ofFile.containsKey(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)) {
            throw bad(file, "delivery.timeout.ms to be at least linger.ms and request.timeout.ms together");
        }
        if (least > 0) {
            all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(least));
        }
        return all;
    }

    /** The delivery timeout that is needed, if it is longer than that of the properties; 0 otherwise. */
    private long leastDeliveryTimeout(Map<String, Object> properties) {
        try {
            ProducerConfig config = new ProducerConfig(properties);
            long least = SafeWriting.leastDeliveryTimeout(config);
            return config.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG) < least ? least : 0;
        } catch (ConfigException e) {
            throw bad(
                    file,
                    ClientMessage.setting(e)
                            .map(name -> "a value of " + name + " that is valid for writing, too")
                            .orElse(VALID));
        }
    }

    /** The properties of a client that asks these brokers first. */
    Map<String, Object> properties(String bootstrap) {
        Map<String, Object> all = new HashMap<>(DEFAULTS);
        all.putAll(ofFile);
        all.putAll(OWN);
        all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        return all;
    }

    /** Shows no value. */
    @Override
    public String toString() {
        return ofFile.size() + " settings";
    }
}
