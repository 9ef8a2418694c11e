package io.thelook.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.producer.ProducerConfig;
import io.thelook.producer.outbox.Attempts.Pauses;
import io.thelook.producer.outbox.Attempts.State;
import io.thelook.producer.publish.format.Event;
import io.thelook.producer.publish.format.PublishFormat;
import io.thelook.producer.publish.format.Topic;
import io.thelook.producer.store.Order;
import io.thelook.service.start.ConfigFixture;
import io.thelook.service.testing.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The publisher against a real broker. */
@Tag("slow")
class KafkaPublishTest extends PublishFixture {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long DAY = 86_400_000;

    /** A broker takes no records from the future. */
    private static final long END = System.currentTimeMillis();

    private static final long START = END - 14 * DAY;
    private static final Map<String, String> FOREVER = Map.of("retention.ms", "-1");
    private static final int PARTITIONS = 3;
    private static final Pauses PAUSES =
            new Pauses(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMillis(200));
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static KafkaBroker broker;

    @TempDir
    private Path folder;

    KafkaPublishTest() {
        super(START, END, SOON);
    }

    @BeforeAll
    static void startBroker() throws IOException {
        broker = KafkaBroker.start();
    }

    @AfterAll
    static void stopBroker() throws IOException {
        if (broker != null) {
            broker.close();
        }
    }

    @AfterEach
    void stop() {
        if (publisher != null) {
            publisher.stop();
        }
    }

    @Test
    void brokerKilledUnderLoad_losesNothingAndKeepsTheSequenceOfEachOrder() throws Exception {
        broker.createTopic("orders", PARTITIONS, FOREVER);
        start("orders", PublishFormat.THELOOK, Map.of());
        List<Order> orders = orders(6_000);
        orders.subList(0, 2_000).forEach(this::publish);
        await().atMost(SOON).until(() -> publisher.outbox().delivered() > 0);

        broker.kill();
        orders.subList(2_000, 4_000).forEach(this::publish);
        await().atMost(SOON).until(() -> publisher.attempts().status().state() == State.RETRYING);
        broker.restart();
        orders.subList(4_000, 6_000).forEach(this::publish);
        awaitNothingWaits();

        List<ConsumerRecord<String, String>> records = read("orders");
        assertThat(publisher.outbox().lost()).isZero();
        assertThat(publisher.outbox().delivered()).isEqualTo(publisher.outbox().offered());
        Map<String, List<String>> statuses = new HashMap<>();
        for (ConsumerRecord<String, String> each : records) {
            JsonNode record = MAPPER.readTree(each.value());
            assertThat(record.path("order_id").asText()).isEqualTo(each.key());
            List<String> ofItem =
                    statuses.computeIfAbsent(record.path("item_id").asText(), id -> new ArrayList<>());
            String status = record.path("item_status").asText();
            if (ofItem.isEmpty() || !ofItem.get(ofItem.size() - 1).equals(status)) {
                ofItem.add(status);
            }
        }
        assertThat(statuses).isEqualTo(expected(orders));
        assertThat(records.stream().map(ConsumerRecord::partition).distinct()).hasSize(PARTITIONS);
    }

    /** The statuses of each item, in sequence. */
    private Map<String, List<String>> expected(List<Order> orders) {
        Map<String, List<String>> statuses = new HashMap<>();
        for (Order order : orders) {
            times(order).forEach(at -> order.records(at)
                    .forEach(record -> statuses.computeIfAbsent(record.itemId(), id -> new ArrayList<>())
                            .add(record.itemStatus())));
        }
        return statuses;
    }

    @Test
    void compactedTopic_isRefusedUntilItIsNone() throws Exception {
        broker.createTopic("compacted", 1, Map.of("cleanup.policy", "compact,delete"));
        start("compacted", PublishFormat.THELOOK, Map.of());
        List<Order> orders = orders(5);
        orders.forEach(order -> publisher.placed(order, order.createdAt()));

        await().atMost(SOON).until(() -> publisher.attempts().status().state() == State.BLOCKED);

        assertThat(publisher.attempts().status().reason())
                .isEqualTo("the topic compacted is compacted, which would lose items of orders: expected"
                        + " cleanup.policy=delete");
        assertThat(publisher.outbox().delivered()).isZero();
        assertThat(read("compacted")).isEmpty();
    }

