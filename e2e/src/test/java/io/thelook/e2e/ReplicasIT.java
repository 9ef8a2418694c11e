package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.service.testing.KafkaBroker;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two dashboards on one topic of a real broker, behind a load balancer, with viewers who keep what they show until the
 * other dashboard has reached it, as the page does. {@code -Dreplicas.viewers=2000} for more viewers.
 */
@Tag("alone")
@TestMethodOrder(OrderAnnotation.class)
class ReplicasIT {

    private static final int VIEWERS = Integer.getInteger("replicas.viewers", 200);
    private static final int SENDERS = 4;
    private static final int SOME = 200;
    private static final int FEW = 4;
    private static final int PARTITIONS = 4;
    private static final String TOPIC = "orders";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final Duration OUTAGE = Duration.ofSeconds(30);

    /** Reconnections wait up to 10 s; the rest is for a busy machine. */
    private static final Duration BACK = Duration.ofSeconds(30);

    /** 5 s, and the rest is for a busy machine, on which the dashboards also start. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(8);

    private static final List<Integer> PORTS = List.of(ServiceProcess.freePort(), ServiceProcess.freePort());
    private static final List<ServiceProcess> DASHBOARDS = new ArrayList<>();

    private static KafkaBroker broker;
    private static LoadBalancer balancer;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        balancer = new LoadBalancer(folder, PORTS.get(0), PORTS.get(1));
        broker = KafkaBroker.start();
        broker.createTopic(TOPIC, PARTITIONS, Map.of());
        for (int port : PORTS) {
            DASHBOARDS.add(startDashboard(port));
        }
    }

    /** The load balancer asks once a second whether they are ready. */
    @BeforeEach
    void awaitBothAreUsed() {
        await().atMost(SOON).until(() -> {
            try (Crowd few = new Crowd(balancer.uri("ws", "/live"), FEW, SOON)) {
                return few.closeCodes().isEmpty()
                        && DASHBOARDS.stream().allMatch(each -> new Meters(each).viewers() > 0);
            }
        });
    }

    @AfterAll
    static void stop() throws IOException {
        DASHBOARDS.forEach(ServiceProcess::close);
        if (broker != null) {
            broker.close();
        }
        if (balancer != null) {
            balancer.close();
        }
    }

    private static ServiceProcess startDashboard(int port) {
        return ServiceProcess.start(
                "dashboard",
                port,
                Map.of(
                        "FEED", "kafka://" + broker.bootstrap() + "/" + TOPIC,
                        "INGEST", "true",
                        "INGEST_TOKEN", Delivery.TOKEN,
                        "LOOKBACK_MINUTES", "60",
                        "DRAIN_SECONDS", "10",
                        "MAX_HANDSHAKES_PER_ADDRESS", "10000",
                        "MAX_CONNECTIONS_PER_ADDRESS", "10000"));
    }

    private Crowd crowd() {
        return new Crowd(balancer.uri("ws", "/live"), VIEWERS, SOON);
    }

    private Senders senders(String prefix) {
        return new Senders(balancer.uri("http", "/ingest"), prefix, SENDERS);
    }

    @Test
    void dashboardKilled_viewersMoveToTheOther_andNoFigureGoesBack() throws Exception {
        try (Crowd crowd = crowd();
                Senders senders = senders("a")) {
            await().atMost(SOON).until(() -> senders.confirmed.size() >= SOME);
            assertThat(DASHBOARDS).allMatch(each -> new Meters(each).viewers() > VIEWERS / 4);
            crowd.latencies();
            await().atMost(SOON).until(() -> senders.confirmed.size() >= 5 * SOME);
            printLatencies("before", crowd);

            DASHBOARDS.get(0).kill();
            await("some have lost their dashboard").atMost(BACK).until(() -> crowd.live() < VIEWERS);
            Duration back = crowd.awaitLive(BACK);
            Measured.print("dashboard killed, one of two, " + VIEWERS + " viewers", Duration.ZERO, back);

            DASHBOARDS.set(0, startDashboard(PORTS.get(0)));
            int before = senders.confirmed.size();
            await().atMost(SOON).until(() -> senders.confirmed.size() >= before + SOME);
            senders.stop();
            assertSameEverywhere(senders.confirmed);
            crowd.awaitAgreement(SOON);
            assertThat(crowd.regressions()).as("figures that went back").isZero();
            printLatencies("after", crowd);
        }
    }

