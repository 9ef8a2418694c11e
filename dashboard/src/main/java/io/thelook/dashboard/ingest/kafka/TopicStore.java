package io.thelook.dashboard.ingest.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.thelook.dashboard.ingest.Applier;
import io.thelook.dashboard.ingest.DeliveryStore;
import io.thelook.dashboard.ingest.StoreException;
import io.thelook.dashboard.source.kafka.KafkaAddress;
import io.thelook.dashboard.source.kafka.KafkaSettings;
import io.thelook.dashboard.source.kafka.KafkaWords;
import io.thelook.dashboard.source.kafka.TheLookRecord;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.model.FeedEncoding;
import io.thelook.model.Frame;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import io.thelook.service.kafka.TopicPolicy;
import io.thelook.service.thread.BoundedCount;
import io.thelook.service.thread.Throttle;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;

/**
 * Keeps the records of deliveries in a topic: each is a separate record with the order's id as its key, so that all
 * versions of an order are in one partition, in sequence. A delivery is kept once all in-sync replicas have its
 * records. The window receives them from the topic, as in all dashboards that read it.
 *
 * <p>Refuses a compacted topic, because compaction keeps only one record of each key. While the brokers do not answer,
 * deliveries fail, after the client's {@code delivery.timeout.ms} at the latest; and at once if {@link
 * #MOST_WAITING_BYTES} wait. Some records of a failed delivery may still be in the topic.
 *
 * <p>One thread calls {@link #keep}. The figures may be read by any thread.
 */
public final class TopicStore implements DeliveryStore {

    /**
     * Limit on the values of records that wait for the brokers. A larger delivery is accepted if no other one waits.
     */
    static final long MOST_WAITING_BYTES = 32_000_000;

    /** Minimum time between two attempts to connect. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(30);
    private static final int BUSY_SECONDS = 1;
    private static final int FAULT_SECONDS = 5;
    private static final Logger LOG = Logger.getLogger(TopicStore.class);

    private final KafkaAddress address;
    private final Map<String, Object> properties;
    private final Applier applier;
    private final LongSupplier nanoTime;
    private final KafkaWords words;
    private final Throttle warnings;
    private final BoundedCount waitingBytes = new BoundedCount();
    private final AtomicReference<Throwable> fault = new AtomicReference<>();
    private final LongAdder written = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder refused = new LongAdder();

    // Used by the thread that calls keep, and by close.
    private volatile Producer<byte[], byte[]> producer;
    private boolean isChecked;
    private Long failedAt;

    /**
     * @param applier counts what was rejected of a delivery
     * @param nanoTime as {@link System#nanoTime}
     */
    public TopicStore(KafkaAddress address, KafkaSettings settings, Applier applier, LongSupplier nanoTime) {
        this.address = address;
        this.properties = settings.ofWriter(address);
        this.applier = applier;
        this.nanoTime = nanoTime;
        this.words = new KafkaWords(address);
        this.warnings = new Throttle(BETWEEN_WARNINGS, nanoTime);
    }

    @Override
    public CompletionStage<LiveWindow.Change> keep(Frame frame, long arrival) {
        List<ProducerRecord<byte[], byte[]>> records =
                frame.records().stream().map(record -> message(record, arrival)).toList();
        return write(records).thenCompose(kept -> count(frame, arrival));
    }

    private ProducerRecord<byte[], byte[]> message(Record record, long arrival) {
        return new ProducerRecord<>(
                address.topic(),
                null,
                arrival,
                record.orderId().getBytes(UTF_8),
                RecordCodec.encode(record, FeedEncoding.ARRAY),
                TheLookRecord.HEADERS);
    }

    /** Counts what was rejected. The records count when they are read from the topic. */
    private CompletionStage<LiveWindow.Change> count(Frame frame, long arrival) {
        int number = frame.records().size();
        LiveWindow.Change change = new LiveWindow.Change(number, 0, 0, 0, 0, 0);
        if (frame.refused() == 0) {
            return CompletableFuture.completedFuture(change);
        }
        return applier.apply(new Frame(List.of(), frame.rejected(), frame.rejections()), arrival, true)
                .thenApply(nothing -> change);
    }

