package io.thelook.benchmarks.micro;

import io.thelook.model.FeedEncoding;
import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.FeedProtocol;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import io.thelook.producer.store.Shop;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Records as the simulated shop makes them. */
final class Records {

    static final long START = 1_741_051_200_000L;

    private Records() {}

    /** So many records, a visit every millisecond from {@link #START} on. */
    static List<Record> some(int number) {
        Shop shop = new Shop(1);
        return Stream.iterate(START, time -> time + 1)
                .flatMap(time -> shop.visit(time).records())
                .limit(number)
                .toList();
    }

    static String joined(List<Record> records) {
        return records.stream()
                .map(record -> new String(RecordCodec.encode(record, FeedEncoding.ARRAY), StandardCharsets.UTF_8))
                .collect(Collectors.joining(","));
    }

    static String upsert(List<Record> records) {
        return FeedProtocol.open(Kind.UPSERT, 1, START, START - 300_000) + joined(records) + FeedProtocol.CLOSE;
    }
}
