package io.thelook.dashboard.source.kafka;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the partitions of a topic and the brokers that lead them, and checks whether these brokers answer. Asks the
 * client that reads the topic, on the same thread. Times are those of {@link System#nanoTime}. Not thread-safe.
 */
final class PartitionLeaders {

    /** A leader that has been silent for this long does not answer. */
    private static final Duration NOT_ANSWERING_AFTER = Duration.ofSeconds(2);

    private static final String NODE_METRICS = "consumer-node-metrics";
    private static final String NODE = "node-";

    private final String topic;
    private final KafkaConsumer<?, ?> consumer;
    private final BrokerAnswers answers = new BrokerAnswers();
    private final Set<TopicPartition> partitions = new LinkedHashSet<>();
    private Set<Node> leaders = Set.of();
    private int leaderless;

    /** @param consumer to ask; the caller closes it */
    PartitionLeaders(String topic, KafkaConsumer<?, ?> consumer) {
        this.topic = topic;
        this.consumer = consumer;
    }

    /**
     * Finds the partitions and their leaders. The client knows them, and asks the brokers again from time to time.
     *
     * @param limit on the wait for the brokers
     * @throws TopicFault if there is no such topic
     */
    void find(Duration limit) {
        List<PartitionInfo> found = consumer.partitionsFor(topic, limit);
        if (found == null || found.isEmpty()) {
            throw new TopicFault("the brokers have no topic " + topic);
        }
        Set<Node> leading = new HashSet<>();
        int without = 0;
        for (PartitionInfo each : found) {
            partitions.add(new TopicPartition(topic, each.partition()));
            if (each.leader() == null || each.leader().isEmpty()) {
                without++;
            } else {
                leading.add(each.leader());
            }
        }
        leaders = leading;
        leaderless = without;
    }

    /** A view of the partitions found so far. */
    Set<TopicPartition> partitions() {
        return Collections.unmodifiableSet(partitions);
    }

    /** Checks whether the leaders found last answer. To be called several times a second. */
    void look(long now) {
        Map<Integer, Double> responses = responses();
        answers.look(leaders, id -> responses.getOrDefault(id, 0.0), now);
    }

    /** The number of responses of each broker so far, by its id. */
    private Map<Integer, Double> responses() {
        Map<Integer, Double> responses = new HashMap<>();
        for (Map.Entry<MetricName, ? extends Metric> each : consumer.metrics().entrySet()) {
            MetricName name = each.getKey();
            if (name.name().equals("response-total") && name.group().equals(NODE_METRICS)) {
                String node = name.tags().get("node-id");
                responses.put(
                        Integer.parseInt(node.substring(NODE.length())),
                        ((Number) each.getValue().metricValue()).doubleValue());
            }
        }
        return responses;
    }

    /** Excuses the silence of the leaders up to now, because the client asked them for nothing. */
    void excuse(long now) {
        answers.excuse(now);
    }

    /** Whether all leaders have been silent for longer than this. */
    boolean areGone(Duration silence, long now) {
        return !leaders.isEmpty()
                && answers.silent(leaders, silence.toNanos(), now).size() == leaders.size();
    }

    /** Says which part of the topic cannot be read now; empty if all of it can. */
    String trouble(long now) {
        List<Node> silent = answers.silent(leaders, NOT_ANSWERING_AFTER.toNanos(), now);
        if (silent.size() == 1) {
            return "broker " + silent.get(0).host() + ":" + silent.get(0).port() + " does not answer";
        }
        if (silent.size() > 1) {
            return silent.size() + " of " + leaders.size() + " brokers do not answer";
        }
        return missing();
    }

    /** Says how many partitions have no leader; empty if all have one. */
    String missing() {
        return leaderless == 0 ? "" : leaderless + " of " + partitions.size() + " partitions have no leader";
    }
}
