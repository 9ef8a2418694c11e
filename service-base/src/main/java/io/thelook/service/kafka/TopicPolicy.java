package io.thelook.service.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Checks how the brokers clean a topic. With the order's id as the key, compaction keeps only one record of each order,
 * and so loses the others. Stateless.
 */
public final class TopicPolicy {

    private static final Logger LOG = Logger.getLogger(TopicPolicy.class);

    private TopicPolicy() {}

    /**
     * Asks the brokers whether a topic is compacted. If they do not say, because the user lacks the privilege, logs a
     * warning.
     *
     * @param client properties of any client of Kafka
     * @param patience limit on the wait for the answer
     * @throws KafkaException if the brokers do not answer
     */
    public static boolean isCompacted(String topic, Map<?, ?> client, Duration patience) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Admin admin = Admin.create(forAdmin(client));
        try {
            Config config = admin.describeConfigs(List.of(resource))
                    .all()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .get(resource);
            ConfigEntry policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
            return policy != null
                    && policy.value() != null
                    && policy.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                LOG.warnf(
                        "cannot check that the topic %s is not compacted: grant DESCRIBE_CONFIGS on it, or make sure of"
                                + " cleanup.policy=delete",
                        topic);
                return false;
            }
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("the topic's configuration was not given");
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static Map<String, Object> forAdmin(Map<?, ?> client) {
        Map<String, Object> properties = new HashMap<>();
        client.forEach((name, value) -> {
            if (AdminClientConfig.configNames().contains(String.valueOf(name))) {
                properties.put(String.valueOf(name), value);
            }
        });
        return properties;
    }
}
