package io.thelook.service.kafka;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a writer to Kafka needs so that nothing that was confirmed is lost or gets into another order: all replicas in
 * sync have a record before it counts as written. Stateless.
 */
public final class SafeWriting {

    private static final Map<String, Object> NEEDED = Map.of(
            ProducerConfig.ACKS_CONFIG, "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true",
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "5",
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName(),
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());

    private SafeWriting() {}

    /** Sets in the properties of a client what is needed, whatever an operator's file has set. */
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
