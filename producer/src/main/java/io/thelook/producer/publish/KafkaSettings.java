package io.thelook.producer.publish;

import io.thelook.service.kafka.ClientMessage;
import io.thelook.service.kafka.SafeWriting;
import io.thelook.service.start.BadSetting;
import io.thelook.service.start.Shown;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;

/** Composes the properties of the Kafka client from the operator's file and what publishing needs. */
final class KafkaSettings {

    private static final String VARIABLE = "KAFKA_CONFIG";

    /** The properties that the operator's file may change. */
    private static final Map<String, String> DEFAULTS = Map.of(
            ProducerConfig.CLIENT_ID_CONFIG, "thelook-producer",
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "10000",
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000",
            ProducerConfig.MAX_BLOCK_MS_CONFIG, "5000",
            ProducerConfig.LINGER_MS_CONFIG, "5",
            ProducerConfig.BUFFER_MEMORY_CONFIG, "16777216");

    private KafkaSettings() {}

    /**
     * Reads the operator's file, if there is one.
     *
     * @throws BadSetting if the file cannot be read, or Kafka does not accept it; the message shows no value of it
     */
    static Properties read(Target.Kafka target, Optional<String> file) {
        Properties properties = new Properties();
        properties.putAll(DEFAULTS);
        file.ifPresent(path -> load(properties, path));
        SafeWriting.require(properties, target.servers());
        check(properties, file.orElse(""));
        return properties;
    }

    private static void load(Properties properties, String path) {
        try (Reader reader = Files.newBufferedReader(Path.of(path), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | InvalidPathException e) {
            throw new BadSetting(VARIABLE, Shown.text(path) + ": expected a readable file of Kafka client properties");
        } catch (IllegalArgumentException e) {
            throw new BadSetting(VARIABLE, Shown.text(path) + ": expected properties, with four digits after each \\u");
        }
    }

    private static void check(Properties properties, String path) {
        ProducerConfig config;
        try {
            config = new ProducerConfig(properties);
        } catch (ConfigException e) {
            throw new BadSetting(
                    VARIABLE,
                    Shown.text(path) + ": expected properties that Kafka accepts"
                            + ClientMessage.setting(e)
                                    .map(name -> ", see " + name)
                                    .orElse(""));
        }
        if (config.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG) < SafeWriting.leastDeliveryTimeout(config)) {
            throw new BadSetting(
                    VARIABLE,
                    Shown.text(path)
                            + ": expected delivery.timeout.ms to be at least linger.ms and request.timeout.ms"
                            + " together");
        }
    }
}
