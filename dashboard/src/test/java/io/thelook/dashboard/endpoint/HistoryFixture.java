package io.thelook.dashboard.endpoint;

import static io.thelook.model.RecordBuilder.aRecord;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.thelook.dashboard.history.TimeSpan;
import io.thelook.model.FeedEncoding;
import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.FeedProtocol;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A shop of sixteen days, and the expected figures, computed record by record. */
final class HistoryFixture {

    /** The shop's clock shows the afternoon now, so that no test is near midnight. */
    static final ZoneId ZONE = ZoneOffset.ofHours(afternoonOffset());

    static final int DAYS = 16;
    private static final long MINUTE = 60_000;
    private static final List<String> COUNTRIES = List.of("France", "Spain", "Japan");

    /** The records known to every test of the class, by item. */
    private final Map<String, Record> records = new ConcurrentHashMap<>();

    private final AtomicLong sequence = new AtomicLong();

    final long start = System.currentTimeMillis();

    private static int afternoonOffset() {
        int hour = Instant.now().atOffset(ZoneOffset.UTC).getHour();
        int offset = 14 - hour;
        return offset < -11 ? offset + 24 : offset;
    }

    /** The span of the past. */
    TimeSpan past() {
        return new TimeSpan(start - Duration.ofDays(DAYS).toMillis(), start);
    }

    /** Records of the past, until a while before the feed's own window. */
    List<Record> pastRecords() {
        SplittableRandom random = new SplittableRandom(14);
        List<Record> made = new ArrayList<>();
        int number = 0;
        for (long at = past().from() + MINUTE; at < start - 10 * MINUTE; at += random.nextLong(5, 40) * MINUTE) {
            int items = random.nextInt(1, 4);
            for (int i = 0; i < items; i++) {
                made.add(aRecord()
                        .order("past-" + number)
                        .item("past-" + number + "-" + i)
                        .createdAt(at + i)
                        .country(COUNTRIES.get(random.nextInt(COUNTRIES.size())))
                        .age(random.nextInt(12, 80))
                        .price(random.nextInt(100) + "." + random.nextInt(1_000))
                        .cost("" + random.nextInt(50))
                        .build());
            }
            number++;
        }
        remember(made);
        return made;
    }

    void remember(Collection<Record> added) {
        added.forEach(record -> records.put(record.itemId(), record));
    }

    void forget(String itemId) {
        records.remove(itemId);
    }

    /** A message of the feed, whose own window has five minutes. */
    String message(Kind kind, Record... some) {
        long clock = System.currentTimeMillis();
        return FeedProtocol.open(kind, sequence.incrementAndGet(), clock, clock - 5 * MINUTE)
                + Stream.of(some)
                        .map(record -> new String(RecordCodec.encode(record, FeedEncoding.ARRAY), UTF_8))
                        .collect(Collectors.joining(","))
                + FeedProtocol.CLOSE;
    }

    List<Record> in(TimeSpan span, Predicate<Record> filter) {
        return records.values().stream()
                .filter(record -> span.has(record.createdAt()))
                .filter(filter)
                .toList();
    }

    /** Orders, items, and sales in dollars. */
    List<Long> figures(TimeSpan span, Predicate<Record> filter) {
        List<Record> counted = in(span, filter);
        return List.of(
                counted.stream().map(Record::orderId).distinct().count(),
                (long) counted.size(),
                sales(counted).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    static BigDecimal sales(Collection<Record> counted) {
        return counted.stream()
                .map(record -> record.salePrice().toBigDecimal())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The same of a message's metrics. */
    static List<Long> figures(JsonNode metrics) {
        return List.of(
                metrics.get("num_orders").asLong(),
                metrics.get("num_order_items").asLong(),
                metrics.get("total_sales").asLong());
    }

    static TimeSpan span(JsonNode of) {
        return new TimeSpan(of.get("from").asLong(), of.get("to").asLong());
    }

    static TimeSpan daysBefore(TimeSpan span, int days) {
        long millis = Duration.ofDays(days).toMillis();
        return new TimeSpan(span.from() - millis, span.to() - millis);
    }
}
