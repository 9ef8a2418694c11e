package io.thelook.service.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jboss.logging.Logger;

/**
 * Checks how the brokers clean a topic. With the order's id as the key, compaction keeps only one record of each order
 * and loses the others. Stateless.
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
        try {
            Config config = AdminQuestion.ask(client, patience, admin -> admin.describeConfigs(List.of(resource))
                            .all())
                    .get(resource);
            ConfigEntry policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
            return policy != null
                    && policy.value() != null
                    && policy.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT);
        } catch (AuthorizationException e) {
            LOG.warnf(
                    "cannot check that the topic %s is not compacted: grant DESCRIBE_CONFIGS on it, or make sure that"
                            + " it has cleanup.policy=delete",
                    topic);
            return false;
        }
    }
}
