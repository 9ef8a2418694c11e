package io.thelook.dashboard.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.thelook.dashboard.source.LogPosition;
import io.thelook.dashboard.source.RecordSource.Batch;
import io.thelook.dashboard.source.RecordSource.Entry;
import io.thelook.dashboard.source.RecordSource.Place;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import io.thelook.model.FeedFormat;
import io.thelook.model.FeedReader;
import io.thelook.model.Frame;
import io.thelook.model.Record;
import io.thelook.model.RecordMapping;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class AdditionsTest {

    private static final long NOW = 1_741_051_200_000L;
    private static final FeedFormat FORMAT = new FeedFormat(true, List.of("data"), Optional.empty(), "USD");

    private final List<String> events = new ArrayList<>();
    private final List<Record> reported = new ArrayList<>();
    private final Deque<LiveWindow> windows = new ArrayDeque<>(List.of(new LiveWindow(100), new LiveWindow(100)));
    private final WindowKeeper keeper =
            new WindowKeeper(windows::poll, Duration.ofMinutes(5), System::nanoTime, new Events());
    private long now = NOW;
    private long nanos;
    private final Additions additions = additions(Runnable::run, keeper, FORMAT);

    @Test
    void batch_ofManyForms_isAppliedAndWhatIsRubbishIsCounted() {
        assertThat(Batches.add(
                        additions,
                        List.of(
                                text(item("1")),
                                text("[" + item("2") + ",7]"),
                                text("rubbish"),
                                text("{\"data\":[" + item("3") + "]}"),
                                text(item("4") + "\n" + item("5"))),
                        true))
                .isCompleted();

        assertThat(keeper.window().size()).isEqualTo(5);
        assertThat(keeper.intake().framesReceived.sum()).isEqualTo(5);
        assertThat(keeper.intake().framesApplied.sum()).isEqualTo(4);
        assertThat(keeper.intake().framesMalformed.sum()).isEqualTo(1);
        assertThat(keeper.intake().recordsReceived.sum()).isEqualTo(6);
        assertThat(keeper.intake().recordsApplied.sum()).isEqualTo(5);
        assertThat(keeper.intake().rejected()).isEqualTo(1);
        assertThat(events).containsExactly("refused", "applied 5");
    }

    @Test
    void entryWithoutText_removesTheOrderAsItStoodThen() {
        Batches.add(
                additions,
                List.of(text(item("1")), text(item("2")), new Entry("order-1", null), text(item("3"))),
                true);

        assertThat(keeper.window().records(Query.DEFAULT))
                .extracting(Record::itemId)
                .containsExactly("3");
        assertThat(events).containsExactly("applied 2", "all 0", "applied 1");
        assertThat(keeper.intake().framesApplied.sum()).isEqualTo(4);

        Batches.add(additions, List.of(new Entry("unknown", null)), true);

        assertThat(events).hasSize(4).last().isEqualTo("applied 0");
    }

    @Test
    void newestMessagesOfABatch_areShownToWatchers() {
        keeper.messages().watch(0);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            entries.add(text("[" + item(Integer.toString(i)) + ",7]"));
        }
        entries.add(text("rubbish"));
        entries.add(new Entry("order-9", null));

        Batches.add(additions, entries, true);

        List<MessageLog.Message> shown = keeper.messages().watch(0);
        assertThat(shown).hasSize(MessageLog.MOST_MESSAGES);
        assertThat(shown.get(0).note()).isEqualTo("removes the order order-9");
        assertThat(shown.get(1).note()).startsWith("a frame must be");
        assertThat(shown.subList(2, 20)).allSatisfy(message -> {
            assertThat(message.records()).hasSize(1);
            assertThat(message.rejected()).isEqualTo(1);
        });
        assertThat(shown.get(2).records().get(0).itemId()).isEqualTo("29");
    }

    @Test
    void window_endsAtThePresent_whileNothingArrives() {
        Batches.add(additions, List.of(text(item("1"))), true);

        now += Duration.ofMinutes(5).toMillis();
        additions.tick(true);
        assertThat(feedRecords()).hasSize(1);
        assertThat(keeper.dataAt()).isEqualTo(now);

        now++;
        additions.tick(false);
        assertThat(feedRecords()).isEmpty();
        assertThat(keeper.dataAt())
                .as("nothing can be said of a time without a connection")
                .isEqualTo(now - 1);
        assertThat(keeper.window().size()).as("kept for longer windows").isEqualTo(1);
        assertThat(keeper.intake().framesReceived.sum()).isEqualTo(1);
    }

    @Test
    void record_withoutATime_hasThatOfItsFirstArrival() {
        String text = "{\"order_id\":1,\"item_id\":1,\"sale_price\":2}";
        Batches.add(additions, List.of(text(text)), true);
        now += 1_000;
        Batches.add(additions, List.of(text(text)), true);

        assertThat(feedRecords()).extracting(Record::createdAt).containsExactly(NOW);
        assertThat(keeper.intake().recordsDuplicate.sum()).isEqualTo(1);
    }

    @Test
    void olderVersion_changesNothingAndIsNotPassedOn() {
        Batches.add(additions, List.of(text(version(1_741_051_200, 20))), true);
        Batches.add(additions, List.of(text(version(1_741_051_100, 10) + "\n" + item("2"))), true);
        Batches.add(additions, List.of(text(version(1_741_051_200, 30))), true);

        assertThat(reported)
                .extracting(Record::itemId, record -> record.salePrice().toString())
                .containsExactly(tuple("1", "20"), tuple("2", "5"), tuple("1", "30"));
        assertThat(keeper.intake().recordsApplied.sum()).isEqualTo(3);
        assertThat(keeper.intake().recordsDuplicate.sum()).isEqualTo(1);
    }

    @Test
    void add_ofRecordsThatHaveBeenRead_tellsWhatTheyDid() throws Exception {
        Frame frame = new FeedReader(FORMAT)
                .read("[" + item("1") + "," + item("2") + ",7]")
                .frame();

        assertThat(additions.add(frame, NOW, true)).isCompletedWithValue(new LiveWindow.Change(2, 0, 0, 0, 0, 0));
        assertThat(additions.add(frame, NOW, true)).isCompletedWithValue(new LiveWindow.Change(0, 2, 0, 0, 0, 0));
    }

    @Test
    void failure_discardsTheWindowAndRequestsItsContent() throws Exception {
        windows.clear();
        windows.add(new LiveWindow(0));
        windows.add(new LiveWindow(10));
        WindowKeeper broken = new WindowKeeper(windows::poll, Duration.ofMinutes(5), System::nanoTime, new Events());
        Additions failing = additions(Runnable::run, broken, FORMAT);

        assertThatThrownBy(() -> Batches.add(failing, List.of(text(item("1"))), true))
                .isInstanceOf(RuntimeException.class);

        assertThat(events).containsExactly("restarted", "needs all");
        assertThat(broken.intake().framesMalformed.sum()).isEqualTo(1);
        assertThat(Batches.add(failing, List.of(text(item("1"))), true)).isCompleted();
        assertThat(broken.window().size()).isEqualTo(1);
    }

    @Test
    void batch_ofASlowMapping_isAppliedInParts_inOrder() {
        ManualThread thread = new ManualThread();
        RecordMapping slow = value -> {
            nanos += Additions.PART.toNanos() * 2 / 3;
            return List.of(value);
        };
        Additions mapped = additions(thread, keeper, new FeedFormat(true, List.of("data"), Optional.of(slow), "USD"));
        CompletionStage<Void> first = Batches.add(
                mapped,
                List.of(
                        text(item("1")),
                        text(item("2")),
                        text(item("3")),
                        text(version(1_741_051_200, 20)),
                        new Entry("order-1", null)),
                true);
        CompletionStage<Void> second = Batches.add(mapped, List.of(text(item("4")), text(item("5"))), true);
        thread.execute(() -> events.add("another task"));

        thread.runNext();
        assertThat(keeper.window().size()).isEqualTo(2);
        assertThat(first).isNotCompleted();
        thread.runAll();

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(events).containsExactly("applied 2", "another task", "applied 2", "all 0", "applied 0", "applied 2");
        assertThat(feedRecords()).extracting(Record::itemId).containsExactlyInAnyOrder("4", "5");
        assertThat(keeper.intake().framesReceived.sum()).isEqualTo(7);
        assertThat(keeper.intake().framesApplied.sum()).isEqualTo(7);
    }

    @Test
    void partsOfABatch_areAppliedByTicks_ifTheirTaskCannotBeSubmitted() {
        ManualThread thread = new ManualThread();
        RecordMapping slow = value -> {
            nanos += Additions.PART.toNanos() * 2;
            return List.of(value);
        };
        Additions mapped = additions(thread, keeper, new FeedFormat(true, List.of("data"), Optional.of(slow), "USD"));
        CompletionStage<Void> batch = Batches.add(mapped, List.of(text(item("1")), text(item("2"))), true);

        thread.isOutOfMemory = true;
        assertThatThrownBy(thread::runNext).isInstanceOf(OutOfMemoryError.class);
        assertThat(batch).isNotCompleted();
        mapped.tick(true);

        assertThat(batch).isCompleted();
        assertThat(keeper.window().size()).isEqualTo(2);
    }

    @Test
    void batch_thatCannotBeSubmitted_leavesNoSenderWaiting() {
        Additions rejected = additions(
                task -> {
                    throw new RejectedExecutionException("the thread has ended");
                },
                keeper,
                FORMAT);

        assertThatThrownBy(() -> Batches.add(rejected, List.of(text(item("1"))), true))
                .isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void completeSince_isWhatTheSourceSays() {
        additions.tick(true);
        assertThat(keeper.window().completeSince()).isEqualTo(NOW);

        additions.completeSince(NOW - 60_000);

        assertThat(keeper.window().completeSince()).isEqualTo(NOW - 60_000);
    }

    @Test
    void recordsOfALogWithoutTimes_haveThoseAtWhichTheyWereAdded() {
        add(LogPosition.of(0, 2), new Entry(null, timeless("1", 5), false, new Place(1, 1, NOW - 60_000)));

        assertThat(feedRecords()).extracting(Record::createdAt).containsExactly(NOW - 60_000);
    }

    @Test
    void recordsWithoutTimes_haveThoseThatTheirSourceKnows_alsoIfItIsNoLog() {
        add(LogPosition.NONE, new Entry(null, timeless("1", 5), false, Place.at(NOW - 60_000)));

        assertThat(feedRecords()).extracting(Record::createdAt).containsExactly(NOW - 60_000);
        assertThat(additions.position()).isEqualTo(LogPosition.NONE);
    }

    @Test
    void laterVersionWithoutATime_keepsThatOfTheFirst_howeverTheLogIsRead() {
        add(
                LogPosition.of(4),
                new Entry(null, timeless("1", 5), false, new Place(0, 0, NOW - 60_000)),
                new Entry(
                        null,
                        "[" + timeless("1", 6) + "," + timeless("2", 1) + "]",
                        false,
                        new Place(0, 1, NOW - 50_000)),
                new Entry(null, "rubbish", false, new Place(0, 2, NOW - 45_000)),
                new Entry(null, timeless("2", 2), false, new Place(0, 3, NOW - 40_000)));

        assertThat(feedRecords())
                .extracting(Record::itemId, Record::createdAt, record -> record.salePrice()
                        .toString())
                .containsExactly(tuple("1", NOW - 60_000, "6"), tuple("2", NOW - 50_000, "2"));
        assertThat(keeper.intake().framesApplied.sum()).isEqualTo(3);
        assertThat(keeper.intake().recordsReceived.sum()).isEqualTo(4);
        assertThat(events).containsExactly("refused", "applied 4");
    }

    @Test
    void versionWithoutATime_behindOneWithATime_keepsIt() {
        add(
                LogPosition.of(2),
                new Entry(null, item("1"), false, new Place(0, 0, NOW - 60_000)),
                new Entry(null, timeless("1", 9), false, new Place(0, 1, NOW - 50_000)));

        assertThat(feedRecords())
                .extracting(Record::createdAt, record -> record.salePrice().toString())
                .containsExactly(tuple(NOW, "9"));
    }

    @Test
    void recordOfADashboard_needsNoMapping() {
        RecordMapping ofAnotherShop = element -> List.of();
        Additions mapped =
                additions(Runnable::run, keeper, new FeedFormat(true, List.of(), Optional.of(ofAnotherShop), "USD"));

        Batches.add(mapped, List.of(text(item("1")), new Entry(null, item("2"), true, new Place(0, 0, NOW))), true);

        assertThat(feedRecords()).extracting(Record::itemId).containsExactly("2");
    }

    @Test
    void position_isThatOfTheEntriesThatWereApplied() {
        List<Runnable> tasks = new ArrayList<>();
        RecordMapping slow = element -> {
            nanos += Additions.PART.toNanos() + 1;
            return List.of(element);
        };
        Additions mapped = additions(tasks::add, keeper, new FeedFormat(true, List.of(), Optional.of(slow), "USD"));
        assertThat(mapped.position()).isEqualTo(LogPosition.NONE);

        mapped.batch(new Batch(
                List.of(
                        new Entry(null, item("1"), false, new Place(0, 4, NOW)),
                        new Entry(null, item("2"), false, new Place(2, 7, NOW))),
                true,
                LogPosition.of(5, 3, 9)));
        tasks.remove(0).run();
        assertThat(mapped.position()).isEqualTo(LogPosition.of(5));
        tasks.remove(0).run();
        assertThat(mapped.position()).isEqualTo(LogPosition.of(5, 3, 9));
    }

    @Test
    void positionAfterAFailure_isUnknownUntilTheLogIsReadAgain() {
        windows.clear();
        windows.add(new LiveWindow(0));
        windows.add(new LiveWindow(10));
        WindowKeeper broken = new WindowKeeper(windows::poll, Duration.ofMinutes(5), System::nanoTime, new Events());
        Additions failing = additions(Runnable::run, broken, FORMAT);
        failing.batch(new Batch(List.of(), false, LogPosition.of(3, 1)));
        assertThat(failing.position()).isEqualTo(LogPosition.of(3, 1));
        Batch batch =
                new Batch(List.of(new Entry(null, item("2"), false, new Place(0, 3, NOW))), true, LogPosition.of(4, 1));

        assertThatThrownBy(() -> failing.batch(batch)).isInstanceOf(RuntimeException.class);

        assertThat(failing.position()).isEqualTo(LogPosition.of(0, 0));
        failing.batch(new Batch(List.of(), true, LogPosition.of(5, 1)));
        assertThat(failing.position()).as("it was on its way").isEqualTo(LogPosition.of(0, 0));
        failing.batch(new Batch(List.of(), false, LogPosition.of(4, 1)));
        failing.completeSince(NOW);
        assertThat(failing.position()).isEqualTo(LogPosition.of(4, 1));
    }

    private void add(LogPosition after, Entry... entries) {
        additions.batch(new Batch(List.of(entries), true, after));
    }

    private Additions additions(Executor thread, WindowKeeper of, FeedFormat format) {
        return new Additions(thread, of, format, () -> Instant.ofEpochMilli(now), () -> nanos);
    }

    private List<Record> feedRecords() {
        return keeper.window().records(Query.DEFAULT);
    }

    private static Entry text(String text) {
        return new Entry(null, text);
    }

    private static String item(String id) {
        return "{\"order_id\":\"order-1\",\"item_id\":" + id + ",\"sale_price\":5,\"created_at\":" + NOW + "}";
    }

    private static String timeless(String id, int price) {
        return "{\"order_id\":\"order-1\",\"item_id\":" + id + ",\"sale_price\":" + price + "}";
    }

    private static String version(long updatedAt, int price) {
        return "{\"order_id\":\"order-1\",\"item_id\":1,\"sale_price\":" + price + ",\"created_at\":" + NOW
                + ",\"updated_at\":" + updatedAt + "}";
    }

    private final class Events implements WindowKeeper.Receiver {

        @Override
        public void applied(List<Record> records, boolean whole) {
            events.add((whole ? "all " : "applied ") + records.size());
            reported.addAll(records);
        }

        @Override
        public void refused() {
            events.add("refused");
        }

        @Override
        public void restarted(LiveWindow window) {
            events.add("restarted");
        }

        @Override
        public void needsAll() {
            events.add("needs all");
        }
    }
}
