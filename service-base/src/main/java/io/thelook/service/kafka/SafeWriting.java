package io.thelook.service.kafka;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The settings with which a writer to Kafka neither loses nor reorders confirmed records: a record counts as written
 * only once all in-sync replicas have it. Stateless.
 */
public final class SafeWriting {

    private static final Map<String, Object> NEEDED = Map.of(
            ProducerConfig.ACKS_CONFIG, "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true",
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "5",
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName(),
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());

    private SafeWriting() {}

    /** Sets the required properties of a client, overriding an operator's file. */
    public static void require(Map<? super String, Object> properties, String servers) {
        // A transaction would have to be begun and ended, and other values would lose or reorder records.
        properties.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        properties.remove(ProducerConfig.RETRIES_CONFIG);
        properties.putAll(NEEDED);
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    }

    /** The shortest delivery timeout that the client accepts, in milliseconds. */
    public static long leastDeliveryTimeout(ProducerConfig config) {
        return config.getLong(ProducerConfig.LINGER_MS_CONFIG)
                + config.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
    }
}
