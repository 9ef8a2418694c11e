package io.thelook.producer.publish;

import io.thelook.producer.publish.Answer.Kind;
import io.thelook.producer.publish.Parcel.Item;
import io.thelook.service.kafka.TopicPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Sends parcels to a topic of Kafka. Each document is a record. Its key is the order's id, so all records of an order
 * are in the same partition, in sequence. A parcel is accepted once all in-sync replicas have it.
 *
 * <p>Refuses a compacted topic, because compaction keeps only one record of each key: one item of each order. Checks
 * the topic before the first parcel, and again after each fault.
 */
final class KafkaChannel implements Channel {

    private static final int MOST_EVENTS = 1_000;
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final String topic;
    private final Properties properties;
    private final Duration patience;
    private final AtomicReference<Throwable> fault = new AtomicReference<>();

    // Used only by the publisher's thread, and by close after that thread has ended.
    private Producer<byte[], byte[]> producer;
    private boolean isChecked;

    /** @param properties of the client, from {@link KafkaSettings} */
    KafkaChannel(Target.Kafka target, Properties properties) {
        topic = target.topic();
        this.properties = properties;
        patience = Duration.ofMillis(Long.parseLong(properties.getProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG)));
    }

    @Override
    public int mostParcels() {
        return 1;
    }

    @Override
    public int mostEvents() {
        return MOST_EVENTS;
    }

    @Override
    public CompletionStage<Answer> send(Parcel parcel) {
        Optional<Answer> obstacle = prepare();
        if (obstacle.isPresent()) {
            return CompletableFuture.completedFuture(obstacle.get());
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        int records = parcel.items().stream()
                .mapToInt(each -> each.documents().size())
                .sum();
        AtomicInteger left = new AtomicInteger(records);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (Item item : parcel.items()) {
            byte[] key = item.event().orderId().toString().getBytes(StandardCharsets.UTF_8);
            for (byte[] document : item.documents()) {
                send(new ProducerRecord<>(topic, null, item.event().at(), key, document), each -> {
                    failure.accumulateAndGet(each, KafkaChannel::telling);
                    if (left.decrementAndGet() == 0) {
                        answer.complete(failure.get() == null ? Answer.TAKEN : fail(failure.get()));
                    }
                });
            }
        }
        return answer;
    }

    /** Receives the outcome of sending a record: {@code null}, or why it failed. */
    private interface Outcome {
        void of(Throwable failure);
    }

    private void send(ProducerRecord<byte[], byte[]> message, Outcome outcome) {
        try {
            producer.send(message, (metadata, failure) -> outcome.of(failure));
        } catch (KafkaException | IllegalStateException e) {
            outcome.of(e);
        }
    }

    /**
     * The more informative one of two failures: records in the same batch as a refused one fail without their own
     * reason.
     */
    private static Throwable telling(Throwable first, Throwable second) {
        return first == null || second != null && isRefusal(second) ? second : first;
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof InvalidRecordException
                || failure instanceof InvalidTimestampException;
    }

    /** Connects and checks the topic, unless this has been done. Returns the fault if it cannot send. */
    private Optional<Answer> prepare() {
        Throwable last = fault.getAndSet(null);
        if (last != null) {
            isChecked = false;
            if (!(last instanceof RetriableException)) {
                disconnect();
            }
        }
        try {
            if (producer == null) {
                producer = new KafkaProducer<>(properties);
            }
            if (!isChecked) {
                producer.partitionsFor(topic);
                if (TopicPolicy.isCompacted(topic, properties, patience)) {
                    return Optional.of(Answer.of(
                            Kind.BLOCKED,
                            "the topic " + topic + " is compacted, which would lose items of orders: expected"
                                    + " cleanup.policy=delete"));
                }
                isChecked = true;
            }
            return Optional.empty();
        } catch (KafkaException | IllegalStateException e) {
            return Optional.of(fail(e));
        }
    }

    private Answer fail(Throwable failure) {
        if (isRefusal(failure)) {
            return Answer.of(
                    Kind.TOO_MUCH,
                    failure instanceof RecordTooLargeException
                            ? "the topic " + topic + " does not take records of this size"
                            : "the topic " + topic + " refuses the record or its time: compare the clocks");
        }
        fault.set(failure);
        boolean isPermanent = failure instanceof AuthenticationException
                || failure instanceof AuthorizationException
                || failure instanceof InvalidTopicException
                || failure instanceof UnsupportedVersionException;
        // A fault of one record is a fault of the cluster, so it must never count against the parcel.
        return Answer.of(isPermanent ? Kind.BLOCKED : Kind.BUSY, reason(failure));
    }

    private String reason(Throwable failure) {
        if (failure instanceof UnknownTopicOrPartitionException
                || failure.getCause() instanceof UnknownTopicOrPartitionException) {
            return "there is no topic " + topic + ": create it, or let the brokers create topics"
                    + " (auto.create.topics.enable)";
        }
        if (failure instanceof AuthenticationException) {
            return "the brokers do not accept the credentials or the certificate: correct them in the file of"
                    + " KAFKA_CONFIG";
        }
        if (failure instanceof AuthorizationException) {
            return "the user lacks a privilege: grant it DESCRIBE and WRITE on the topic " + topic;
        }
        if (failure instanceof InvalidTopicException) {
            return "the brokers do not accept " + topic + " as the name of a topic: correct it in PUBLISH";
        }
        if (failure instanceof org.apache.kafka.common.errors.TimeoutException) {
            return "no answer from the brokers in time";
        }
        // The messages of other exceptions may contain values from the operator's file.
        return failure instanceof ApiException
                ? "the brokers answer " + failure.getClass().getSimpleName()
                : failure instanceof ConfigException || failure.getCause() instanceof ConfigException
                        ? "the client cannot be set up: check the names of the brokers, and the file of KAFKA_CONFIG"
                        : "unexpected " + failure.getClass().getSimpleName();
    }

    private void disconnect() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(FAREWELL);
        }
    }
}
