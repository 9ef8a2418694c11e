package io.thelook.service.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthorizationException;

/** Distinguishes a topic from a later one of the same name. Stateless. */
public final class TopicIdentity {

    private TopicIdentity() {}

    /**
     * The id that the brokers have given to a topic.
     *
     * @param client properties of any client of Kafka
     * @param patience limit on the wait for the answer
     * @return empty if they have none (before Kafka 2.8), or do not reveal it
     * @throws KafkaException if the brokers do not answer, or have no such topic
     */
    public static String of(String topic, Map<?, ?> client, Duration patience) {
        try {
            Uuid id = AdminQuestion.ask(client, patience, admin -> admin.describeTopics(List.of(topic))
                            .allTopicNames())
                    .get(topic)
                    .topicId();
            return id == null || id.equals(Uuid.ZERO_UUID) ? "" : id.toString();
        } catch (AuthorizationException e) {
            return "";
        }
    }
}
