package io.thelook.dashboard.source.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.thelook.dashboard.source.BatchOutlet;
import io.thelook.dashboard.source.Bookmark;
import io.thelook.dashboard.source.LogPosition;
import io.thelook.dashboard.source.RecordSource.Beginning;
import io.thelook.dashboard.source.RecordSource.Connection;
import io.thelook.dashboard.source.RecordSource.Entry;
import io.thelook.dashboard.source.RecordSource.Place;
import io.thelook.dashboard.source.RecordingSink;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.source.SourceStatus.State;
import io.thelook.service.testing.FreePort;
import io.thelook.service.testing.KafkaBroker;
import io.thelook.service.testing.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Reads topics of a real broker. */
@Tag("slow")
class KafkaRecordSourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LOOKBACK = Duration.ofMinutes(30);
    private static final int MAX_VALUE = 500_000;

    private static KafkaBroker broker;
    private static KafkaProducer<byte[], byte[]> producer;

    @TempDir
    private Path folder;

    private final RecordingSink sink = new RecordingSink();
    private final LogLines log = new LogLines(KafkaRecordSource.class.getName());
    private String topic;
    private KafkaRecordSource source;

    @BeforeAll
    static void startBroker() throws IOException {
        Logger.getLogger("org.apache.kafka").setLevel(Level.OFF);
        broker = KafkaBroker.start();
        producer = producer(Map.of());
    }

    @AfterAll
    static void closeBroker() throws IOException {
        producer.close(Duration.ofSeconds(1));
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
        source.stop();
        await().atMost(Duration.ofSeconds(2)).until(source.thread()::isTerminated);
        log.close();
        assertThat(sink.messages()).as("a topic has only batches").isEmpty();
    }

    @Test
    void start_isThirtyMinutesBack_andLiveFromThereOn() throws Exception {
        broker.createTopic(topic, 2, Map.of());
        long now = System.currentTimeMillis();
        send(0, now - minutes(40), null, "too old");
        send(0, now - minutes(29), null, "old");
        send(1, now - minutes(50), null, "too old, in a partition with nothing newer");

        start();

        awaitState(State.LIVE);
        awaitComplete();
        assertThat(sink.texts()).containsExactly("old");
        assertThat(sink.live()).containsExactly(false);
        assertThat(sink.completeSince()).singleElement().satisfies(since -> assertThat(since)
                .isBetween(now - minutes(30), System.currentTimeMillis() - minutes(30)));
        send(1, now, null, "new");
        await().atMost(PATIENCE).until(() -> sink.entries().size() == 2);
        assertThat(sink.texts()).containsExactly("old", "new");
        assertThat(sink.live()).containsExactly(false, true);
        assertThat(sink.statuses()).extracting(SourceStatus::state).containsExactly(State.CONNECTING, State.LIVE);
        assertThat(sink.last().reason()).isEmpty();
        assertThat(source.partitions()).isEqualTo(2);
        await().until(() -> source.lag() == 0);
        assertThat(source.positionAge()).isZero();
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void beginning_mayBeBeforeTheWindow_andIsWaitedFor() throws Exception {
        broker.createTopic(topic, 2, Map.of());
        long now = System.currentTimeMillis();
        send(0, now - minutes(400), null, "too old");
        send(0, now - minutes(200), null, "of the days");
        send(1, now - minutes(10), null, "of the window");
        CompletableFuture<Optional<Beginning>> where = new CompletableFuture<>();

        start(where);
        assertThat(source.connects()).isZero();
        where.complete(Optional.of(new Beginning(Optional.empty(), now - minutes(300))));

        awaitComplete();
        assertThat(sink.texts()).containsExactlyInAnyOrder("of the days", "of the window");
        assertThat(sink.completeSince()).containsExactly(now - minutes(300));
    }

    @Test
    void beginning_whereAnEarlierRunStopped_isByPosition_whateverTheTimes() throws Exception {
        broker.createTopic(topic, 2, Map.of());
        long now = System.currentTimeMillis();
        send(0, now - minutes(200), null, "known");
        send(0, now - minutes(190), null, "missed");
        send(1, now - minutes(180), null, "missed, too");
        long since = now - minutes(10_000);

        start(CompletableFuture.completedFuture(
                Optional.of(new Beginning(Optional.of(new Bookmark(LogPosition.of(1, 0), since)), now))));

        awaitComplete();
        assertThat(sink.texts()).containsExactlyInAnyOrder("missed", "missed, too");
        assertThat(sink.completeSince()).containsExactly(since);
        source.resync();
        await().atMost(PATIENCE).until(() -> sink.completeSince().size() == 2);
        assertThat(sink.texts()).as("the window is enough later").hasSize(2);
    }

    @Test
    void beginning_thatTheBrokerHasDeleted_isNotCalledComplete() throws Exception {
        broker.createTopic(topic, 1, Map.of());
        long now = System.currentTimeMillis();
        send(0, now - minutes(200), null, "known");
        send(0, now - minutes(190), null, "missed for ever");
        send(0, now - minutes(180), null, "missed");
        deleteBefore(2);

        start(CompletableFuture.completedFuture(
                Optional.of(new Beginning(Optional.of(new Bookmark(LogPosition.of(1), now - minutes(10_000))), now))));

        awaitComplete();
        assertThat(sink.texts()).containsExactly("missed");
        assertThat(sink.completeSince()).containsExactly(now - minutes(180));
    }

    @Test
    void partitionThatTheBrokerHasEmptied_isCompleteForTheWindowOnly() throws Exception {
        broker.createTopic(topic, 1, Map.of());
        long now = System.currentTimeMillis();
        send(0, now - minutes(200), null, "deleted");
        deleteBefore(1);

        start(CompletableFuture.completedFuture(Optional.of(new Beginning(Optional.empty(), now - minutes(10_000)))));

        awaitComplete();
        assertThat(sink.completeSince()).singleElement().satisfies(since -> assertThat(since)
                .isBetween(now - minutes(30), System.currentTimeMillis() - minutes(30)));
    }

    @Test
    void beginningThatFails_isThatOfTheWindow() throws Exception {
        broker.createTopic(topic, 1, Map.of());
        send(0, System.currentTimeMillis() - minutes(10), null, "of the window");

        start(CompletableFuture.failedFuture(new IllegalStateException("no history")));

        awaitComplete();
        assertThat(sink.texts()).containsExactly("of the window");
    }

    @Test
    void positionOfAnEarlierTopicOfTheName_doesNotCount() throws Exception {
        broker.createTopic(topic, 1, Map.of());
        long now = System.currentTimeMillis();
        send(0, now - minutes(50), null, "the first of the new topic");
        send(0, now - minutes(40), null, "the second");

        start(CompletableFuture.completedFuture(Optional.of(new Beginning(
                Optional.of(new Bookmark(LogPosition.of("another", 1), now - minutes(10_000))), now - minutes(60)))));

        awaitComplete();
        assertThat(sink.texts()).containsExactly("the first of the new topic", "the second");
        assertThat(sink.completeSince()).containsExactly(now - minutes(60));
        assertThat(log.warnings()).singleElement().asString().contains("the topic was created again");
        LogPosition after = sink.position();
        assertThat(after.log()).isNotEmpty().isNotEqualTo("another");
        assertThat(after.next()).containsExactly(2);
    }

    @Test
    void emptyTopic_isCompleteAtOnce() throws Exception {
        broker.createTopic(topic, 3, Map.of());

        start();

        await().atMost(PATIENCE).until(() -> sink.completeSince().size() == 1);
    }

    @Test
    void deletedStartOfTheWindow_isNotCalledComplete() throws Exception {
        broker.createTopic(topic, 1, Map.of());
        long now = System.currentTimeMillis();
        send(0, now - minutes(20), null, "deleted");
        send(0, now - minutes(10), null, "kept");
        deleteBefore(1);

        start();

        awaitComplete();
        assertThat(sink.texts()).containsExactly("kept");
        assertThat(sink.completeSince()).containsExactly(now - minutes(10));
    }

    @Test
    void tombstone_removesTheOrder() throws Exception {
        broker.createTopic(topic, 1, Map.of());
        send(0, null, "o-1", "{}");
        send(0, null, "o-1", null);
        send(0, null, "\"o-2\"", null);
        send(0, null, null, null);
        send(0, null, null, "last");

        start();

        await().atMost(PATIENCE).until(() -> sink.entries().size() == 4);
        assertThat(sink.entries())
                .extracting(Entry::orderId, Entry::text)
                .containsExactly(tuple(null, "{}"), tuple("o-1", null), tuple("o-2", null), tuple(null, "last"));
        assertThat(sink.unreadable()).containsExactly("no value, and no key that names an order");
    }

    @Test
    void entries_haveTheirPlaces_andThePositionIsBehindWhatIsLeftOut() throws Exception {
        broker.createTopic(topic, 3, Map.of());
        long now = System.currentTimeMillis();
        send(0, now - minutes(50), null, "too old, in a partition with nothing newer");
        send(1, now - 2_000, null, "first");
        send(1, now - 1_000, null, "second");
        send(1, null, null, null);

        start();

        await().atMost(PATIENCE).until(() -> sink.position().equals(LogPosition.of(1, 3, 0)));
        assertThat(sink.entries())
                .extracting(Entry::place)
                .containsExactly(new Place(1, 0, now - 2_000), new Place(1, 1, now - 1_000));
        send(2, now, null, "third");
        await().atMost(PATIENCE).until(() -> sink.position().equals(LogPosition.of(1, 3, 1)));
    }

    @Test
    void emptyPartitions_areAPositionToo() throws Exception {
        broker.createTopic(topic, 2, Map.of());
        long now = System.currentTimeMillis();
        send(0, now - minutes(50), null, "too old");
        send(1, now - minutes(50), null, "too old");

        start();

        await().atMost(PATIENCE).until(() -> sink.position().equals(LogPosition.of(1, 1)));
        assertThat(sink.entries()).isEmpty();
    }

    @Test
    void rubbish_isCountedByReason_andReadingContinues() throws Exception {
        broker.createTopic(topic, 1, Map.of());
        send(0, null, null, "first");
        sendBytes(new byte[] {'{', (byte) 0xff});
        sendBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0});
        sendBytes(new byte[MAX_VALUE + 1]);
        sendBytes(ValuesTest.gzip("zipped").array());
        sendBytes(new byte[0]);
        send(0, null, null, "last");

        start();

        await().atMost(PATIENCE).until(() -> sink.entries().size() == 4);
        assertThat(sink.texts()).containsExactly("first", "zipped", "", "last");
        assertThat(sink.unreadable()).containsExactly("not UTF-8", "broken gzip", "longer than MAX_FRAME_MB");
        assertThat(source.counts().consumed.sum()).isEqualTo(7);
        assertThat(source.counts().rejected.values().stream()
                        .mapToLong(Number::longValue)
                        .sum())
                .isEqualTo(3);
    }

    @Test
    void partitions_areReadInOrder_andNewOnesAreTakenUp() throws Exception {
        broker.createTopic(topic, 3, Map.of());
        for (int i = 0; i < 30; i++) {
            send(i % 3, null, null, i % 3 + "-" + i / 3);
        }
        start(Map.of("metadata.max.age.ms", "500"));
        await().atMost(PATIENCE).until(() -> sink.entries().size() == 30);

        try (Admin admin = broker.admin()) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(4)))
                    .all()
                    .get();
        }
        producer.partitionsFor(topic);
        await().atMost(PATIENCE).until(() -> source.partitions() == 4);
        try (KafkaProducer<byte[], byte[]> fresh = producer(Map.of())) {
            fresh.send(new ProducerRecord<>(topic, 3, null, "3-0".getBytes(UTF_8)))
                    .get();
        }

        await().atMost(PATIENCE).until(() -> sink.entries().size() == 31);
        for (int partition = 0; partition < 3; partition++) {
            String prefix = partition + "-";
            assertThat(sink.texts().stream().filter(text -> text.startsWith(prefix)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 10).mapToObj(i -> prefix + i).toList());
        }
        assertThat(sink.texts()).endsWith("3-0");
    }

    @Test
    void everyCompression_isRead() throws Exception {
        broker.createTopic(topic, 1, Map.of());
        for (String compression : List.of("none", "gzip", "lz4", "snappy", "zstd")) {
            try (KafkaProducer<byte[], byte[]> compressing = producer(Map.of("compression.type", compression))) {
                compressing
                        .send(new ProducerRecord<>(topic, bytes(compression)))
                        .get();
            }
        }

        start();

        await().atMost(PATIENCE).until(() -> sink.entries().size() == 5);
        assertThat(sink.texts()).containsExactly("none", "gzip", "lz4", "snappy", "zstd");
    }

    @Test
    void transactionThatWasAborted_isNotRead() throws Exception {
        broker.createTopic(topic, 1, Map.of());
        try (KafkaProducer<byte[], byte[]> transactional = producer(Map.of("transactional.id", topic))) {
            transactional.initTransactions();
            transactional.beginTransaction();
            transactional
                    .send(new ProducerRecord<>(topic, "aborted".getBytes(UTF_8)))
                    .get();
            transactional.abortTransaction();
            transactional.beginTransaction();
            transactional
                    .send(new ProducerRecord<>(topic, "committed".getBytes(UTF_8)))
                    .get();
            transactional.commitTransaction();
        }

        start();

        awaitComplete();
        assertThat(sink.texts()).containsExactly("committed");
    }

    @Test
    void slowEngine_hasAtMostTwoBatches_andMissesNothing() throws Exception {
        broker.createTopic(topic, 1, Map.of());
        int total = 3 * TopicReader.MOST_ENTRIES;
        sendMany(total);
        sink.hold();

        start();

        await().atMost(PATIENCE).until(() -> sink.held() == BatchOutlet.MOST_IN_FLIGHT);
        // Longer than a leader may be silent: the source has asked for nothing meanwhile.
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(5))
                .until(() -> sink.held() == BatchOutlet.MOST_IN_FLIGHT && sink.is(State.LIVE));
        sink.release();
        await().atMost(PATIENCE).until(() -> sink.entries().size() == total);
        assertThat(sink.texts())
                .containsExactlyElementsOf(
                        IntStream.range(0, total).mapToObj(Integer::toString).toList());
    }

    @Test
    void resync_readsTheWindowAgain() throws Exception {
        broker.createTopic(topic, 1, Map.of());
        sendMany(10);
        start();
        await().atMost(PATIENCE).until(() -> sink.completeSince().size() == 1);
        assertThat(connection()).isEqualTo(1);

        source.resync();

        await().atMost(PATIENCE).until(() -> sink.completeSince().size() == 2);
        assertThat(sink.entries().size()).isEqualTo(20);
        assertThat(connection()).isEqualTo(2);
        assertThat(sink.live()).containsOnly(false);
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void brokerKilledUnderLoad_isNoticed_andEveryAcknowledgedRecordArrives() throws Exception {
        broker.createTopic(topic, 3, Map.of());
        start();
        awaitState(State.LIVE);
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        AtomicBoolean isOver = new AtomicBoolean();
        Thread load = new Thread(() -> produceUntil(isOver, acknowledged), "load");
        load.start();
        await().atMost(PATIENCE).until(() -> sink.entries().size() > 2_000);

        broker.kill();
        int before = acknowledged.size();
        long killedAt = System.nanoTime();
        awaitState(State.UNRESPONSIVE);
        assertThat(Duration.ofNanos(System.nanoTime() - killedAt)).isLessThan(Duration.ofSeconds(4));
        assertThat(sink.last().reason()).isEqualTo("broker " + broker.bootstrap() + " does not answer");
        broker.restart();

        awaitState(State.LIVE);
        await().atMost(PATIENCE).until(() -> acknowledged.size() > before + 2_000);
        isOver.set(true);
        load.join();
        await().atMost(PATIENCE).until(() -> Set.copyOf(sink.texts()).containsAll(acknowledged));
        assertThat(sink.texts()).doesNotHaveDuplicates();
        assertThat(log.warnings()).hasSize(1);
    }

    @Test
    void longOutage_isWaitedFor_andReadingContinuesWhereItStopped() throws Exception {
        broker.createTopic(topic, 2, Map.of());
        sendMany(100);
        start(Map.of(), Duration.ofSeconds(3));
        await().atMost(PATIENCE).until(() -> sink.completeSince().size() == 1);

        broker.kill();
        await().atMost(PATIENCE).until(() -> sink.is(State.WAITING));
        assertThat(sink.last().reason()).isEqualTo("no broker answers at " + broker.bootstrap());
        assertThat(sink.last().attempt()).isPositive();
        assertThat(sink.last().nextTryAt()).isPositive();
        broker.restart();
        awaitState(State.LIVE);
        try (KafkaProducer<byte[], byte[]> fresh = producer(Map.of())) {
            fresh.send(new ProducerRecord<>(topic, "after".getBytes(UTF_8))).get();
        }

        await().atMost(PATIENCE).until(() -> sink.texts().contains("after"));
        assertThat(sink.texts()).hasSize(101).doesNotHaveDuplicates();
        assertThat(connection()).isGreaterThan(1);
        await().atMost(PATIENCE).until(() -> sink.completeSince().size() == 2);
        assertThat(Set.copyOf(sink.completeSince())).hasSize(1);
        assertThat(log.warnings()).hasSize(1);
    }

    @Test
    void brokerThatFreezes_isNoticed_thoughItsConnectionsStayOpen() throws Exception {
        broker.createTopic(topic, 1, Map.of());
        start();
        awaitState(State.LIVE);

        broker.freeze();
        try {
            await().atMost(Duration.ofSeconds(4)).until(() -> sink.is(State.UNRESPONSIVE));
        } finally {
            broker.thaw();
        }

        awaitState(State.LIVE);
        send(0, null, null, "after");
        await().atMost(PATIENCE).until(() -> sink.texts().contains("after"));
    }

    @Test
    void topicThatIsCreatedLater_isReadFromThenOn() throws Exception {
        start(Map.of(), TIMEOUT);
        await().atMost(PATIENCE).until(() -> sink.is(State.WAITING));
        assertThat(sink.last().reason()).isEqualTo("the brokers have no topic " + topic);
        assertThat(log.warnings()).singleElement().asString().contains("the brokers have no topic " + topic);

        broker.createTopic(topic, 1, Map.of());
        send(0, null, null, "first");

        await().atMost(PATIENCE).until(() -> sink.texts().equals(List.of("first")));
        awaitState(State.LIVE);
    }

    @Test
    void topicDeletedAndCreatedAgain_isReadFromItsBeginning() throws Exception {
        broker.createTopic(topic, 1, Map.of());
        sendMany(100);
        start(Map.of("metadata.max.age.ms", "500"));
        await().atMost(PATIENCE).until(() -> sink.entries().size() == 100);

        try (Admin admin = broker.admin()) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
        await().atMost(PATIENCE).until(() -> sink.last().reason().equals("the brokers have no topic " + topic));
        broker.createTopic(topic, 1, Map.of());
        try (KafkaProducer<byte[], byte[]> fresh = producer(Map.of())) {
            fresh.send(new ProducerRecord<>(topic, "again".getBytes(UTF_8))).get();
        }

        await().atMost(PATIENCE).until(() -> sink.texts().contains("again"));
        assertThat(source.counts().resets.sum()).isEqualTo(1);
    }

    @Test
    void recordsThatWereDeletedFirst_areCounted_andReadingContinuesFromTheOldest() throws Exception {
        broker.createTopic(topic, 1, Map.of());
        int total = 200;
        long now = System.currentTimeMillis();
        String padding = "x".repeat(200_000);
        for (int i = 0; i < total; i++) {
            send(0, now - 1_000 + i, null, i + padding);
        }
        sink.hold();
        start();
        await().atMost(PATIENCE).until(() -> sink.held() == BatchOutlet.MOST_IN_FLIGHT);

        deleteBefore(total - 2);
        sink.release();

        await().atMost(PATIENCE).until(() -> sink.texts().contains(total - 1 + padding));
        assertThat(sink.entries().size()).isLessThan(total);
        assertThat(sink.texts()).contains(total - 2 + padding).doesNotHaveDuplicates();
        assertThat(source.counts().resets.sum()).isEqualTo(1);
        await().atMost(PATIENCE).until(() -> sink.completeSince().equals(List.of(now - 1_000 + total - 2)));
        await().atMost(PATIENCE).until(() -> !log.warnings().isEmpty());
        assertThat(log.warnings())
                .singleElement()
                .asString()
                .endsWith("the next records have been deleted (partitions: 1); continuing with the oldest ones");
    }

    @Test
    void saslUser_logsInWithTheFile() throws Exception {
        broker.createTopic(topic, 1, Map.of());
        send(0, null, null, "secured");

        start(broker.saslBootstrap(), KafkaBroker.saslProperties(KafkaBroker.USER, KafkaBroker.PASSWORD), TIMEOUT);

        await().atMost(PATIENCE).until(() -> sink.texts().equals(List.of("secured")));
    }

    @Test
    void wrongPassword_isReported_andNotShown() throws Exception {
        broker.createTopic(topic, 1, Map.of());

        start(broker.saslBootstrap(), KafkaBroker.saslProperties(KafkaBroker.USER, "battery-staple"), TIMEOUT);

        await().atMost(PATIENCE).until(() -> sink.last().attempt() > 1);
        assertThat(sink.last().reason()).isEqualTo("the broker refused the user or the password of KAFKA_CONFIG");
        assertThat(log.warnings()).singleElement().asString().doesNotContain("staple");
    }

    @Test
    void loginThatCannotBeRead_isReported_andNotShown() throws Exception {
        start(
                broker.saslBootstrap(),
                Map.of(
                        "security.protocol",
                        "SASL_PLAINTEXT",
                        "sasl.mechanism",
                        "PLAIN",
                        "sasl.jaas.config",
                        "staple battery = horse"),
                TIMEOUT);

        await().atMost(PATIENCE).until(() -> sink.is(State.WAITING));
        assertThat(sink.last().reason()).startsWith("Kafka's client failed: ");
        assertThat(sink.last().reason() + log.warnings())
                .doesNotContain("staple")
                .doesNotContain("horse");
    }

    @Test
    void closedPort_isReported_andStopEndsAtOnce() throws Exception {
        int free = FreePort.next();
        start("127.0.0.1:" + free, Map.of(), TIMEOUT);

        await().atMost(PATIENCE).until(() -> sink.is(State.WAITING));
        assertThat(sink.last().reason()).isEqualTo("no broker answers at 127.0.0.1:" + free);
        await().atMost(PATIENCE).until(() -> sink.is(State.CONNECTING));
    }

    @Test
    void unknownHost_isReported() throws Exception {
        start("no-such-host.invalid:9092", Map.of(), TIMEOUT);

        await().atMost(PATIENCE).until(() -> sink.is(State.WAITING));
        assertThat(sink.last().reason()).isEqualTo("host unknown");
    }

    private void start() throws IOException {
        start(Map.of());
    }

    private void start(CompletionStage<Optional<Beginning>> where) throws IOException {
        create(broker.bootstrap(), Map.of(), TIMEOUT);
        source.beginAt(where);
        source.start(sink);
    }

    private void start(Map<String, String> properties) throws IOException {
        start(properties, TIMEOUT);
    }

    private void start(Map<String, String> properties, Duration timeout) throws IOException {
        start(broker.bootstrap(), properties, timeout);
    }

    private void start(String bootstrap, Map<String, String> properties, Duration timeout) throws IOException {
        create(bootstrap, properties, timeout);
        source.start(sink);
    }

    private void create(String bootstrap, Map<String, String> properties, Duration timeout) throws IOException {
        Path file = Files.writeString(
                folder.resolve("client.properties"),
                properties.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue() + "\n")
                        .collect(Collectors.joining()));
        source = new KafkaRecordSource(
                KafkaAddress.parse("kafka://" + bootstrap + "/" + topic),
                KafkaSettings.read(Optional.of(file)),
                LOOKBACK,
                timeout,
                MAX_VALUE,
                InstantSource.system(),
                new SplittableRandom(1));
    }

    /** The source has delivered all that it was to deliver when it began. */
    private void awaitComplete() {
        await().atMost(PATIENCE).until(() -> !sink.completeSince().isEmpty());
    }

    private void awaitState(State state) {
        await().atMost(PATIENCE).until(() -> sink.is(state));
    }

    /** The number of the connection of the newest batch. */
    private long connection() {
        List<Connection> connections = sink.connections();
        return connections.get(connections.size() - 1).number();
    }

    private static long minutes(int minutes) {
        return Duration.ofMinutes(minutes).toMillis();
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", broker.bootstrap());
        properties.put("linger.ms", 0);
        properties.put("delivery.timeout.ms", 60_000);
        properties.put("request.timeout.ms", 5_000);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void send(int partition, Long timestamp, String key, String value) throws Exception {
        producer.send(new ProducerRecord<>(topic, partition, timestamp, bytes(key), bytes(value)))
                .get();
    }

    private void sendBytes(byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(topic, 0, null, value)).get();
    }

    /** Sends the numbers from 0 to partition 0. */
    private void sendMany(int number) {
        for (int i = 0; i < number; i++) {
            producer.send(new ProducerRecord<>(topic, 0, null, bytes(Integer.toString(i))));
        }
        producer.flush();
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }

    /** Sends numbers, a few thousand a second, and notes those that the broker acknowledges. */
    private void produceUntil(AtomicBoolean isOver, Collection<String> acknowledged) {
        try (KafkaProducer<byte[], byte[]> load = producer(Map.of())) {
            for (int i = 0; !isOver.get(); i++) {
                String text = Integer.toString(i);
                load.send(new ProducerRecord<>(topic, bytes(text)), (sent, failure) -> {
                    if (failure == null) {
                        acknowledged.add(text);
                    }
                });
                if (i % 10 == 0) {
                    LockSupport.parkNanos(2_000_000);
                }
            }
        }
    }

    private void deleteBefore(long offset) throws Exception {
        try (Admin admin = broker.admin()) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }
}