    @Test
    void missingTopic_isReportedAndTriedAgainUntilItIsThere() throws Exception {
        start("later", PublishFormat.THELOOK, Map.of("max.block.ms", "500"));
        List<Order> orders = orders(5);
        orders.forEach(order -> publisher.placed(order, order.createdAt()));
        await().atMost(SOON).until(() -> publisher.attempts().status().state() == State.RETRYING);
        assertThat(publisher.attempts().status().reason())
                .isEqualTo("there is no topic later: create it, or let the brokers create topics"
                        + " (auto.create.topics.enable)");

        broker.createTopic("later", 1, FOREVER);
        awaitNothingWaits();

        assertThat(read("later"))
                .hasSameSizeAs(
                        orders.stream().flatMap(order -> order.records(START)).toList());
    }

    @Test
    void passwordOfTheFile_isUsed_andAWrongOneIsAPermanentFault() throws Exception {
        broker.createTopic("guarded", 1, FOREVER);
        Order order = orders(1).get(0);
        start(
                broker.saslBootstrap(),
                "guarded",
                PublishFormat.THELOOK,
                KafkaBroker.saslProperties(KafkaBroker.USER, "geheim"));
        publisher.placed(order, order.createdAt());
        await().atMost(SOON).until(() -> publisher.attempts().status().state() == State.BLOCKED);
        assertThat(publisher.attempts().status().reason())
                .contains("do not accept the credentials")
                .doesNotContain("geheim");
        publisher.stop();

        start(
                broker.saslBootstrap(),
                "guarded",
                PublishFormat.THELOOK,
                KafkaBroker.saslProperties(KafkaBroker.USER, KafkaBroker.PASSWORD));
        publisher.placed(order, order.createdAt());
        awaitNothingWaits();

        assertThat(read("guarded")).isNotEmpty();
    }

    @Test
    void webhooks_areOneRecordEach_andOneThatIsTooLargeIsRefusedAlone() throws Exception {
        List<Order> orders = orders(60);
        int[] sizes = orders.stream()
                .map(order -> new Event(order, Topic.PLACED, order.createdAt()))
                .mapToInt(
                        event -> PublishFormat.SHOPIFY.format().documents(event).get(0).length)
                .sorted()
                .toArray();
        broker.createTopic(
                "hooks", 1, Map.of("retention.ms", "-1", "max.message.bytes", Integer.toString(sizes[55] + 200)));
        start("hooks", PublishFormat.SHOPIFY, Map.of("batch.size", "0"));
        orders.forEach(order -> publisher.placed(order, order.createdAt()));
        awaitNothingWaits();

        List<ConsumerRecord<String, String>> records = read("hooks");
        assertThat(publisher.outbox().refused()).isPositive();
        assertThat(publisher.outbox().delivered() + publisher.outbox().refused())
                .isEqualTo(orders.size());
        assertThat(records.stream().map(ConsumerRecord::key).distinct())
                .hasSize((int) publisher.outbox().delivered());
        assertThat(MAPPER.readTree(records.get(0).value())
                        .path("subtotal_price")
                        .asText())
                .matches("\\d+\\.\\d\\d");
    }

    @Test
    void recordsFromTheFuture_areRefusedAlone() throws Exception {
        broker.createTopic("clocks", 1, FOREVER);
        start("clocks", PublishFormat.THELOOK, Map.of());
        List<Order> orders = orders(20);
        orders.forEach(order -> publisher.placed(order, order == orders.get(7) ? END + DAY : order.createdAt()));

        awaitNothingWaits();

        assertThat(publisher.outbox().refused()).isEqualTo(1);
        assertThat(read("clocks").stream().map(ConsumerRecord::key))
                .doesNotContain(orders.get(7).id().toString())
                .containsAll(orders.stream()
                        .filter(order -> order != orders.get(7))
                        .map(order -> order.id().toString())
                        .toList());
    }

    private void start(String topic, PublishFormat format, Map<String, String> properties) throws IOException {
        start(broker.bootstrap(), topic, format, properties);
    }

    private void start(String servers, String topic, PublishFormat format, Map<String, String> properties)
            throws IOException {
        Path file = folder.resolve("client.properties");
        Files.writeString(
                file,
                properties.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining("\n")));
        Map<String, String> variables = Map.of(
                "PUBLISH", "kafka://" + servers + "/" + topic,
                "PUBLISH_FORMAT", format.name(),
                "KAFKA_CONFIG", file.toString());
        Plan plan =
                Plan.of(ConfigFixture.config(ProducerConfig.class, variables)).orElseThrow();
        start(new KafkaChannel((Target.Kafka) plan.target(), plan.kafka()), plan, 100_000, PAUSES);
    }

    /** Reads a topic from the beginning to its end at this moment. */
    private static List<ConsumerRecord<String, String>> read(String topic) {
        Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrap());
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }
}
