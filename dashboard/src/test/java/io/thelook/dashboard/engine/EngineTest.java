package io.thelook.dashboard.engine;

import static io.thelook.model.RecordBuilder.aRecord;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thelook.dashboard.source.RecordSource;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.source.SourceStatus.State;
import io.thelook.dashboard.view.QueryText;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Selection;
import io.thelook.model.FeedEncoding;
import io.thelook.model.FeedFormat;
import io.thelook.model.FeedMessage;
import io.thelook.model.FeedProtocol;
import io.thelook.model.FeedReader;
import io.thelook.model.Frames;
import io.thelook.model.GoldenFrames;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class EngineTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RecordSource.Connection PLAIN = new RecordSource.Connection(1, RecordSource.Meaning.WINDOW);
    private static final RecordSource.Connection INCREMENTAL =
            new RecordSource.Connection(2, RecordSource.Meaning.PROTOCOL);

    private static final int BYTES_PER_SECOND = 1_000;

    private final AtomicLong millis = new AtomicLong(1_741_051_200_000L);
    private final List<String> otherViews = new CopyOnWriteArrayList<>();
    private final List<String> views = new CopyOnWriteArrayList<>();
    private final List<String> updates = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> lastWhole = new AtomicReference<>();
    private final List<String> heartbeats = new CopyOnWriteArrayList<>();
    private final List<Selection> ended = new CopyOnWriteArrayList<>();
    private final FakeSource source = new FakeSource();
    private final Engine engine =
            new Engine(settings(3, 3), () -> Instant.ofEpochMilli(millis.get()), () -> millis.get() * 1_000_000, JSON);

    EngineTest() {
        engine.publishTo(new ViewPublisher() {
            @Override
            public CompletionStage<Void> update(Selection selection, String json) {
                List<String> known = selection.equals(Query.DEFAULT) ? views : otherViews;
                List<String> last = known.isEmpty() ? List.of("{\"type\":\"view\"}") : known;
                known.add(LastView.of(List.of(asView(last.get(last.size() - 1)), json))
                        .toString());
                updates.add(json);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletionStage<Void> catchUp(Selection selection, Supplier<String> whole) {
                if (selection.equals(Query.DEFAULT)) {
                    lastWhole.set(whole.get());
                }
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void missed(Selection selection) {}

            @Override
            public void heartbeat(Selection selection, String json) {
                heartbeats.add(json);
            }

            @Override
            public void ended(Selection selection) {
                ended.add(selection);
            }
        });
        engine.start(source);
    }

    private static EngineSettings settings(int maxViews, int maxViewsPerAddress) {
        return new EngineSettings(
                5,
                Duration.ofMillis(250),
                3,
                BYTES_PER_SECOND,
                1_000,
                maxViews,
                maxViewsPerAddress,
                FeedFormat.THELOOK,
                Optional.empty(),
                1_000_000);
    }

    private static String asView(String update) {
        return update.replaceFirst("\"type\":\"update\"", "\"type\":\"view\"");
    }

    @AfterEach
    void stop() {
        engine.stop();
    }

    @Test
    void frames_oneAfterTheOther_giveTheNewestFiguresAndTheChangeToThem() throws Exception {
        JsonNode first = viewAfter(frame(aRecord().item("1").price("10").build()));
        millis.addAndGet(4_700);
        JsonNode second = viewAfter(frame(
                aRecord().item("1").price("10").build(),
                aRecord().item("2").order("o2").price("2.5").build()));

        assertThat(three(first.get("metrics"))).isEqualTo(metrics(1, 1, 10));
        assertThat(three(first.get("deltas"))).isEqualTo(metrics(0, 0, 0));
        assertThat(three(second.get("metrics"))).isEqualTo(metrics(2, 2, 13));
        assertThat(three(second.get("deltas"))).isEqualTo(metrics(1, 1, 3));
        assertThat(second.get("data_at").asLong()).isEqualTo(millis.get());
    }

    @Test
    void breakdown_moreNamesThanBars_sumsUpTheRest() throws Exception {
        JsonNode view = viewAfter(GoldenFrames.ours());

        assertThat(view.at("/revenue_by_country/bars")).hasSize(3);
        assertThat(view.at("/revenue_by_country/other_names").asInt()).isEqualTo(2);
        assertThat(view.at("/revenue_by_country/other_revenue").asLong()).isEqualTo(89);
    }

    /** The map had none of the countries without a bar. */
    @Test
    void countriesWithoutABar_areSentForTheMap() throws Exception {
        JsonNode view = viewAfter(GoldenFrames.ours());
        JsonNode few = viewAfter(frame(aRecord().item("1").country("China").build()));
        millis.addAndGet(10_000);
        JsonNode none = viewAfter(frame(aRecord().item("2").country("China").build()));

        assertThat(view.get("further_countries").toString()).isEqualTo("[[\"China\",74,2],[\"España\",15,1]]");
        assertThat(few.has("further_countries")).as("not due yet").isTrue();
        assertThat(none.path("further_countries").isNull()).isTrue();
    }

    @Test
    void countriesWithoutABar_haveALimit() throws Exception {
        JsonNode view = viewAfter(frame(IntStream.range(0, 1_000)
                .mapToObj(i -> aRecord()
                        .item("i" + i)
                        .country("Country " + i)
                        .price("" + (1_000 - i))
                        .build())
                .toArray(Record[]::new)));

        assertThat(view.get("further_countries")).hasSize(300);
        assertThat(view.at("/further_countries/0/0").asText()).isEqualTo("Country 3");
        assertThat(view.at("/revenue_by_country/other_names").asInt()).isEqualTo(997);
    }

    @Test
    void countryThatGetsItsBar_leavesTheFurtherCountriesInTheSameMessage() throws Exception {
        Record[] four = Stream.of("a", "b", "c", "d")
                .map(name -> aRecord().item(name).country(name).price("5").build())
                .toArray(Record[]::new);
        viewAfter(INCREMENTAL, snapshot(1, millis.get(), four));
        millis.addAndGet(1_200);

        viewAfter(
                INCREMENTAL,
                upsert(
                        2,
                        millis.get(),
                        aRecord().item("e").country("d").price("5").build()));
        JsonNode update = JSON.readTree(updates.get(updates.size() - 1));

        assertThat(update.at("/revenue_by_country/bars/0").toString()).isEqualTo("[\"d\",10,2]");
        assertThat(update.get("further_countries").toString()).isEqualTo("[[\"c\",5,1]]");
        assertThat(update.has("revenue_by_gender")).as("not due yet").isFalse();
    }

    @Test
    void products_areInTheViewOnlyWhileARecordHasOne() throws Exception {
        JsonNode view = viewAfter(
                INCREMENTAL, snapshot(1, millis.get(), aRecord().item("a").build()));
        assertThat(view.has("revenue_by_gender")).isTrue();
        assertThat(view.has("revenue_by_product")).isFalse();
        assertThat(view.has("unknown")).isFalse();

        millis.addAndGet(2_500);
        view = viewAfter(
                INCREMENTAL,
                upsert(
                        2,
                        millis.get(),
                        aRecord().item("b").product("Cup").price("5").build()));
        assertThat(view.get("revenue_by_product").toString())
                .isEqualTo("{\"bars\":[[\"Unknown\",50,1],[\"Cup\",5,1]]}");

        millis.addAndGet(2_500);
        view = viewAfter(
                INCREMENTAL, snapshot(3, millis.get(), aRecord().item("a").build()));
        assertThat(view.get("revenue_by_product").isNull()).as("removed").isTrue();
    }

    @Test
    void moreToSayThanMayBeSaid_chartsWait_andFiguresDoNot() throws Exception {
        viewAfter(frame(aRecord().item("0").country("x").build()));
        millis.addAndGet(10_000);

        // All parts are due: sent at once, they use up the allowance of some seconds.
        viewAfter(frame(
                aRecord().item("1").country("€".repeat(254) + "a").build(),
                aRecord().item("2").country("€".repeat(254) + "b").build()));
        millis.addAndGet(1_500);
        JsonNode held =
                viewAfter(frame(aRecord().item("3").country("y").price("7").build()));
        long waited = engine.broadcaster().heldBack();
        millis.addAndGet(3_500);
        JsonNode paidBack =
                viewAfter(frame(aRecord().item("4").country("z").price("8").build()));

        assertThat(held.at("/metrics/total_sales").asInt()).isEqualTo(7);
        assertThat(held.at("/revenue_by_country/bars/0/0").asText()).startsWith("€€€");
        assertThat(waited).isPositive();
        assertThat(paidBack.at("/revenue_by_country/bars/0/0").asText()).isEqualTo("z");
    }

    @Test
    void status_changed_isToldAtOnceWithTheFiguresKept() throws Exception {
        viewAfter(GoldenFrames.ours());
        int before = views.size();

        engine.status(new SourceStatus(State.WAITING, millis.get(), 2, millis.get() + 300, "connection refused"));

        JsonNode view = viewNumber(before + 1);
        assertThat(view.get("source").toString())
                .isEqualTo("{\"state\":\"waiting\",\"since\":" + millis + ",\"attempt\":2,\"next_try_at\":"
                        + (millis.get() + 300) + ",\"reason\":\"connection refused\"}");
        assertThat(view.at("/metrics/num_orders").asInt()).isEqualTo(5);
    }

    @Test
    void frames_fasterThanTheyAreRead_leaveTheNewestAndAreCounted() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        engine.execute(() -> {
            try {
                busy.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        for (int i = 1; i <= 100; i++) {
            engine.message(PLAIN, frame(aRecord().price(Integer.toString(i)).build()));
        }
        busy.countDown();

        assertThat(viewNumber(1).at("/metrics/total_sales").asInt()).isEqualTo(100);
        Intake intake = engine.intake();
        assertThat(intake.framesReceived.sum()).isEqualTo(100);
        assertThat(intake.framesSuperseded.sum()).isEqualTo(99);
        assertThat(intake.framesApplied.sum()).isEqualTo(1);
        assertThat(views).hasSize(1);
    }

    @Test
    void incrementalFeed_snapshotAndUpserts_giveTheFeedsFiguresAndTellWhatIsFresh() throws Exception {
        long now = millis.get();
        JsonNode whole =
                viewAfter(INCREMENTAL, snapshot(7, now, at("1", now - 50_000, "10"), at("2", now - 10_000, "20")));
        JsonNode more = viewAfter(INCREMENTAL, upsert(8, now + 300, at("3", now + 280, "5"), at("4", now + 290, "6")));
        JsonNode gone = viewAfter(INCREMENTAL, upsert(9, now + 260_000, at("5", now + 259_990, "1")));

        assertThat(three(whole.get("metrics"))).isEqualTo(metrics(1, 2, 30));
        assertThat(whole.has("fresh")).as("history is no news").isFalse();
        assertThat(three(more.get("metrics"))).isEqualTo(metrics(1, 4, 41));
        // The first message arrived 300 ms late. Without a ping that shows such a delay, the clocks differ.
        assertThat(more.get("fresh").toString()).isEqualTo("{\"records\":2,\"oldest\":20,\"newest\":10}");
        assertThat(three(gone.get("metrics"))).as("the first has left").isEqualTo(metrics(1, 4, 32));
    }

    @Test
    void incrementalFeed_aGap_isAnsweredByARequestAndTheLastGoodViewStays() throws Exception {
        long now = millis.get();
        viewAfter(INCREMENTAL, snapshot(7, now, at("1", now, "10")));

        engine.message(INCREMENTAL, upsert(9, now, at("3", now, "5")));
        engine.message(INCREMENTAL, upsert(10, now, at("4", now, "5")));
        await().until(() -> engine.intake().framesOutOfSequence.sum() == 2);

        assertThat(source.resyncs.get()).as("asked once, not for each message").isEqualTo(1);
        assertThat(engine.records()).isEqualTo(1);
        JsonNode again =
                viewAfter(INCREMENTAL, snapshot(11, now, at("1", now, "10"), at("3", now, "5"), at("4", now, "5")));
        assertThat(three(again.get("metrics"))).isEqualTo(metrics(1, 3, 20));
        viewAfter(INCREMENTAL, upsert(12, now, at("5", now, "1")));
        engine.message(INCREMENTAL, upsert(12, now, at("5", now, "1")));
        await().until(() -> engine.intake().framesOutOfSequence.sum() == 3);
        assertThat(source.resyncs.get()).as("what comes twice is no gap").isEqualTo(1);
        assertThat(engine.intake().gaps.sum()).isEqualTo(1);
    }

    @Test
    void incrementalFeed_newConnection_beginsWithItsOwnNumbers() throws Exception {
        long now = millis.get();
        viewAfter(INCREMENTAL, snapshot(70, now, at("1", now, "10")));

        JsonNode view = viewAfter(
                new RecordSource.Connection(3, RecordSource.Meaning.PROTOCOL), snapshot(1, now, at("2", now, "7")));

        assertThat(three(view.get("metrics"))).isEqualTo(metrics(1, 1, 7));
        assertThat(source.resyncs.get()).isZero();
    }

    @Test
    void incrementalFeed_moreWaitsThanMayWait_isDroppedAndRequestedAgain() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        engine.execute(() -> {
            try {
                busy.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long now = millis.get();
        engine.message(INCREMENTAL, snapshot(1, now));
        for (int i = 2; i <= 1_000; i++) {
            engine.message(INCREMENTAL, upsert(i, now));
        }
        busy.countDown();

        await().until(() -> source.resyncs.get() == 1);
        Intake intake = engine.intake();
        await().until(() -> intake.framesSuperseded.sum() + intake.framesOutOfSequence.sum() == 1_000);
        assertThat(intake.framesSuperseded.sum()).isEqualTo(3 * 256);
    }

    @Test
    void quietFeed_changesNothingAndOnlyHeartbeatsAreSent() throws Exception {
        long now = millis.get();
        viewAfter(INCREMENTAL, snapshot(1, now, at("1", now, "10")));
        int before = views.size();

        millis.addAndGet(1_000);
        engine.message(INCREMENTAL, FeedProtocol.heartbeat(1, now + 1_000, now - 299_000));
        await().until(() -> engine.intake().framesApplied.sum() == 2);
        await().until(() -> !heartbeats.isEmpty());

        assertThat(views).hasSize(before);
        assertThat(heartbeats.get(0))
                .isEqualTo("{\"type\":\"heartbeat\",\"now\":" + millis + ",\"data_at\":" + millis + "}");
    }

    @Test
    void subscriptions_windowsAndFilters_areComputedApartAndEndWithTheLast() throws Exception {
        long now = millis.get();
        viewAfter(INCREMENTAL, snapshot(1, now, at("1", now - 100_000, "10"), at("2", now - 10_000, "20")));
        FakeViewer one = new FakeViewer();
        FakeViewer two = new FakeViewer();
        Query minute = QueryText.parse("window=1");
        one.subscription.change(minute);
        two.subscription.change(minute);

        JsonNode view = two.viewOf(minute);
        assertThat(three(view.get("metrics"))).isEqualTo(metrics(1, 1, 20));
        assertThat(view.get("window").toString()).isEqualTo("{\"minutes\":1}");
        assertThat(engine.distinctViews()).isEqualTo(2);
        viewAfter(INCREMENTAL, upsert(2, now + 55_000, at("3", now, "1")));
        await().until(() -> !otherViews.isEmpty());
        assertThat(three(JSON.readTree(otherViews.get(0)).get("metrics"))).isEqualTo(metrics(1, 1, 1));

        one.subscription.change(QueryText.parse("window=15&not.item_status=Cancelled"));
        view = one.viewOf(QueryText.parse("window=15&not.item_status=Cancelled"));
        assertThat(three(view.get("metrics"))).isEqualTo(metrics(1, 3, 31));
        assertThat(view.at("/window/covered_seconds").asInt())
                .as("still filling")
                .isEqualTo(355);
        two.subscription.change(QueryText.parse("country=Japan"));
        await().until(() -> ended.contains(minute));
        assertThat(three(two.viewOf(QueryText.parse("country=Japan")).get("metrics")))
                .isEqualTo(metrics(0, 0, 0));

        one.subscription.change(minute);
        one.subscription.end();
        two.subscription.end();
        one.subscription.change(minute);
        await().until(() -> engine.distinctViews() == 1);
    }

    @Test
    void update_hasOnlyWhatIsNewAndWhatIsMissedIsInTheWhole() throws Exception {
        long now = millis.get();
        viewAfter(INCREMENTAL, snapshot(1, now, at("1", now - 100_000, "10")));
        viewAfter(INCREMENTAL, upsert(2, now + 300, at("2", now + 290, "5")));

        JsonNode figures = JSON.readTree(updates.get(updates.size() - 1));
        assertThat(figures.has("metrics")).isTrue();
        assertThat(figures.has("revenue_by_country"))
                .as("at most once a second")
                .isFalse();
        assertThat(figures.has("source")).as("unchanged").isFalse();
        millis.addAndGet(5_000);
        await().until(() -> updates.get(updates.size() - 1).contains("\"trend\""));
        JsonNode charts = JSON.readTree(updates.get(updates.size() - 1));
        assertThat(charts.at("/revenue_by_country/bars/0/1").asInt()).isEqualTo(15);
        assertThat(charts.has("metrics")).as("unchanged").isFalse();
        assertThat(charts.at("/latest/0/5").asDouble()).isEqualTo(15);

        await().until(() -> lastWhole.get() != null && lastWhole.get().contains("\"seq\":" + charts.get("seq")));
        ObjectNode whole = (ObjectNode) JSON.readTree(lastWhole.get());
        ObjectNode folded = (ObjectNode) JSON.readTree(views.get(views.size() - 1));
        for (ObjectNode view : List.of(whole, folded)) {
            view.remove(List.of("type", "now", "fresh", "problems", "previous"));
        }
        assertThat(folded).isEqualTo(whole);
    }

    /** They had to wait for the cadence of the empty view that was there before them. */
    @Test
    void firstData_areShownWholeAndAtOnce() throws Exception {
        long now = millis.get();
        millis.addAndGet(300);
        engine.status(new SourceStatus(State.LIVE, now, 0, 0, ""));
        viewNumber(1);

        JsonNode view = viewAfter(INCREMENTAL, snapshot(1, now, at("1", now - 1_000, "10")));

        assertThat(view.hasNonNull("trend")).isTrue();
        assertThat(view.at("/revenue_by_category/bars")).hasSize(1);
    }

    @Test
    void cards_averageRateAndMargin_areThoseOfTheWindow() throws Exception {
        long now = millis.get();
        JsonNode view = viewAfter(
                INCREMENTAL,
                snapshot(
                        1,
                        now,
                        at("1", now - 100_000, "10.555"),
                        aRecord()
                                .item("2")
                                .order("o2")
                                .cost(null)
                                .price("100")
                                .createdAt(now)
                                .build()));

        assertThat(view.at("/metrics/average_order_value").asText()).isEqualTo("55.28");
        assertThat(view.at("/metrics/orders_per_minute").asText()).isEqualTo("0.4");
        assertThat(view.at("/metrics/gross_margin").asText())
                .as("of what has a cost")
                .isEqualTo("-0.895");
        assertThat(view.at("/window/minutes").asInt()).isEqualTo(5);
        assertThat(view.at("/trend/sales")).hasSizeBetween(60, 62);
    }

    @Test
    void previous_isTheWindowBeforeOnceItIsKnown() throws Exception {
        long now = millis.get();
        FakeViewer minute = new FakeViewer();
        JsonNode first =
                viewAfter(INCREMENTAL, snapshot(1, now, at("1", now - 100_000, "10"), at("2", now - 10_000, "20")));
        minute.subscription.change(QueryText.parse("window=1"));

        assertThat(first.hasNonNull("previous")).as("nothing is known of it").isFalse();
        assertThat(minute.viewOf(QueryText.parse("window=1"))
                        .at("/previous/total_sales")
                        .asInt())
                .isEqualTo(10);
    }

    @Test
    void subscription_moreDifferentViewsThanAllowed_isRefusedAndTheOldOneStays() {
        FakeViewer one = new FakeViewer();
        FakeViewer two = new FakeViewer();
        one.subscription.change(QueryText.parse("window=1"));
        two.subscription.change(QueryText.parse("window=5"));
        await().until(() -> engine.distinctViews() == 3);
        FakeViewer three = new FakeViewer();
        three.subscription.change(Query.DEFAULT);
        three.subscription.change(QueryText.parse("window=15"));

        await().until(() -> !three.refusals.isEmpty());
        assertThat(three.refusals.get(0)).contains("(3)");
        assertThat(engine.distinctViews()).isEqualTo(3);
        three.subscription.change(QueryText.parse("window=1"));
        three.viewOf(QueryText.parse("window=1"));
        two.subscription.change(QueryText.parse("window=15"));
        two.viewOf(QueryText.parse("window=15"));
    }

    @Test
    void subscription_oneAddressCannotUseUpTheViewsOfAll() {
        Engine shared = new Engine(
                settings(10, 2), () -> Instant.ofEpochMilli(millis.get()), () -> millis.get() * 1_000_000, JSON);
        try {
            FakeViewer one = new FakeViewer(shared, "10.0.0.1");
            FakeViewer two = new FakeViewer(shared, "10.0.0.1");
            FakeViewer three = new FakeViewer(shared, "10.0.0.1");
            FakeViewer elsewhere = new FakeViewer(shared, "10.0.0.2");
            one.subscription.change(QueryText.parse("country=France"));
            two.subscription.change(QueryText.parse("country=Spain"));
            one.viewOf(QueryText.parse("country=France"));
            two.viewOf(QueryText.parse("country=Spain"));

            three.subscription.change(QueryText.parse("country=Japan"));
            elsewhere.subscription.change(QueryText.parse("country=Japan"));

            await().until(() -> !three.refusals.isEmpty());
            assertThat(three.refusals.get(0)).contains("from your address (2)");
            elsewhere.viewOf(QueryText.parse("country=Japan"));
            three.subscription.change(QueryText.parse("country=Japan"));
            three.viewOf(QueryText.parse("country=Japan"));
            two.subscription.end();
            three.subscription.change(QueryText.parse("country=Spain"));
            three.viewOf(QueryText.parse("country=Spain"));
        } finally {
            shared.stop();
        }
    }

    @Test
    void aTaskThatFails_isCountedAndTheNextMessageIsShown() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        engine.listen((records, whole) -> {
            if (calls.incrementAndGet() == 1) {
                throw new StackOverflowError("a fault of a listener");
            }
        });

        engine.message(PLAIN, frame(aRecord().price("1").build()));
        await().until(() -> engine.thread().failures() == 1);
        engine.message(PLAIN, frame(aRecord().price("2").build()));

        await().until(() -> !views.isEmpty()
                && JSON.readTree(views.get(views.size() - 1))
                                .at("/metrics/total_sales")
                                .asInt()
                        == 2);
    }

    @Test
    void viewThatCannotBePublished_isGivenWholeNext() throws Exception {
        AtomicInteger updates = new AtomicInteger();
        List<Selection> missed = new CopyOnWriteArrayList<>();
        List<String> whole = new CopyOnWriteArrayList<>();
        engine.publishTo(new ViewPublisher() {
            @Override
            public CompletionStage<Void> update(Selection selection, String json) {
                if (updates.incrementAndGet() == 1) {
                    throw new OutOfMemoryError("as for a large message");
                }
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletionStage<Void> catchUp(Selection selection, Supplier<String> complete) {
                whole.add(complete.get());
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void missed(Selection selection) {
                missed.add(selection);
            }

            @Override
            public void heartbeat(Selection selection, String json) {}

            @Override
            public void ended(Selection selection) {}
        });

        engine.message(PLAIN, frame(aRecord().price("1").build()));
        await().until(() -> engine.broadcaster().failed() == 1);
        millis.addAndGet(300);
        engine.message(PLAIN, frame(aRecord().price("1").build()));

        await().until(() -> !whole.isEmpty());
        assertThat(missed).containsExactly(Query.DEFAULT);
        assertThat(JSON.readTree(whole.get(0)).at("/metrics/total_sales").asInt())
                .isEqualTo(1);
    }

    /** The window is filled before the start. The clock does not move here, so no second push would be due. */
    @Test
    void firstViewBeforeTheStart_hasAllThatWasApplied() {
        Engine unseen = new Engine(
                settings(3, 3), () -> Instant.ofEpochMilli(millis.get()), () -> millis.get() * 1_000_000, JSON);
        try {
            for (int price = 1; price <= 2; price++) {
                long applied = price;
                unseen.message(
                        PLAIN, frame(aRecord().price(Integer.toString(price)).build()));
                await().until(() -> unseen.intake().framesApplied.sum() == applied);
            }

            FakeViewer viewer = new FakeViewer(unseen, "here");
            viewer.subscription.change(Query.DEFAULT);

            assertThat(three(viewer.viewOf(Query.DEFAULT).get("metrics"))).isEqualTo(metrics(1, 1, 2));
        } finally {
            unseen.stop();
        }
    }

    @Test
    void message_ofAnEarlierConnection_changesNothing() throws Exception {
        RecordSource.Connection newer = new RecordSource.Connection(7, RecordSource.Meaning.WINDOW);
        viewAfter(newer, frame(aRecord().price("7").build()));

        engine.message(PLAIN, frame(aRecord().price("1").build()));

        await().until(() -> engine.intake().framesOutOfSequence.sum() == 1);
        assertThat(engine.intake().framesApplied.sum()).isEqualTo(1);
    }

    @Test
    void beforeTheFirstData_noFiguresAreTold() throws Exception {
        engine.status(new SourceStatus(State.LIVE, millis.get(), 0, 0, ""));
        JsonNode empty = viewNumber(1);
        FakeViewer viewer = new FakeViewer();
        viewer.subscription.change(Query.DEFAULT);

        assertThat(empty.has("source")).isTrue();
        for (JsonNode view : List.of(empty, viewer.viewOf(Query.DEFAULT))) {
            for (String part : List.of("metrics", "deltas", "window", "revenue_by_country", "latest", "trend")) {
                assertThat(view.has(part)).as(part).isFalse();
            }
        }
        JsonNode first = viewAfter(INCREMENTAL, snapshot(1, millis.get(), at("1", millis.get(), "5")));
        assertThat(three(first.get("metrics"))).isEqualTo(metrics(1, 1, 5));
    }

    @Test
    void plainFeed_aheadOfTheClock_leavesOutWhatItCannotKnow() throws Exception {
        long ahead = millis.get() + 3 * 3_600_000;
        JsonNode view = viewAfter(frame(at("1", ahead - 60_000, "10"), at("2", ahead, "20")));
        JsonNode next =
                viewAfter(frame(at("1", ahead - 60_000, "10"), at("2", ahead, "20"), at("3", ahead + 200, "1")));

        assertThat(three(view.get("metrics"))).isEqualTo(metrics(1, 2, 30));
        assertThat(view.at("/metrics/orders_per_minute").isMissingNode()).isTrue();
        assertThat(view.at("/window/minutes").isMissingNode()).isTrue();
        assertThat(view.at("/problems/ahead_records").asInt()).isEqualTo(2);
        assertThat(view.at("/latest")).isEmpty();
        assertThat(next.has("fresh")).as("nobody knows how long they took").isFalse();
    }

    @Test
    void plainFeed_ofOneMoment_hasNoRate() throws Exception {
        long now = millis.get() + 300;
        Record[] records = new Record[100];
        for (int i = 0; i < records.length; i++) {
            records[i] = aRecord()
                    .item("i" + i)
                    .order("o" + i)
                    .createdAt(now - 1_000)
                    .build();
        }

        JsonNode view = viewAfter(frame(records));

        assertThat(view.at("/metrics/num_orders").asInt()).isEqualTo(100);
        assertThat(view.at("/metrics/orders_per_minute").isMissingNode()).isTrue();
    }

    @Test
    void plainFeed_withAnOldRecord_hasTheRateOfTheOthers() throws Exception {
        long now = millis.get() + 300;
        Record[] records = new Record[41];
        for (int i = 0; i < 40; i++) {
            records[i] = aRecord()
                    .item("i" + i)
                    .order("o" + i)
                    .createdAt(now - 300_000 + i * 7_500)
                    .build();
        }
        records[40] =
                aRecord().item("old").order("old").createdAt(946_684_800_000L).build();

        JsonNode view = viewAfter(frame(records));

        assertThat(view.at("/metrics/num_orders").asInt()).isEqualTo(41);
        assertThat(view.at("/metrics/orders_per_minute").asDouble()).isEqualTo(8.2);
        assertThat(view.at("/window/minutes").asInt()).isEqualTo(5);
    }

    @Test
    void incrementalFeed_clockSetBack_isAskedForAllAndKeepsItsRate() throws Exception {
        long now = millis.get();
        viewAfter(INCREMENTAL, snapshot(1, now, at("1", now - 200_000, "10"), at("2", now - 1_000, "10")));
        long earlier = now - 3_600_000;

        engine.message(INCREMENTAL, FeedProtocol.heartbeat(1, earlier, earlier - 300_000));
        await().until(() -> source.resyncs.get() == 1);
        JsonNode view = viewAfter(
                INCREMENTAL,
                snapshot(
                        2,
                        earlier,
                        at("3", earlier - 200_000, "10"),
                        aRecord().item("4").order("o4").createdAt(earlier).build()));

        assertThat(view.at("/metrics/orders_per_minute").asDouble()).isEqualTo(0.4);
        assertThat(view.at("/window").toString()).isEqualTo("{\"minutes\":5}");
    }

    @Test
    void slowFeed_tellsHowLongItUsuallyPauses() throws Exception {
        viewAfter(frame(aRecord().price("1").build()));
        millis.addAndGet(60_000);
        JsonNode view = viewAfter(frame(aRecord().price("2").build()));

        assertThat(view.at("/source/usual_pause").asInt()).isEqualTo(60);
    }

    @Test
    void rejectedRecord_thatStaysInTheFrames_countsOnce() throws Exception {
        String bad = "{\"item_id\":\"bad\"}";
        String good = frame(aRecord().build());
        viewAfter("[" + bad + "," + bad + "," + good.substring(1));
        for (int i = 2; i <= 5; i++) {
            int applied = i;
            engine.message(PLAIN, "[" + bad + "," + bad + "," + good.substring(1));
            await().until(() -> engine.intake().framesApplied.sum() == applied);
        }
        assertThat(engine.intake().rejected()).isEqualTo(2);

        engine.message(PLAIN, "[" + bad + ",{\"item_id\":\"other\"}," + good.substring(1));
        await().until(() -> engine.intake().framesApplied.sum() == 6);

        assertThat(engine.intake().rejected()).isEqualTo(3);
        assertThat(engine.intake().recordsDuplicate.sum()).isEqualTo(5 + 2 * 4 + 1);
    }

    @Test
    void records_ofAQuery_areCollectedInSlices() throws Exception {
        long now = millis.get();
        viewAfter(INCREMENTAL, snapshot(1, now, at("1", now - 100_000, "10"), at("2", now - 10_000, "20")));

        assertThat(engine.exports()
                        .records(QueryText.parse("window=1"), OptionalLong.empty())
                        .join())
                .extracting(Record::itemId)
                .containsExactly("2");
        assertThat(engine.exports().records(Query.DEFAULT, OptionalLong.empty()).join())
                .extracting(Record::itemId)
                .containsExactly("1", "2");
    }

    @Test
    void replay_isTheViewOfThatTime() throws Exception {
        long now = millis.get();
        viewAfter(INCREMENTAL, snapshot(1, now, at("1", now - 100_000, "10"), at("2", now - 10_000, "20")));
        FakeViewer viewer = new FakeViewer();
        viewer.subscription.change(Query.DEFAULT);

        viewer.subscription.replay(now - 50_000);

        await().until(() -> !viewer.replays.isEmpty());
        JsonNode replay = JSON.readTree(viewer.replays.get(0));
        assertThat(replay.get("at").asLong()).isEqualTo(now - 50_000);
        assertThat(three(replay.get("metrics"))).isEqualTo(metrics(1, 1, 10));
    }

    private final class FakeViewer implements SubscriptionListener {

        private final Map<Selection, String> seen = new ConcurrentHashMap<>();
        private final List<String> replays = new CopyOnWriteArrayList<>();
        private final List<String> refusals = new CopyOnWriteArrayList<>();
        private final Subscription subscription;

        private FakeViewer() {
            this(engine, "here");
        }

        private FakeViewer(Engine of, String address) {
            subscription = of.subscription(address, this);
        }

        /** The first view of a query, once it has come. */
        private JsonNode viewOf(Query query) {
            await().until(() -> seen.containsKey(query));
            try {
                return JSON.readTree(seen.get(query));
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void subscribed(Selection selection, String json) {
            seen.putIfAbsent(selection, json);
        }

        @Override
        public void replayed(String json) {
            replays.add(json);
        }

        @Override
        public void refused(String reason) {
            refusals.add(reason);
        }
    }

    private static final class FakeSource implements RecordSource {

        private final AtomicInteger resyncs = new AtomicInteger();

        @Override
        public void start(Sink sink) {}

        @Override
        public void resync() {
            resyncs.incrementAndGet();
        }

        @Override
        public void stop() {}
    }

    private static Record at(String item, long createdAt, String price) {
        return aRecord().item(item).createdAt(createdAt).price(price).build();
    }

    private static String snapshot(long sequence, long now, Record... records) {
        return message(FeedMessage.Kind.SNAPSHOT, sequence, now, records);
    }

    private static String upsert(long sequence, long now, Record... records) {
        return message(FeedMessage.Kind.UPSERT, sequence, now, records);
    }

    private static String message(FeedMessage.Kind kind, long sequence, long now, Record... records) {
        String array = frame(records);
        return FeedProtocol.open(kind, sequence, now, now - 300_000)
                + array.substring(1, array.length() - 1)
                + FeedProtocol.CLOSE;
    }

    private static String withRecord(String message, String record) {
        return message.substring(0, message.length() - FeedProtocol.CLOSE.length()) + record + FeedProtocol.CLOSE;
    }

    @Test
    void intake_addsUp() throws Exception {
        String good = frame(aRecord().build());
        viewAfter(good);
        engine.message(PLAIN, good);
        await().until(() -> engine.intake().framesApplied.sum() == 2);
        viewAfter("[{},7," + good.substring(1));
        JsonNode view = viewAfter("nonsense");

        Intake intake = engine.intake();
        assertThat(intake.framesReceived.sum())
                .isEqualTo(intake.framesApplied.sum()
                        + intake.framesMalformed.sum()
                        + intake.framesSuperseded.sum()
                        + intake.framesOutOfSequence.sum())
                .isEqualTo(4);
        assertThat(intake.recordsReceived.sum())
                .isEqualTo(intake.recordsApplied.sum()
                        + intake.recordsDuplicate.sum()
                        + intake.recordsLate.sum()
                        + intake.rejected())
                .isEqualTo(5);
        assertThat(intake.rejected()).isEqualTo(2);
        assertThat(view.get("problems").toString())
                .isEqualTo("{\"rejected_records\":2,\"rejected_reason\":\"not a JSON object, and one other reason\","
                        + "\"malformed_frames\":1}");
    }

    @Test
    void allRecordsRejected_isReportedWithTheReason_untilOneIsUsable() throws Exception {
        String euros = "{\"order_id\":\"1\",\"item_id\":\"%s\",\"sale_price\":5,\"currency\":\"EUR\"}";
        String frame = "[" + euros.formatted("1") + "," + euros.formatted("2") + "]";

        JsonNode rejected = viewAfter(frame);
        viewAfter("nonsense");
        JsonNode repeated = viewAfter("[" + euros.formatted("2") + "," + euros.formatted("3") + "]");
        JsonNode usable = viewAfter(frame(aRecord().build()));

        assertThat(rejected.get("problems").toString())
                .isEqualTo(
                        "{\"rejected_records\":2,\"rejected_reason\":\"the currency is not USD\",\"all_rejected\":true}");
        assertThat(repeated.at("/problems/rejected_records").asInt())
                .as("a record that stays counts once")
                .isEqualTo(3);
        assertThat(repeated.at("/problems/all_rejected").asBoolean()).isTrue();
        assertThat(usable.at("/problems/rejected_records").asInt()).isEqualTo(3);
        assertThat(usable.at("/problems").has("all_rejected")).isFalse();
    }

    /** In a feed of changes, a single bad record says nothing about the others. */
    @Test
    void rejectedChanges_areAllRecordsOnlyIfTheWindowHasNoOther() throws Exception {
        long now = millis.get();
        String bad = "{\"order_id\":\"9\",\"item_id\":\"9\",\"sale_price\":\"x\"}";
        viewAfter(INCREMENTAL, snapshot(7, now, at("1", now - 1_000, "10")));

        JsonNode one = viewAfter(INCREMENTAL, withRecord(upsert(8, now + 300), bad));
        millis.addAndGet(300_000);
        JsonNode only = viewAfter(INCREMENTAL, withRecord(upsert(9, now + 300_000), bad));

        assertThat(one.at("/problems/rejected_records").asInt()).isEqualTo(1);
        assertThat(one.at("/problems").has("all_rejected")).isFalse();
        assertThat(only.at("/problems/rejected_records").asInt())
                .as("it has come again")
                .isEqualTo(1);
        assertThat(only.at("/problems/all_rejected").asBoolean()).isTrue();
    }

    /** Binary messages were ignored silently. */
    @Test
    void unreadableMessages_areCountedAndSaid() throws Exception {
        viewAfter(frame(aRecord().item("1").build()));

        for (int i = 0; i < 100; i++) {
            engine.unreadable(PLAIN, "a binary message is not UTF-8 text");
        }

        Intake intake = engine.intake();
        assertThat(intake.framesReceived.sum()).isEqualTo(101);
        assertThat(intake.framesMalformed.sum()).isEqualTo(100);
        await().untilAsserted(() -> assertThat(views.get(views.size() - 1)).contains("\"malformed_frames\":100"));
        assertThat(source.resyncs).hasValue(0);
    }

    @Test
    void unreadableMessageOfAnIncrementalFeed_isAGap() {
        engine.unreadable(INCREMENTAL, "a text message is not UTF-8 text");

        await().until(() -> source.resyncs.get() == 1);
    }

    @Test
    void docs_examplesAreWhatIsSent() throws Exception {
        Matcher examples = Pattern.compile("```json\n(.+?)\n```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "feed.md"))
                        + Files.readString(Path.of("..", "docs", "views.md")));
        assertThat(examples.find()).isTrue();
        String feed = examples.group(1);
        assertThat(frame(Frames.decode(feed).records().toArray(Record[]::new))).isEqualTo(feed);

        FeedReader reader = new FeedReader();
        for (FeedMessage.Kind kind : List.of(FeedMessage.Kind.SNAPSHOT, FeedMessage.Kind.UPSERT)) {
            assertThat(examples.find()).isTrue();
            FeedMessage message = reader.read(examples.group(1));
            Record[] records = message.frame().records().toArray(Record[]::new);
            assertThat(message.kind()).isEqualTo(kind);
            assertThat(records).hasSize(1);
            assertThat(message(kind, message.sequence(), message.now(), records))
                    .isEqualTo(examples.group(1));
        }
        assertThat(examples.find()).isTrue();
        FeedMessage heartbeat = reader.read(examples.group(1));
        assertThat(FeedProtocol.heartbeat(heartbeat.sequence(), heartbeat.now(), heartbeat.from()))
                .isEqualTo(examples.group(1));
        assertThat(examples.find()).isTrue();
        assertThat(examples.group(1)).isEqualTo(FeedProtocol.RESYNC);

        millis.set(1_741_051_080_000L);
        engine.status(new SourceStatus(State.LIVE, millis.get(), 0, 0, ""));
        assertThat(examples.find()).isTrue();
        JsonNode described = JSON.readTree(examples.group(1));
        // A window of a minute, and the records of the window before it.
        engine.message(INCREMENTAL, snapshot(1, millis.get(), at("before", millis.get(), "1")));
        int messages = 1;
        for (; millis.get() < 1_741_051_210_000L; messages++) {
            int applied = messages;
            await().until(() -> engine.intake().framesApplied.sum() == applied);
            millis.addAndGet(5_000);
            engine.message(INCREMENTAL, FeedProtocol.heartbeat(1, millis.get(), millis.get() - 60_000));
        }
        // One of the golden records lies some days ahead.
        String golden = GoldenFrames.ours().replace("1741484800999", "1741051205999");
        for (String frame : List.of(frame(at("costed", millis.get(), "30")), golden)) {
            int applied = messages++;
            await().until(() -> engine.intake().framesApplied.sum() == applied);
            millis.addAndGet(5_000);
            engine.message(
                    INCREMENTAL,
                    FeedProtocol.open(
                                    FeedMessage.Kind.UPSERT,
                                    frame.equals(golden) ? 3 : 2,
                                    millis.get(),
                                    millis.get() - 60_000)
                            + frame.substring(1, frame.length() - 1)
                            + FeedProtocol.CLOSE);
        }
        int applied = messages;
        await().until(() -> engine.intake().framesApplied.sum() == applied);
        millis.addAndGet(5_000);
        await().untilAsserted(
                        () -> assertThat(paths(JSON.readTree(lastWhole.get()))).isEqualTo(paths(described)));
        assertThat(examples.find()).isTrue();
        JsonNode update = JSON.readTree(examples.group(1));
        assertThat(update.get("type").asText()).isEqualTo("update");
        Set<String> ofUpdate = paths(update);
        ofUpdate.removeAll(Set.of(".fresh.records", ".fresh.orders", ".fresh.oldest", ".fresh.newest"));
        assertThat(paths(described)).containsAll(ofUpdate);

        assertThat(examples.find()).isTrue();
        assertThat(QueryText.parse(JSON.readTree(examples.group(1)).get("query").asText()))
                .isEqualTo(QueryText.parse("window=15&not.item_status=Cancelled&country=Spain&country=France"));
    }

    /** The names of all fields, arrays taken together. */
    private static Set<String> paths(JsonNode node) {
        Set<String> paths = new TreeSet<>();
        collect("", node, paths);
        return paths;
    }

    private static void collect(String path, JsonNode node, Set<String> paths) {
        if (node.isArray()) {
            node.forEach(element -> collect(path + "[]", element, paths));
        } else if (node.isObject()) {
            node.properties().forEach(field -> collect(path + "." + field.getKey(), field.getValue(), paths));
        } else {
            paths.add(path);
        }
    }

    private JsonNode viewAfter(String frame) throws Exception {
        return viewAfter(PLAIN, frame);
    }

    private JsonNode viewAfter(RecordSource.Connection connection, String message) throws Exception {
        int before = views.size();
        millis.addAndGet(300);
        engine.message(connection, message);
        return viewNumber(before + 1);
    }

    private JsonNode viewNumber(int number) throws Exception {
        await().until(() -> views.size() >= number);
        return JSON.readTree(views.get(number - 1));
    }

    private static String three(JsonNode metrics) {
        return metrics(
                metrics.get("num_orders").asInt(),
                metrics.get("num_order_items").asInt(),
                metrics.get("total_sales").asInt());
    }

    private static String metrics(int orders, int items, int sales) {
        return "{\"num_orders\":" + orders + ",\"num_order_items\":" + items + ",\"total_sales\":" + sales + "}";
    }

    private static String frame(Record... records) {
        return Stream.of(records)
                .map(record -> new String(RecordCodec.encode(record, FeedEncoding.ARRAY), UTF_8))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
