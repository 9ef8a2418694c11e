package io.thelook.service.feed;

import static io.thelook.model.RecordBuilder.aRecord;
import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.model.FeedEncoding;
import io.thelook.model.FeedMessage;
import io.thelook.model.FeedReader;
import io.thelook.model.FrameException;
import io.thelook.model.Frames;
import io.thelook.model.GoldenFrames;
import io.thelook.model.Record;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeedWindowTest {

    private static final long T = 1_741_051_200_000L;

    private final FeedWindow window = new FeedWindow(1_000, FeedEncoding.ARRAY);

    @Test
    void frame_empty_isAnEmptyArray() {
        assertThat(window.frame(T)).isEqualTo("[]");
        assertThat(new FeedWindow(1, FeedEncoding.STRING).frame(T)).isEqualTo("\"[]\"");
    }

    /** The reference's page fails on an empty list, and the reference never sends one. */
    @Test
    void frameToSend_empty_isNoneInTheFormOfTheReference() {
        FeedWindow reference = new FeedWindow(10, FeedEncoding.STRING);
        assertThat(window.frameToSend(T)).contains("[]");
        assertThat(reference.frameToSend(T)).isEmpty();

        reference.upsert(aRecord().createdAt(T).build());
        assertThat(reference.frameToSend(T)).contains(reference.frame(T));
        assertThat(reference.frameToSend(T + 1)).isEmpty();
    }

    @Test
    void frame_recordExactlyAtTheEdge_isInside() throws FrameException {
        window.upsert(aRecord().item("old").createdAt(T).build());
        window.upsert(aRecord().item("new").createdAt(T + 1).build());

        assertThat(items(window.frame(T))).containsExactly("old", "new");
        assertThat(items(window.frame(T + 1))).containsExactly("new");
        assertThat(items(window.frame(T + 2))).isEmpty();
    }

    @Test
    void frame_goldenRecords_isTheGoldenFrame() throws FrameException {
        Frames.decode(GoldenFrames.ours()).records().forEach(window::upsert);

        assertThat(window.frame(0)).isEqualTo(GoldenFrames.ours());
    }

    @Test
    void frame_unchanged_isMadeOnce() {
        window.upsert(aRecord().createdAt(T).build());

        String first = window.frame(T - 1);

        assertThat(window.frame(T)).isSameAs(first);
        window.upsert(aRecord().createdAt(T).build());
        assertThat(window.frame(T)).as("nothing new came").isSameAs(first);
        window.upsert(aRecord().item("2").createdAt(T).build());
        assertThat(window.frame(T)).isNotSameAs(first);
    }

    @Test
    void upsert_outOfOrder_isPutInItsPlace() throws FrameException {
        for (int at : List.of(5, 1, 3, 3, 9)) {
            window.upsert(
                    aRecord().item(at + "-" + window.size()).createdAt(T + at).build());
        }

        assertThat(items(window.frame(T))).containsExactly("1-1", "3-2", "3-3", "5-0", "9-4");
    }

    @Test
    void upsert_beyondTheMaximum_dropsTheOldestCountsItAndRaisesTheEdge() throws FrameException {
        FeedWindow small = new FeedWindow(2, FeedEncoding.ARRAY);
        for (int i = 1; i <= 3; i++) {
            small.upsert(aRecord().item("" + i).createdAt(T + i).build());
        }

        assertThat(items(small.frame(T))).containsExactly("2", "3");
        assertThat(small.dropped()).isEqualTo(1);
        assertThat(small.bytes()).isEqualTo(small.frame(T).length() - "[,]".length());
        assertThat(small.edge()).isEqualTo(T + 2);
        small.frame(T + 3);
        assertThat(small.edge()).isEqualTo(T + 3);
    }

    @Test
    void removeAfter_takesOutWhatLiesInTheFutureAndAsksForASnapshot() throws FrameException {
        window.upsert(aRecord().item("1").createdAt(T).build());
        window.upsert(aRecord().item("2").createdAt(T + 10).build());
        window.nextUpsert(T, true);

        assertThat(window.removeAfter(T)).isEqualTo(1);

        assertThat(items(window.frame(T))).containsExactly("1");
        assertThat(window.nextUpsert(T, true)).contains(new FeedWindow.Upsert(2, null));
        assertThat(window.nextUpsert(T, true)).isEmpty();
    }

    @Test
    void nextUpsert_bringsWhatIsNewAndWhatHasChangedOnce() throws FrameException {
        window.upsert(aRecord().item("1").createdAt(T).build());
        window.upsert(aRecord().item("2").createdAt(T).build());
        assertThat(items(window.nextUpsert(T, true).orElseThrow())).containsExactly("1", "2");

        window.upsert(aRecord().item("1").status("Shipped").createdAt(T).build());
        window.upsert(aRecord().item("2").createdAt(T).build());
        FeedWindow.Upsert upsert = window.nextUpsert(T, true).orElseThrow();

        assertThat(items(upsert)).containsExactly("1");
        assertThat(upsert.sequence()).isEqualTo(2);
        assertThat(window.sequence()).isEqualTo(2);
    }

    @Test
    void replace_takesOutWhatIsNotInIt() throws FrameException {
        window.upsert(aRecord().item("1").createdAt(T).build());
        window.upsert(aRecord().item("2").createdAt(T).build());
        window.nextUpsert(T, true);

        window.replace(List.of(
                aRecord().item("2").createdAt(T).build(),
                aRecord().item("3").createdAt(T).build()));

        assertThat(items(window.frame(T))).containsExactly("2", "3");
        assertThat(window.nextUpsert(T, true).orElseThrow().records()).isNull();
    }

    @Test
    void upsert_itemIdsOfEachOrderOfItsOwn_replaceNothing() throws FrameException {
        for (int order = 1; order <= 50; order++) {
            for (int item = 1; item <= 3; item++) {
                window.upsert(record("order-" + order, "" + item));
            }
        }

        List<Record> inFrame = Frames.decode(window.frame(T)).records();
        List<Record> inSnapshot =
                new FeedReader().read(window.snapshotMessage(T)).frame().records();
        assertThat(window.size()).isEqualTo(150);
        assertThat(inFrame).hasSize(150).allMatch(record -> record.itemId().length() == 1);
        assertThat(inSnapshot.stream().map(Record::itemId).distinct())
                .hasSize(150)
                .contains("1", "order-2/1");
        assertThat(items(window.nextUpsert(T, true).orElseThrow()))
                .containsExactlyElementsOf(
                        inSnapshot.stream().map(Record::itemId).toList());
    }

    @Test
    void upsert_itemIdThatAnotherOrderHolds_isKnownByAnIdThatStays() throws FrameException {
        window.upsert(aRecord().order("A").item("1").createdAt(T).build());
        window.upsert(aRecord().order("B").item("1").createdAt(T + 1).build());
        assertThat(items(window.nextUpsert(T, true).orElseThrow())).containsExactly("1", "B/1");

        window.upsert(aRecord()
                .order("B")
                .item("1")
                .status("Shipped")
                .createdAt(T + 1)
                .build());
        assertThat(items(window.nextUpsert(T, true).orElseThrow())).containsExactly("B/1");
        assertThat(window.nextUpsert(T + 1, true)).as("A has left").isEmpty();
        window.upsert(aRecord().order("B").item("1").createdAt(T + 2).build());
        assertThat(items(window.nextUpsert(T + 1, true).orElseThrow())).containsExactly("B/1");
        window.upsert(aRecord().order("C").item("1").createdAt(T + 3).build());
        window.upsert(aRecord().order("A").item("1").createdAt(T + 4).build());
        assertThat(items(window.nextUpsert(T + 1, true).orElseThrow())).containsExactly("1", "A/1");

        assertThat(items(window.frame(T + 1))).containsExactly("1", "1", "1");
        assertThat(window.bytes()).isEqualTo(window.frame(T + 1).length() - "[,,]".length());
    }

    @Test
    void upsert_itemIdThatLooksLikeAnotherOrdersOne_isToldApart() throws FrameException {
        window.upsert(record("X", "B/1"));
        window.upsert(record("A", "1"));
        window.upsert(record("B", "1"));
        window.upsert(record("C", "B/B/1"));
        assertThat(items(window.nextUpsert(T, true).orElseThrow())).containsExactly("B/1", "1", "B/B/1", "C/B/B/1");
    }

    @Test
    void upsert_idsThatAreTooLongTogether_areReplacedByAUuid() throws FrameException {
        String item = "i".repeat(200);
        window.upsert(record("A", item));
        window.upsert(record("o".repeat(200), item));

        List<String> ids = items(window.nextUpsert(T, true).orElseThrow());
        assertThat(ids.get(0)).isEqualTo(item);
        assertThat(ids.get(1)).hasSize(36);
    }

    private static Record record(String order, String item) {
        return aRecord().order(order).item(item).createdAt(T).build();
    }

    /**
     * The model: a map that is filtered and sorted each time; and a consumer that knows only the messages of
     * {@code thelook.v1}.
     */
    @ParameterizedTest
    @EnumSource(FeedEncoding.class)
    void randomOperations_matchANaiveWindowAndAConsumer(FeedEncoding encoding) throws FrameException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        FeedWindow actual = new FeedWindow(10_000, encoding);
        Map<String, Record> model = new LinkedHashMap<>();
        Map<String, Record> consumer = new LinkedHashMap<>();
        FeedReader reader = new FeedReader();
        long sequence = 0;
        long now = T;

        for (int i = 0; i < 3_000; i++) {
            now += random.nextInt(4_000);
            long from = now - 300_000;
            switch (random.nextInt(8)) {
                case 0 -> {
                    long latest = now - random.nextInt(20_000);
                    actual.removeAfter(latest);
                    model.values().removeIf(record -> record.createdAt() > latest);
                }
                case 1, 2 -> {
                    Optional<FeedWindow.Upsert> upsert = actual.nextUpsert(from, true);
                    model.values().removeIf(record -> record.createdAt() < from);
                    if (upsert.isPresent()) {
                        assertThat(upsert.get().sequence()).isEqualTo(++sequence);
                        if (upsert.get().records() == null) {
                            FeedMessage snapshot = reader.read(actual.snapshotMessage(now));
                            assertThat(snapshot.sequence()).isEqualTo(sequence);
                            consumer.clear();
                            apply(snapshot.frame().records(), consumer);
                        } else {
                            apply(records(upsert.get()), consumer);
                        }
                    }
                    consumer.values().removeIf(record -> record.createdAt() < actual.edge());
                    assertThat(consumer.values().stream().map(FeedWindowTest::asItCame))
                            .as("consumer, seed %d, step %d", seed, i)
                            .containsExactlyInAnyOrderElementsOf(model.values());
                    assertThat(Frames.decode(actual.frame(from)).records())
                            .as("frame, seed %d, step %d", seed, i)
                            .containsExactlyInAnyOrderElementsOf(model.values())
                            .isSortedAccordingTo(Comparator.comparingLong(Record::createdAt));
                }
                case 3 -> {
                    List<Record> some = new ArrayList<>(model.values());
                    some.removeIf(record -> random.nextInt(10) == 0);
                    actual.replace(some);
                    model.clear();
                    some.forEach(record -> model.put(key(record), record));
                }
                default -> {
                    Record record = aRecord()
                            .order("order-" + random.nextInt(3))
                            .item("ítem-" + random.nextInt(100))
                            .status("Status " + random.nextInt(3))
                            .createdAt(now - random.nextInt(30_000))
                            .build();
                    actual.upsert(record);
                    model.put(key(record), record);
                }
            }
        }
    }

    private static String key(Record record) {
        return record.orderId() + " " + record.itemId();
    }

    private static Record asItCame(Record record) {
        String prefix = record.orderId() + "/";
        return record.itemId().startsWith(prefix)
                ? record.toBuilder()
                        .itemId(record.itemId().substring(prefix.length()))
                        .build()
                : record;
    }

    private static void apply(List<Record> records, Map<String, Record> consumer) {
        records.forEach(record -> consumer.put(record.itemId(), record));
    }

    private static List<Record> records(FeedWindow.Upsert upsert) throws FrameException {
        return Frames.decode("[" + upsert.records() + "]").records();
    }

    private static List<String> items(FeedWindow.Upsert upsert) throws FrameException {
        return records(upsert).stream().map(Record::itemId).toList();
    }

    private static List<String> items(String frame) throws FrameException {
        return Frames.decode(frame).records().stream().map(Record::itemId).toList();
    }
}