    private CompletionStage<Void> write(List<ProducerRecord<byte[], byte[]>> records) {
        if (records.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        long bytes = records.stream().mapToLong(each -> each.value().length).sum();
        if (!waitingBytes.add(bytes, Math.max(MOST_WAITING_BYTES, bytes))) {
            refused.add(records.size());
            return CompletableFuture.failedFuture(
                    new StoreException("too many deliveries wait for the brokers of Kafka", BUSY_SECONDS));
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        done.whenComplete((nothing, failure) -> waitingBytes.subtract(bytes));
        Optional<Throwable> obstacle = prepare();
        if (obstacle.isPresent()) {
            failed.add(records.size());
            done.completeExceptionally(unavailable());
        } else {
            send(records, done);
        }
        return done;
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records, CompletableFuture<Void> done) {
        AtomicInteger left = new AtomicInteger(records.size());
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (ProducerRecord<byte[], byte[]> record : records) {
            if (failure.get() != null) {
                // The delivery fails in any case, and is sent again as a whole.
                settle(new KafkaException("not sent"), failure, left, done);
                continue;
            }
            try {
                producer.send(record, (metadata, refusal) -> settle(refusal, failure, left, done));
            } catch (KafkaException | IllegalStateException e) {
                failedAt = nanoTime.getAsLong();
                settle(e, failure, left, done);
            }
        }
    }

    /** Records the outcome of a record, and with the last one that of the delivery. */
    private void settle(
            Throwable refusal, AtomicReference<Throwable> failure, AtomicInteger left, CompletableFuture<Void> done) {
        if (refusal == null) {
            written.increment();
        } else {
            failed.increment();
            if (failure.compareAndSet(null, refusal)) {
                fault.set(refusal);
                warn(refusal);
            }
        }
        if (left.decrementAndGet() == 0) {
            if (failure.get() == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(unavailable());
            }
        }
    }

    /** The sender receives no details; the log has the reason. */
    private static StoreException unavailable() {
        return new StoreException("the records cannot be written to Kafka at the moment", FAULT_SECONDS);
    }

    private void warn(Throwable obstacle) {
        if (warnings.tryAcquire()) {
            LOG.warnf(
                    "deliveries cannot be written to %s: %s; they are refused until it works again",
                    address, words.ofWriting(obstacle));
        }
    }

    /** Connects and checks the topic, unless that is done. Returns what prevents it. */
    private Optional<Throwable> prepare() {
        Throwable last = fault.getAndSet(null);
        if (last != null && !(last instanceof RetriableException)) {
            disconnect();
        }
        if (failedAt != null && nanoTime.getAsLong() - failedAt < PAUSE.toNanos()) {
            return Optional.of(new KafkaException("tried just before"));
        }
        failedAt = null;
        try {
            if (!isChecked && TopicPolicy.isCompacted(address.topic(), properties, PATIENCE)) {
                throw new KafkaException(KafkaWords.COMPACTED);
            }
            isChecked = true;
            if (producer == null) {
                producer = new KafkaProducer<>(properties);
            }
            producer.partitionsFor(address.topic());
            return Optional.empty();
        } catch (KafkaException | IllegalStateException e) {
            failedAt = nanoTime.getAsLong();
            warn(e);
            return Optional.of(e);
        }
    }

    private void disconnect() {
        isChecked = false;
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    /** The number of records that all in-sync replicas have. */
    public long written() {
        return written.sum();
    }

    /** The number of records that were not written, or may not have been. */
    public long failed() {
        return failed.sum();
    }

    /** The number of records refused because too many waited. */
    public long refused() {
        return refused.sum();
    }

    /** The bytes of values that wait for the brokers. */
    public long waitingBytes() {
        return waitingBytes.get();
    }

    /** Waits briefly for the records in flight, and closes the connection. */
    @Override
    public void close() {
        Producer<byte[], byte[]> last = producer;
        if (last != null) {
            last.close(FAREWELL);
        }
    }
}