    private static void printLatencies(String when, Crowd crowd) {
        List<Long> latencies = crowd.latencies();
        assertThat(latencies).isNotEmpty();
        System.out.printf(
                "replicas, %s: from an order to a viewer p50 %d ms, p99 %d ms%n",
                when, latencies.get(latencies.size() / 2), latencies.get(latencies.size() * 99 / 100));
    }

    @Test
    void dashboardsRestartedInTurn_viewersAreMoved_andSeeNoGap() throws Exception {
        try (Crowd crowd = crowd();
                Senders senders = senders("b")) {
            await().atMost(SOON).until(() -> senders.confirmed.size() >= SOME);
            crowd.longestGap();
            for (int i = 0; i < DASHBOARDS.size(); i++) {
                ServiceProcess old = DASHBOARDS.get(i);
                old.signal("TERM");
                assertThat(old.awaitExit()).isIn(0, 143);
                assertThat(old.errors()).isEmpty();
                DASHBOARDS.set(i, startDashboard(PORTS.get(i)));
                awaitBothAreUsed();
            }
            crowd.awaitLive(BACK);
            Duration gap = crowd.longestGap();
            System.out.printf("replicas, restarted in turn: longest gap of a viewer %d ms%n", gap.toMillis());
            senders.stop();
            assertSameEverywhere(senders.confirmed);

            assertThat(gap).isLessThan(LONGEST_GAP);
            assertThat(crowd.closeCodes()).containsOnlyKeys(1001);
            assertThat(crowd.regressions()).as("figures that went back").isZero();
            assertThat(DASHBOARDS).allSatisfy(each -> assertThat(each.errors()).isEmpty());
        }
    }

    /** The last one, because an outage leaves errors in the dashboards' logs. */
    @Test
    @Order(Integer.MAX_VALUE)
    void brokerKilledForHalfAMinute_losesNothingThatWasConfirmed() throws Exception {
        try (Crowd crowd = crowd();
                Senders senders = senders("c")) {
            await().atMost(SOON).until(() -> senders.confirmed.size() >= SOME);
            broker.kill();
            long killedAt = System.nanoTime();
            Duration told = crowd.awaitStale(BACK);
            await().atMost(SOON).until(() -> senders.refused.get() > 0);
            await().atMost(OUTAGE.plusSeconds(5)).until(() -> System.nanoTime() - killedAt >= OUTAGE.toNanos());

            broker.restart();
            int before = senders.confirmed.size();
            Duration back = crowd.awaitLive(SOON);
            await().atMost(SOON).until(() -> senders.confirmed.size() >= before + SOME);
            Measured.print("broker killed for 30 s under deliveries, two dashboards", told, back);
            senders.stop();
            assertSameEverywhere(senders.confirmed);
            crowd.awaitAgreement(SOON);
            assertThat(crowd.regressions()).as("figures that went back").isZero();
            DASHBOARDS.forEach(each -> new Meters(each).assertAddUp());
        }
    }

    /** Both dashboards show what is in the topic, computed from it with none of the product's code. */
    private void assertSameEverywhere(Set<String> confirmed) throws Exception {
        Map<String, BigDecimal> prices = pricesInTheTopic();
        assertThat(prices.keySet()).containsAll(confirmed);
        long orders = prices.keySet().stream()
                .map(key -> key.substring(0, key.indexOf('/')))
                .distinct()
                .count();
        BigDecimal sales = prices.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        String expected = orders + " orders, " + prices.size() + " items, " + sales.toBigInteger();
        for (ServiceProcess dashboard : DASHBOARDS) {
            Shown.awaitFigures(dashboard, expected);
        }
    }

    private Map<String, BigDecimal> pricesInTheTopic() throws IOException {
        Map<String, BigDecimal> prices = new TreeMap<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(each -> new TopicPartition(TOPIC, each))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Set<TopicPartition> left = new HashSet<>(partitions);
            while (!left.isEmpty()) {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(200))) {
                    JsonNode record = JSON.readTree(each.value());
                    assertThat(each.key()).isEqualTo(record.get("order_id").asText());
                    prices.put(
                            each.key() + "/" + record.get("item_id").asText(),
                            record.get("sale_price").decimalValue());
                }
                left.removeIf(each -> consumer.position(each) >= ends.get(each));
            }
        }
        return prices;
    }
}
