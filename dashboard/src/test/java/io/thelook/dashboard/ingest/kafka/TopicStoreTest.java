package io.thelook.dashboard.ingest.kafka;

import static io.thelook.model.RecordBuilder.aRecord;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thelook.dashboard.ingest.StoreException;
import io.thelook.dashboard.source.RecordSource.Entry;
import io.thelook.dashboard.source.RecordingSink;
import io.thelook.dashboard.source.kafka.KafkaAddress;
import io.thelook.dashboard.source.kafka.KafkaRecordSource;
import io.thelook.dashboard.source.kafka.KafkaSettings;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.model.FeedReader;
import io.thelook.model.Frame;
import io.thelook.model.Record;
import io.thelook.model.Rejection;
import io.thelook.service.testing.FreePort;
import io.thelook.service.testing.KafkaBroker;
import io.thelook.service.testing.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Writes to topics of a real broker, and reads them as a dashboard does. */
@Tag("slow")
class TopicStoreTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long MINUTE = 60_000;

    private static KafkaBroker broker;

    @TempDir
    private Path folder;

    private final RecordingSink sink = new RecordingSink();
    private final LogLines log = new LogLines(TopicStore.class.getName());
    private final List<Frame> applied = new ArrayList<>();
    private final AtomicLong skipped = new AtomicLong();
    private final long now = System.currentTimeMillis();
    private String topic;
    private KafkaRecordSource source;
    private TopicStore store;

    @BeforeAll
    static void startBroker() throws IOException {
        Logger.getLogger("org.apache.kafka").setLevel(Level.OFF);
        broker = KafkaBroker.start();
    }

    @AfterAll
    static void closeBroker() throws IOException {
        broker.close();
    }

    @BeforeEach
    void prepare(TestInfo test) throws IOException {
        if (!broker.isRunning()) {
            broker.restart();
        }
        topic = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void stop() {
        log.close();
        if (store != null) {
            store.close();
        }
        if (source != null) {
            source.stop();
        }
    }

    @Test
    void delivery_isInTheTopic_withItsOrderAsKey_andReadWithoutAMapping() throws Exception {
        broker.createTopic(topic, 3, Map.of());
        store = store(broker.bootstrap(), Map.of());
        Record timeless = Record.builder()
                .orderId("o-2")
                .itemId("1")
                .salePrice(aRecord().price("7").build().salePrice())
                .build();
        List<Record> records = List.of(
                aRecord().order("o-1").item("1").build(),
                aRecord().order("o-1").item("2").build(),
                timeless);

        assertThat(keep(records, now - MINUTE)).isEqualTo(new LiveWindow.Change(3, 0, 0, 0, 0, 0));

        read();
        await().atMost(PATIENCE).until(() -> sink.entries().size() == 3);
        assertThat(sink.entries())
                .allMatch(Entry::isOwn)
                .allMatch(each -> each.place().time() == now - MINUTE);
        assertThat(decoded()).containsExactlyInAnyOrderElementsOf(records);
        assertThat(sink.entries().stream()
                        .filter(each -> each.text().contains("o-1"))
                        .map(each -> each.place().partition())
                        .distinct())
                .hasSize(1);
        assertThat(store.written()).isEqualTo(3);
        assertThat(store.failed()).isZero();
        assertThat(store.waitingBytes()).isZero();
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void rejectedRecords_areCountedHere_andTheOthersAreKept() throws Exception {
        broker.createTopic(topic, 1, Map.of());
        store = store(broker.bootstrap(), Map.of());
        Frame.Rejected rejected = new Frame.Rejected(1, Rejection.MISSING_FIELD, "order_id is missing", 7);
        Frame frame = new Frame(List.of(aRecord().build()), Map.of(Rejection.MISSING_FIELD, 1), List.of(rejected));

        assertThat(store.keep(frame, now).toCompletableFuture().get().applied()).isEqualTo(1);

        assertThat(applied).singleElement().satisfies(each -> {
            assertThat(each.records()).isEmpty();
            assertThat(each.refused()).isEqualTo(1);
            assertThat(each.rejections()).containsExactly(rejected);
        });
    }

    @Test
    void compactedTopic_isRefused_becauseItWouldLoseItems() throws Exception {
        broker.createTopic(topic, 1, Map.of("cleanup.policy", "compact"));
        store = store(broker.bootstrap(), Map.of());

        assertRefused(5);

        assertThat(log.warnings())
                .singleElement()
                .asString()
                .endsWith(
                        "it is compacted, which would lose items of orders: set cleanup.policy=delete; they are refused"
                                + " until it works again");
        assertThat(store.failed()).isEqualTo(1);
    }

    @Test
    void missingTopic_isRefused_andNotCreated_untilItIsThere() throws Exception {
        store = store(broker.bootstrap(), Map.of());

        assertRefused(5);

        assertThat(log.warnings()).singleElement().asString().contains("the brokers have no topic " + topic + ";");
        broker.createTopic(topic, 1, Map.of());
        assertRefused(5);
        skipped.addAndGet(Duration.ofSeconds(1).toNanos());
        keep(List.of(aRecord().build()), now);
    }

    @Test
    void closedPort_isRefusedInTime_thenAtOnce() throws Exception {
        store = store("127.0.0.1:" + FreePort.next(), Map.of());

        assertRefused(5);
        long start = System.nanoTime();
        assertRefused(5);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(log.warnings()).singleElement().asString().contains("no broker answers at 127.0.0.1:");
        assertThat(store.waitingBytes()).isZero();
    }

    @Test
    void frozenBroker_deliveriesWaitUpToALimit_andFailWhenTheirTimeIsOver() throws Exception {
        broker.createTopic(topic, 1, Map.of());
        store = store(broker.bootstrap(), Map.of("delivery.timeout.ms", "3000", "request.timeout.ms", "2000"));
        keep(List.of(aRecord().build()), now);
        broker.freeze();
        try {
            List<Record> many = IntStream.range(0, 80_000)
                    .mapToObj(i -> aRecord().order("o-" + i).build())
                    .toList();
            CompletableFuture<LiveWindow.Change> waiting =
                    store.keep(frame(many), now).toCompletableFuture();
            assertThat(store.waitingBytes()).isPositive();
            CompletableFuture<LiveWindow.Change> tooMany =
                    store.keep(frame(many), now).toCompletableFuture();

            assertThat(refusal(tooMany).retryAfterSeconds()).isEqualTo(1);
            assertThat(refusal(tooMany)).hasMessage("too many deliveries wait for the brokers of Kafka");
            assertThat(store.refused()).isEqualTo(many.size());
            assertThat(refusal(waiting)).hasMessage("the records cannot be written to Kafka at the moment");
            assertThat(store.waitingBytes()).isZero();
            assertThat(store.failed()).isEqualTo(many.size());
        } finally {
            broker.thaw();
        }
        awaitKept("after");
    }

    @Test
    void brokerKilledUnderLoad_losesNothingThatWasConfirmed() throws Exception {
        broker.createTopic(topic, 3, Map.of());
        store = store(broker.bootstrap(), Map.of("delivery.timeout.ms", "4000", "request.timeout.ms", "1000"));
        Set<String> confirmed = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 3_000; i++) {
            String order = "o-" + i;
            if (i == 1_000) {
                broker.kill();
            }
            store.keep(frame(List.of(aRecord().order(order).build())), now).thenRun(() -> confirmed.add(order));
        }
        await().atMost(PATIENCE).until(() -> store.waitingBytes() == 0);
        broker.restart();
        confirmed.add(awaitKept("after"));

        read();

        await().atMost(PATIENCE).until(() -> orders().containsAll(confirmed));
        assertThat(store.failed()).isPositive();
    }

    private String awaitKept(String order) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            skipped.addAndGet(Duration.ofSeconds(1).toNanos());
            return keep(List.of(aRecord().order(order).build()), now).applied() == 1;
        });
        return order;
    }

    private void assertRefused(int retryAfterSeconds) throws InterruptedException {
        StoreException refusal =
                refusal(store.keep(frame(List.of(aRecord().build())), now).toCompletableFuture());
        assertThat(refusal.retryAfterSeconds()).isEqualTo(retryAfterSeconds);
        assertThat(refusal).hasMessage("the records cannot be written to Kafka at the moment");
    }

    private static StoreException refusal(CompletableFuture<LiveWindow.Change> kept) throws InterruptedException {
        await().atMost(PATIENCE).until(kept::isDone);
        Throwable failure = kept.handle((change, thrown) -> thrown).join();
        Throwable cause = failure == null || failure instanceof StoreException ? failure : failure.getCause();
        assertThat(cause).isInstanceOf(StoreException.class);
        return (StoreException) cause;
    }

    private LiveWindow.Change keep(List<Record> records, long arrival) throws Exception {
        return store.keep(frame(records), arrival).toCompletableFuture().get();
    }

    private static Frame frame(List<Record> records) {
        return new Frame(records, Map.of(), List.of());
    }

    private TopicStore store(String bootstrap, Map<String, String> settings) throws IOException {
        return new TopicStore(
                address(bootstrap),
                KafkaSettings.read(Optional.of(file(settings))),
                (frame, arrival, isLive) -> {
                    applied.add(frame);
                    return CompletableFuture.completedFuture(new LiveWindow.Change(0, 0, 0, 0, 0, 0));
                },
                () -> System.nanoTime() + skipped.get());
    }

    private KafkaAddress address(String bootstrap) {
        return KafkaAddress.parse("kafka://" + bootstrap + "/" + topic);
    }

    private Path file(Map<String, String> settings) throws IOException {
        List<String> lines = new ArrayList<>();
        settings.forEach((name, value) -> lines.add(name + "=" + value));
        return Files.write(folder.resolve("kafka.properties"), lines, UTF_8);
    }

    private void read() {
        source = new KafkaRecordSource(
                address(broker.bootstrap()),
                KafkaSettings.read(Optional.empty()),
                Duration.ofMinutes(30),
                Duration.ofSeconds(10),
                1_000_000,
                InstantSource.system(),
                new SplittableRandom());
        source.start(sink);
    }

    private List<Record> decoded() throws Exception {
        List<Record> records = new ArrayList<>();
        FeedReader reader = new FeedReader();
        for (Entry entry : sink.entries()) {
            records.addAll(reader.read(entry.text()).frame().records());
        }
        return records;
    }

    private Set<String> orders() throws Exception {
        Set<String> orders = new HashSet<>();
        decoded().forEach(record -> orders.add(record.orderId()));
        return orders;
    }
}
