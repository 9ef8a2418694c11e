package io.thelook.dashboard.source.kafka;

import io.thelook.dashboard.source.LogPosition;
import io.thelook.dashboard.source.RecordSource.Entry;
import io.thelook.dashboard.source.RecordSource.Place;
import io.thelook.service.kafka.TopicIdentity;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads all partitions of a topic with one client of Kafka, from its creation to its end. It continues from {@link
 * Positions}, which outlive it. Methods throw Kafka's exceptions, or a {@link TopicFault}, if the client has to be
 * replaced.
 *
 * <p>Longer than 300 lines because the whole life of a client is here, and nothing else. Not thread-safe, except
 * for {@link #wakeUp}.
 */
final class TopicReader {

    /** Limit on the entries of a batch. */
    static final int MOST_ENTRIES = 2_000;

    /** A batch of this many characters takes no further entry. */
    static final int MOST_CHARACTERS = 4_000_000;

    /** Limit on the time until the first broker answers. */
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(5);

    /** Limit on {@link #open}, shorter than the time after which a thread counts as stuck. */
    private static final Duration OPENING = Duration.ofSeconds(8);

    /** Limit on the wait for the partitions, which the client knows unless the topic or the brokers have gone. */
    private static final Duration FIND_AGAIN = Duration.ofMillis(500);

    /** Limit on the wait for the ends of partitions whose position is out of range. */
    private static final Duration FIND_END = Duration.ofSeconds(2);

    private static final Duration CLOSING = Duration.ofMillis(500);

    private final KafkaAddress address;
    private final Map<String, Object> properties;
    private final Values values;
    private final Positions positions;
    private final Counts counts;
    private final Consumer<Refusal> refused;
    private final KafkaConsumer<ByteBuffer, ByteBuffer> consumer;
    private final PartitionLeaders leaders;

    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Set<Integer> afterGap = new HashSet<>();
    private long windowStart;
    private long lastTimestamp;

    /** The records of the last poll that no batch contains yet. */
    private Iterator<ConsumerRecord<ByteBuffer, ByteBuffer>> polled = Collections.emptyIterator();

    /** The positions after the current batch, by the number of the partition. */
    private final Map<Integer, Long> read = new HashMap<>();

    /**
     * @param refused receives the reason for each record that cannot be passed on
     */
    TopicReader(
            KafkaAddress address,
            KafkaSettings settings,
            Values values,
            Positions positions,
            Counts counts,
            Consumer<Refusal> refused) {
        this.address = address;
        this.properties = settings.properties(address.bootstrap());
        this.values = values;
        this.positions = positions;
        this.counts = counts;
        this.refused = refused;
        this.consumer = new KafkaConsumer<>(properties);
        this.leaders = new PartitionLeaders(address.topic(), consumer);
    }

    /**
     * Finds the partitions, their ends, and where to start: where the last reader stopped, or else at the first records
     * since a time. To be called once, before {@link #read}.
     *
     * @param since in milliseconds since the epoch
     * @param windowStart the time since which records are assumed to have been kept by the broker
     * @param isIdentified whether to make sure that the last reader's topic was this one, and no earlier one
     * @return whether it was, as far as is known
     */
    boolean open(long since, long windowStart, boolean isIdentified) {
        long start = System.nanoTime();
        this.windowStart = windowStart;
        leaders.find(FIRST_ANSWER);
        String missing = leaders.missing();
        if (!missing.isEmpty()) {
            throw new TopicFault(missing);
        }
        boolean isTheSame =
                !isIdentified || positions.belongTo(TopicIdentity.of(address.topic(), properties, rest(start)));
        if (!isTheSame) {
            positions.forget();
        }
        ends.putAll(consumer.endOffsets(leaders.partitions(), rest(start)));
        if (!positions.isLocated()) {
            locate(since, start);
        }
        consumer.assign(leaders.partitions());
        leaders.partitions().forEach(this::seek);
        return isTheSame;
    }

    private static Duration rest(long start) {
        Duration rest = OPENING.minusNanos(System.nanoTime() - start);
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    /**
     * Finds where to start. The ends were read before, so that no record that arrives meanwhile is missed in a
     * partition without records since that time.
     */
    private void locate(long since, long start) {
        Map<TopicPartition, Long> times = new HashMap<>();
        leaders.partitions().forEach(each -> times.put(each, since));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times, rest(start));
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(leaders.partitions(), rest(start));
        positions.locate(since);
        for (TopicPartition each : leaders.partitions()) {
            OffsetAndTimestamp first = found.get(each);
            positions.set(each.partition(), first == null ? ends.get(each) : first.offset());
            if (first != null && first.offset() > 0 && first.offset() <= beginnings.get(each)) {
                // The broker has deleted records, some of them perhaps of the time since then.
                positions.miss(first.timestamp());
            } else if (first == null) {
                missIfEmptied(each, beginnings);
            }
        }
    }

    /** Of a partition from which the broker has deleted all records, only the window counts as complete. */
    private void missIfEmptied(TopicPartition each, Map<TopicPartition, Long> beginnings) {
        if (ends.get(each) > 0 && ends.get(each).equals(beginnings.get(each))) {
            positions.miss(windowStart);
        }
    }

    private void seek(TopicPartition each) {
        OptionalLong next = positions.next(each.partition());
        if (next.isPresent()) {
            consumer.seek(each, next.getAsLong());
        } else {
            consumer.seekToBeginning(Set.of(each));
        }
    }

    /**
     * Reads the next batch, within {@link #MOST_ENTRIES} and {@link #MOST_CHARACTERS}. The {@link Positions} include it
     * after {@link #passedOn}.
     *
     * @param wait limit on the wait for records
     * @return may be empty
     */
    List<Entry> read(Duration wait) {
        read.clear();
        if (!polled.hasNext()) {
            polled = poll(wait).iterator();
        }
        List<Entry> batch = new ArrayList<>();
        long characters = 0;
        while (batch.size() < MOST_ENTRIES && characters < MOST_CHARACTERS && polled.hasNext()) {
            characters += add(polled.next(), batch);
        }
        return batch;
    }

    private ConsumerRecords<ByteBuffer, ByteBuffer> poll(Duration wait) {
        try {
            return consumer.poll(wait);
        } catch (OffsetOutOfRangeException e) {
            restart(e.offsetOutOfRangePartitions().keySet());
            return ConsumerRecords.empty();
        }
    }

    /** Adds a record to a batch. Returns the length of its text. */
    private int add(ConsumerRecord<ByteBuffer, ByteBuffer> next, List<Entry> batch) {
        if (!afterGap.isEmpty() && afterGap.remove(next.partition())) {
            positions.miss(next.timestamp());
        }
        counts.consumed.increment();
        lastTimestamp = next.timestamp();
        read.put(next.partition(), next.offset() + 1);
        try {
            Place place = new Place(next.partition(), next.offset(), next.timestamp());
            Entry entry = values.entry(next.key(), next.value(), TheLookRecord.isMarked(next.headers()), place);
            batch.add(entry);
            return entry.text() == null ? 0 : entry.text().length();
        } catch (RefusedException e) {
            refused.accept(e.refusal());
            return 0;
        }
    }

    /** Continues at the oldest records, because those at the position have gone. */
    private void restart(Collection<TopicPartition> outOfRange) {
        counts.resets.add(outOfRange.size());
        for (TopicPartition each : outOfRange) {
            positions.restart(each.partition());
            afterGap.add(each.partition());
        }
        consumer.seekToBeginning(outOfRange);
        ends.putAll(consumer.endOffsets(outOfRange, FIND_END));
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(outOfRange, FIND_END);
        outOfRange.forEach(each -> missIfEmptied(each, beginnings));
    }

    /** The position after the last batch. Once everything was read, it is behind what was left out at the end, too. */
    LogPosition position() {
        boolean isAllRead = !polled.hasNext();
        long[] next = new long
                [leaders.partitions().stream()
                                .mapToInt(TopicPartition::partition)
                                .max()
                                .orElse(-1)
                        + 1];
        for (TopicPartition each : leaders.partitions()) {
            long last = read.getOrDefault(
                    each.partition(), positions.next(each.partition()).orElse(0));
            next[each.partition()] = isAllRead ? Math.max(last, position(each)) : last;
        }
        return LogPosition.of(positions.log(), next);
    }

    /** Moves the positions behind the last batch, because it was passed on. */
    void passedOn() {
        read.forEach(positions::set);
        read.clear();
    }

    /** Keeps the connections up, without reading. */
    void idle() {
        consumer.pause(leaders.partitions());
        poll(Duration.ZERO);
        consumer.resume(leaders.partitions());
        leaders.excuse(System.nanoTime());
    }

    /** Makes history of all records that are in the topic now, until they have been read. */
    void expectEnds() {
        ends.putAll(consumer.endOffsets(leaders.partitions(), FIND_END));
    }

    /** Whether all records that were in the topic when reading started or resumed have been read. */
    boolean isCaughtUp() {
        if (polled.hasNext()) {
            return false;
        }
        ends.entrySet().removeIf(end -> position(end.getKey()) >= end.getValue());
        return ends.isEmpty();
    }

    /** The client's position, which also skips records of transactions; negative while the client does not know it. */
    private long position(TopicPartition each) {
        try {
            return consumer.position(each, Duration.ZERO);
        } catch (TimeoutException e) {
            return -1;
        }
    }

    /** Adds new partitions, and checks whether the brokers answer. To be called several times a second. */
    void look(long now) {
        Set<TopicPartition> before = Set.copyOf(leaders.partitions());
        try {
            leaders.find(FIND_AGAIN);
        } catch (TimeoutException e) {
            // No broker answers, so the client has forgotten the partitions.
        }
        if (leaders.partitions().size() > before.size()) {
            consumer.assign(leaders.partitions());
            consumer.seekToBeginning(leaders.partitions().stream()
                    .filter(each -> !before.contains(each))
                    .toList());
        }
        leaders.look(now);
    }

    /** Whether all leaders have been silent for longer than this. */
    boolean isGone(Duration silence, long now) {
        return leaders.areGone(silence, now);
    }

    /** Says which part of the topic cannot be read now; empty if all of it can. */
    String trouble(long now) {
        return leaders.trouble(now);
    }

    int partitions() {
        return leaders.partitions().size();
    }

    /** The number of records still to be read, as far as the client knows. */
    long lag() {
        return leaders.partitions().stream()
                .map(consumer::currentLag)
                .mapToLong(lag -> lag.orElse(0))
                .sum();
    }

    /** The timestamp of the record that was read last, in milliseconds since the epoch; 0 before the first. */
    long lastTimestamp() {
        return lastTimestamp;
    }

    /** Interrupts the method that is waiting, or else the next one that waits. May be called by any thread. */
    void wakeUp() {
        consumer.wakeup();
    }

    /** Ends the client. */
    void close() {
        consumer.close(CloseOptions.timeout(CLOSING));
    }
}
