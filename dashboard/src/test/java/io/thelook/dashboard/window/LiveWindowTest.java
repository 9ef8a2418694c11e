package io.thelook.dashboard.window;

import static io.thelook.model.RecordBuilder.aRecord;
import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.window.Breakdown.Share;
import io.thelook.model.FrameException;
import io.thelook.model.Frames;
import io.thelook.model.GoldenFrames;
import io.thelook.model.Money;
import io.thelook.model.Record;
import io.thelook.model.Three;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LiveWindowTest {

    private static final long T = 1_741_051_200_000L;
    private static final long MINUTE = 60_000;

    private final LiveWindow window = new LiveWindow(100_000);
    private final Totals feed = window.totals(Query.DEFAULT);

    @Test
    void replace_goldenFrames_giveTheirSums() throws FrameException {
        for (String frame : List.of(GoldenFrames.reference(), GoldenFrames.ours())) {
            window.replace(Frames.decode(frame).records(), 0, T, null);

            assertThat(three(feed)).isEqualTo(GoldenFrames.METRICS);
        }
        assertThat(feed.ranking(Property.COUNTRY, 20).shares())
                .extracting(Share::name)
                .containsExactly("Brasil", "South Korea", "United States", "China", "España");
    }

    @Test
    void replace_nothing_isZero() {
        replace(aRecord().build());

        LiveWindow.Change change = replace();

        assertThat(change).isEqualTo(new LiveWindow.Change(0, 0, 0, 0, 1, 0));
        assertThat(three(feed)).isEqualTo(Three.ZERO);
        assertThat(feed.ranking(Property.COUNTRY, 20)).isEqualTo(new Breakdown.Ranking(List.of(), 0, Money.ZERO, 0));
        assertThat(window.records(Query.DEFAULT)).isEmpty();
    }

    @Test
    void replace_tellsNewChangedAndUnchangedApart() {
        Record same = aRecord().item("same").build();
        Record before = aRecord().item("changing").status("Processing").build();
        Record after = aRecord().item("changing").status("Shipped").price("60").build();
        replace(same, before);

        LiveWindow.Change change = replace(same, after, aRecord().item("new").build());

        assertThat(change).isEqualTo(new LiveWindow.Change(2, 1, 0, 0, 0, 0));
        assertThat(three(feed)).isEqualTo(new Three(1, 3, 159));
    }

    @Test
    void replace_sameItemTwice_countsTheLater() {
        LiveWindow.Change change = replace(
                aRecord().price("1").build(),
                aRecord().price("2").build(),
                aRecord().price("2").build());

        assertThat(change).isEqualTo(new LiveWindow.Change(2, 1, 0, 0, 0, 0));
        assertThat(three(feed)).isEqualTo(new Three(1, 1, 2));
    }

    @Test
    void edge_isInsideItsWindow() {
        Totals minute = window.totals(new Query(1, Filter.NONE));
        upsert(T, at("a", T - MINUTE), at("b", T - MINUTE + 1), at("c", T));
        assertThat(minute.sums().items()).isEqualTo(3);

        upsert(T + 1);
        assertThat(minute.sums().items()).as("a minute and 1 ms old").isEqualTo(2);
        upsert(T + 2);
        assertThat(minute.sums().items()).isEqualTo(1);
        upsert(T);
        assertThat(minute.sums().items()).as("the clock was set back").isEqualTo(3);
    }

    @Test
    void record_olderThanAnyWindow_isLateAndForgotten() {
        LiveWindow.Change change = upsert(T, at("late", T - 30 * MINUTE - 1), at("kept", T - 30 * MINUTE));

        assertThat(change).isEqualTo(new LiveWindow.Change(1, 0, 0, 1, 0, 0));
        assertThat(window.size()).isEqualTo(1);
        upsert(T + 1);
        assertThat(window.size()).isZero();
    }

    @Test
    void record_aheadOfTheClock_isInTheFeedsOwnWindowOnlyUntilItsTimeComes() {
        Totals minute = window.totals(new Query(1, Filter.NONE));

        upsert(T, at("now", T), at("soon", T + MINUTE), at("ahead", T + MINUTE + 1));

        assertThat(feed.sums().items()).as("as in the reference").isEqualTo(3);
        assertThat(minute.sums().items()).as("a clock may differ by a minute").isEqualTo(2);
        assertThat(window.ahead()).isEqualTo(1);
        assertThat(window.newestOrders(feed, 8))
                .extracting(OrderLine::createdAt)
                .containsExactly(T + MINUTE);

        upsert(T + 1);
        assertThat(minute.sums().items()).isEqualTo(3);
        assertThat(window.ahead()).isZero();
        upsert(T);
        assertThat(window.ahead()).as("the clock was set back").isEqualTo(1);
    }

    @Test
    void newestOrders_ofAFilter_knowOneWhoseTimeHasCome() {
        Query france = new Query(0, new Filter(Map.of(Property.COUNTRY, Set.of("France")), Map.of()));
        Totals french = built(window, window.totals(france));
        upsert(T, at("ahead", T + 2 * MINUTE));
        assertThat(window.newestOrders(french, 8)).isEmpty();

        upsert(T + MINUTE);

        assertThat(window.newestOrders(french, 8)).hasSize(1);
    }

    @Test
    void sameItemIdInAnotherOrder_isAnotherItem() {
        List<Record> records = new ArrayList<>();
        for (int order = 0; order < 50; order++) {
            for (int item = 1; item <= 3; item++) {
                records.add(aRecord()
                        .order("order-" + order)
                        .item(Integer.toString(item))
                        .price("2")
                        .build());
            }
        }

        LiveWindow.Change change = window.replace(records, 0, T, null);

        assertThat(change.applied()).isEqualTo(150);
        assertThat(three(feed)).isEqualTo(new Three(50, 150, 300));
    }

    @Test
    void frame_withAnOldRecord_keepsTheLengthOfTheWindowAndTheRecord() {
        List<Record> records = fiveMinutes();
        for (long old : new long[] {T - 24 * 60 * MINUTE, 946_684_800_000L}) {
            List<Record> withOld = new ArrayList<>(records);
            withOld.add(at("old", old));

            window.frame(withOld, T, null);

            assertThat(feed.sums().items()).as("a frame is what it is").isEqualTo(101);
            assertThat(T - window.edge(Query.DEFAULT, T)).isEqualTo(5 * MINUTE);
            assertThat(window.oldestOfFeed()).isEqualTo(old);
        }
        LiveWindow.Change change = window.frame(records, T + 1, null);
        assertThat(change.removed()).isZero();
        assertThat(feed.sums().items()).as("it has left the frame").isEqualTo(100);
        window.frame(records, T + 2, null);
        assertThat(window.size()).as("and is of no use any more").isEqualTo(100);
    }

    @Test
    void frame_withNothingInItsOlderPart_isAsLongAsItWas() {
        window.frame(fiveMinutes(), T, null);

        window.frame(List.of(at("after a pause", T + 20 * MINUTE)), T + 20 * MINUTE, null);

        assertThat(window.now() - window.edge(Query.DEFAULT, window.now())).isEqualTo(5 * MINUTE);
        window.forgetLength();
        window.frame(List.of(at("of another connection", T + 20 * MINUTE)), T + 21 * MINUTE, null);
        assertThat(window.now() - window.edge(Query.DEFAULT, window.now())).isEqualTo(MINUTE);
    }

    @Test
    void frame_ofOneOldRecord_isNoMeasureOfThoseAfterIt() {
        window.frame(List.of(at("old", 946_684_800_000L)), T, null);

        window.frame(fiveMinutes(), T, null);

        assertThat(window.now() - window.edge(Query.DEFAULT, window.now())).isEqualTo(5 * MINUTE);
    }

    @Test
    void frame_largerThanThereIsRoomFor_countsWhatIsLeftOutOnce() {
        LiveWindow small = new LiveWindow(10);
        List<Record> newestFirst = fiveMinutes();
        LiveWindow.Change first = small.frame(newestFirst, T, null);

        LiveWindow.Change again = small.frame(newestFirst, T + 1_000, null);

        assertThat(first.late()).isPositive();
        assertThat(again.late()).isZero();
        assertThat(again.duplicate()).isEqualTo(100);
        assertThat(small.completeSince()).as("what is left out is not known").isGreaterThan(T - 5 * MINUTE);
    }

    @Test
    void frame_ofADay_isADayLong() {
        List<Record> records = new ArrayList<>();
        for (int minute = 0; minute <= 24 * 60; minute++) {
            records.add(at("item-" + minute, T - minute * MINUTE));
        }

        window.frame(records, T, null);
        LiveWindow.Change again = window.frame(records, T + 1_000, null);

        assertThat(T - window.edge(Query.DEFAULT, T)).isEqualTo(24 * 60 * MINUTE + 1_000);
        assertThat(again.duplicate()).isEqualTo(records.size());
        assertThat(feed.sums().items()).isEqualTo(records.size());
    }

    @Test
    void frame_aheadOfTheClockOrLongPast_hasNoKnownLength() {
        for (long offset : new long[] {180 * MINUTE, -180 * MINUTE}) {
            List<Record> records = fiveMinutes().stream()
                    .map(record -> record.toBuilder()
                            .createdAt(record.createdAt() + offset)
                            .build())
                    .toList();

            window.frame(records, T, null);

            assertThat(window.isLengthKnown(Query.DEFAULT)).isFalse();
            assertThat(window.isLengthKnown(new Query(5, Filter.NONE))).isTrue();
            assertThat(feed.sums().items()).isEqualTo(100);
        }
        window.frame(List.of(), T, null);
        assertThat(window.isLengthKnown(Query.DEFAULT)).as("of nothing").isTrue();
    }

    @Test
    void frame_aRecordThatAged_isKeptForLongerWindowsAndOneThatWasTakenOutIsNot() {
        Totals quarter = window.totals(new Query(15, Filter.NONE));
        window.frame(List.of(at("old", T - 5 * MINUTE), at("gone", T - MINUTE)), T, null);

        LiveWindow.Change change =
                window.frame(List.of(at("next", T - 4 * MINUTE), at("new", T + 30_000)), T + 30_000, null);

        assertThat(change.removed()).isEqualTo(1);
        assertThat(feed.sums().items()).isEqualTo(2);
        assertThat(quarter.sums().items()).as("old, next and new").isEqualTo(3);
    }

    @Test
    void clockSetBack_isCompleteSinceTheNewestWindow() {
        window.replace(List.of(at("1", T)), T - 5 * MINUTE, T, null);
        long earlier = T - 60 * MINUTE;

        window.replace(List.of(at("2", earlier)), earlier - 5 * MINUTE, earlier, null);

        assertThat(window.completeSince()).isEqualTo(earlier - 5 * MINUTE);
    }

    @Test
    void clockSetBackALittle_isStillCompleteSinceTheFirstEdge() {
        window.replace(List.of(at("1", T)), T - 5 * MINUTE, T, null);

        window.replace(List.of(at("1", T)), T - 7 * MINUTE, T - 2 * MINUTE, null);

        assertThat(window.completeSince()).isEqualTo(T - 7 * MINUTE);
    }

    @Test
    void totals_ofAFullWindow_areBuiltInSlicesWhileItChanges() {
        window.replace(fiveMinutes(), T - 5 * MINUTE, T, null);
        Totals building = window.totals(new Query(5, Filter.NONE));
        assertThat(building.isComplete()).isFalse();

        int slices = 0;
        for (long now = T; !window.build(building, 10); now += 100) {
            slices++;
            window.upsert(List.of(at("new-" + now, now)), now - 5 * MINUTE, now, null);
        }

        assertThat(slices).isBetween(5, 15);
        assertThat(building.sums()).isEqualTo(feed.sums());
    }

    @Test
    void newestOrders_ofAFilterThatNothingMatches_looksAtNoRow() {
        Query nowhere = new Query(15, new Filter(Map.of(Property.COUNTRY, Set.of("nowhere")), Map.of()));
        window.replace(fiveMinutes(), T - 5 * MINUTE, T, null);
        Totals nothing = built(window, window.totals(nowhere));

        assertThat(nothing.newest().floor())
                .as("complete, so that nobody has to look")
                .isEqualTo(Long.MIN_VALUE);
        assertThat(window.newestOrders(nothing, 8)).isEmpty();
    }

    /** A hundred records over five minutes. */
    private static List<Record> fiveMinutes() {
        List<Record> records = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            records.add(at("item-" + i, T - i * 5 * MINUTE / 99));
        }
        return records;
    }

    @Test
    void replace_aRecordThatAged_isKeptForLongerWindowsAndOneThatWasTakenOutIsNot() {
        Totals quarter = window.totals(new Query(15, Filter.NONE));
        Record old = at("old", T - 6 * MINUTE);
        Record gone = at("gone", T - MINUTE);
        window.replace(List.of(old, gone), T - 6 * MINUTE, T, null);

        LiveWindow.Change change = window.replace(List.of(at("new", T)), T - 5 * MINUTE, T, null);

        assertThat(change.removed()).isEqualTo(1);
        assertThat(quarter.sums().items()).as("old and new").isEqualTo(2);
        assertThat(feed.sums().items()).isEqualTo(1);
        assertThat(window.records(Query.DEFAULT)).extracting(Record::itemId).containsExactly("new");
    }

    @Test
    void moreRecordsThanAllowed_dropTheOldest() {
        LiveWindow small = new LiveWindow(3);
        Totals totals = small.totals(Query.DEFAULT);

        LiveWindow.Change change = small.upsert(
                List.of(at("1", T), at("2", T + 500), at("3", T + 1_000), at("4", T + 1_500), at("0", T - 500)),
                T - MINUTE,
                T + 1_500,
                null);

        assertThat(change).isEqualTo(new LiveWindow.Change(4, 0, 0, 1, 0, 1));
        assertThat(small.records(Query.DEFAULT)).extracting(Record::itemId).containsExactly("2", "3", "4");
        assertThat(totals.sums().items()).isEqualTo(3);
    }

    @Test
    void recordsOfTheSameTime_replaceEachOtherWithoutRoom_andTheOneDroppedCounts() {
        LiveWindow small = new LiveWindow(1);
        small.upsert(List.of(at("1", T)), T - MINUTE, T, null);

        LiveWindow.Change change = small.upsert(List.of(at("2", T)), T - MINUTE, T + 30 * MINUTE, null);

        assertThat(change).isEqualTo(new LiveWindow.Change(1, 0, 0, 0, 0, 1));
        assertThat(small.all()).extracting(Record::itemId).containsExactly("2");
    }

    @Test
    void version_isStaleOnlyIfItsTimeIsEarlier() {
        Record first = aRecord().build().toBuilder().updatedAt(T + 5).build();
        Record second =
                aRecord().status("Shipped").build().toBuilder().updatedAt(T + 5).build();
        Record earlier = aRecord().status("Cancelled").build().toBuilder()
                .updatedAt(T + 4)
                .build();
        replace(first);
        assertThat(window.has(first)).isTrue();
        assertThat(window.has(second)).isFalse();

        assertThat(upsert(T, second)).isEqualTo(new LiveWindow.Change(1, 0, 0, 0, 0, 0));
        assertThat(upsert(T, earlier)).isEqualTo(new LiveWindow.Change(0, 0, 1, 0, 0, 0));
        assertThat(window.all()).containsExactly(second);
    }

    private static RecordListener writing(List<String> heard) {
        return new RecordListener() {
            @Override
            public void put(Record record, Record previous) {
                heard.add(record.itemId() + " " + record.itemStatus() + " after "
                        + (previous == null ? "nothing" : previous.itemStatus()));
            }

            @Override
            public void removed(Record record) {
                heard.add(record.itemId() + " removed");
            }

            @Override
            public void orderRemoved(String orderId) {
                heard.add(orderId + " removed");
            }
        };
    }

    @Test
    void listener_hearsOfEachChange_butNotOfExpiry() {
        List<String> heard = new ArrayList<>();
        window.listen(writing(heard));

        replace(aRecord().item("a").build(), aRecord().item("b").build());
        replace(aRecord().item("a").status("Shipped").build());
        replace(aRecord().item("a").status("Shipped").build());
        upsert(T, at("late", T - 60 * MINUTE));
        window.removeOrder("order-1");
        upsert(T, at("c", T));
        upsert(T + 60 * MINUTE);

        assertThat(window.size()).isZero();
        assertThat(heard)
                .containsExactly(
                        "a Processing after nothing",
                        "b Processing after nothing",
                        "a Shipped after Processing",
                        "b removed",
                        "late Processing after nothing",
                        "order-1 removed",
                        "c Processing after nothing");
    }

    @Test
    void listener_hearsOfARecordThatIsLeftOut() {
        LiveWindow small = new LiveWindow(1);
        List<String> heard = new ArrayList<>();
        small.listen(writing(heard));

        small.upsert(List.of(at("kept", T), at("left out", T - 1)), T - MINUTE, T, null);

        assertThat(heard).containsExactly("kept Processing after nothing", "left out Processing after nothing");
    }

    @Test
    void frame_withARecordThatIsBack_countsItAgain() {
        Record old = at("old", T - 5 * MINUTE);
        window.frame(List.of(old, at("new", T)), T, null);
        window.frame(List.of(at("next", T - 4 * MINUTE), at("new", T)), T + 30_000, null);
        assertThat(feed.sums().items()).isEqualTo(2);

        window.frame(List.of(old, at("next", T - 4 * MINUTE), at("new", T)), T + 30_001, null);

        assertThat(feed.sums().items()).isEqualTo(3);
    }

    @Test
    void records_areFoundInParts_alsoOfAnEarlierTime() {
        window.replace(fiveMinutes(), T - 5 * MINUTE, T, null);
        Query minute = new Query(1, Filter.NONE);
        for (long time : new long[] {T, T - 2 * MINUTE}) {
            List<Record> found = new ArrayList<>();
            long to = Long.MAX_VALUE;
            while (to != Long.MIN_VALUE) {
                to = window.recordsAt(minute, time, to, 5, found::add);
            }
            assertThat(found)
                    .containsExactlyInAnyOrderElementsOf(fiveMinutes().stream()
                            .filter(record -> record.createdAt() <= time && record.createdAt() >= time - MINUTE)
                            .toList());
        }
    }

    @Test
    void unknownFields_areThoseThatNoRecordHas() {
        replace(aRecord().age(34).gender("Unknown").cost(null).build());

        assertThat(window.unknownFields()).containsExactly("gender", "cost");
    }

    @Test
    void live_isToldOfWhatWasNotThere() {
        List<Long> arrivals = new ArrayList<>();
        window.upsert(List.of(at("1", T)), T - MINUTE, T, null);

        window.upsert(
                List.of(at("1", T), at("3", T + 10), at("2", T + 5), at("4", T + 11)),
                T - MINUTE,
                T + 10,
                arrivals::add);

        assertThat(arrivals).as("not of the future").containsExactly(T + 10, T + 5);
        assertThat(feed.takeFresh()).isEqualTo(new Totals.Fresh(2, 0, T + 5, T + 10));
        assertThat(feed.takeFresh()).isEqualTo(new Totals.Fresh(0, 0, 0, 0));

        window.upsert(
                List.of(
                        aRecord().order("new").item("1").createdAt(T + 12).build(),
                        aRecord().order("new").item("2").createdAt(T + 12).build(),
                        aRecord().order("refund").price("-1").createdAt(T + 12).build()),
                T - MINUTE,
                T + 12,
                arrivals::add);

        assertThat(feed.takeFresh()).as("a refund is no order").isEqualTo(new Totals.Fresh(3, 1, T + 12, T + 12));
    }

    @Test
    void completeSince_isTheFirstEdgeUnlessThereIsAHole() {
        window.replace(List.of(), T - 5 * MINUTE, T, null);
        window.replace(List.of(), T - 4 * MINUTE, T + MINUTE, null);
        assertThat(window.completeSince()).isEqualTo(T - 5 * MINUTE);

        window.replace(List.of(), T + 2 * MINUTE, T + 7 * MINUTE, null);
        assertThat(window.completeSince()).isEqualTo(T + 2 * MINUTE);
    }

    @Test
    void ranking_ties_areInTheOrderOfTheirNames() {
        replace(
                aRecord().item("1").country("Spain").price("5").build(),
                aRecord().item("2").country("Brasil").price("5").build(),
                aRecord().item("3").country("Japan").price("7").build());

        assertThat(feed.ranking(Property.COUNTRY, 20).shares())
                .extracting(Share::name)
                .containsExactly("Japan", "Brasil", "Spain");
        assertThat(feed.ranking(Property.COUNTRY, 2).shares())
                .extracting(Share::name)
                .containsExactly("Japan", "Brasil");
    }

    @Test
    void ranking_moreNamesThanAsked_gathersTheRest() {
        List<Record> records = new ArrayList<>();
        for (int i = 1; i <= 5_000; i++) {
            records.add(aRecord()
                    .item("i" + i)
                    .country("c" + i)
                    .price(Integer.toString(i))
                    .build());
        }
        replace(records.toArray(Record[]::new));

        Breakdown.Ranking ranking = feed.ranking(Property.COUNTRY, 20);

        assertThat(ranking.shares()).hasSize(20);
        assertThat(ranking.shares().get(0)).isEqualTo(new Share("c5000", Money.parse("5000"), 1));
        assertThat(ranking.otherNames()).isEqualTo(4_980);
        assertThat(ranking.otherItems()).isEqualTo(4_980);
        assertThat(ranking.otherRevenue()).hasToString("12402690");
    }

    @Test
    void product_thatNoRecordHas_isNotThereAtAll() {
        upsert(T, at("1", T));
        assertThat(window.hasProducts()).isFalse();
        upsert(T, aRecord().item("2").product("Unknown").createdAt(T).build());
        assertThat(window.hasProducts()).as("the same as none").isFalse();
        upsert(T, aRecord().item("3").product("Cup").createdAt(T).build());
        assertThat(window.hasProducts()).isTrue();

        assertThat(feed.ranking(Property.PRODUCT, 1))
                .isEqualTo(new Breakdown.Ranking(
                        List.of(new Share("Unknown", Money.parse("99"), 2)), 1, Money.parse("49.5"), 1));
        assertThat(window.unknownFields()).isEmpty();

        upsert(T + 31 * MINUTE, at("4", T + 31 * MINUTE));
        assertThat(window.hasProducts()).isFalse();
    }

    @Test
    void products_veryManyDifferentOnes_areRanked() {
        int many = 100_000;
        Totals filtered = window.totals(new Query(0, new Filter(Map.of(), Map.of(Property.PRODUCT, Set.of("p7")))));
        for (int hour = 0; hour < 5; hour++) {
            long now = T + hour * 60 * MINUTE;
            List<Record> records = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                records.add(aRecord()
                        .order("o" + i)
                        .item(hour + "-" + i)
                        .product("p" + (hour * many + i))
                        .price(Integer.toString(i + 1))
                        .createdAt(now)
                        .build());
            }
            window.upsert(records, now - 5 * MINUTE, now, null);

            Breakdown.Ranking ranking = feed.ranking(Property.PRODUCT, 2);

            int last = hour * many + many - 1;
            assertThat(ranking.shares())
                    .containsExactly(
                            new Share("p" + last, Money.parse("100000"), 1),
                            new Share("p" + (last - 1), Money.parse("99999"), 1));
            assertThat(ranking.otherNames()).isEqualTo(many - 2);
            assertThat(ranking.otherItems()).isEqualTo(many - 2);
            assertThat(ranking.otherRevenue()).hasToString("4999850001");
            assertThat(filtered.ranking(Property.PRODUCT, 2)).isEqualTo(ranking);
        }
    }

    @Test
    void drop_ofARecordThatNoWindowNeeds_isNotBeforeItsTime() {
        LiveWindow small = new LiveWindow(2);
        small.replace(List.of(at("old", T - 20 * MINUTE), at("1", T)), T - 5 * MINUTE, T, null);
        assertThat(small.completeSince()).isEqualTo(T - 5 * MINUTE);

        LiveWindow.Change change = small.upsert(List.of(at("2", T)), T - 5 * MINUTE, T, null);
        assertThat(change.dropped()).isZero();
        change = small.upsert(List.of(at("3", T + 1)), T - 5 * MINUTE, T + 1, null);
        assertThat(change.dropped()).isEqualTo(1);
        assertThat(small.completeSince()).isEqualTo(T + 1);
    }

    @Test
    void trend_bucketsAreTakenTogetherUntilThereAreFewEnough() {
        LiveWindow day = new LiveWindow(10);
        Totals totals = day.totals(Query.DEFAULT);
        day.replace(List.of(at("1", T - 24 * 60 * MINUTE), at("2", T)), T - 24 * 60 * MINUTE, T, null);

        Trend.Line line = totals.trend(T - 24 * 60 * MINUTE, T, 62);

        assertThat(line.stepMillis()).isEqualTo(30 * MINUTE);
        assertThat(line.points()).hasSize(49);
        assertThat(line.points()[0].items()).isEqualTo(1);
        assertThat(line.points()[48].items()).isEqualTo(1);
    }

    @Test
    void age_isTakenTogetherInBands() {
        int[] ages = {0, 17, 18, 24, 25, 64, 65, 150};
        List<String> bands = Arrays.stream(ages)
                .mapToObj(age -> Property.AGE.of(aRecord().age(age).build()))
                .toList();

        assertThat(bands)
                .containsExactly(
                        "under 18", "under 18", "18-24", "18-24", "25-34", "55-64", "65 and over", "65 and over");
    }

    /**
     * The model: a map, from which every sum is computed anew with BigDecimal. 300,000 random operations on a window
     * that is small, so that records often meet: new ones, changed ones, early and late ones, some ahead of the clock,
     * whole windows, frames without a clock, a clock that jumps and is set back, queries that come and go.
     */
    @Test
    void randomOperations_equalANaiveRecomputation() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Model model = new Model();
        Map<Query, Kept> kept = new HashMap<>(Map.of(Query.DEFAULT, new Kept(feed, window.before(Query.DEFAULT))));
        Set<Query> compared = new HashSet<>();
        long now = T;
        boolean byPresence = false;

        int operations = 0;
        for (int message = 0; operations < 300_000; message++) {
            now += random.nextInt(20) > 0 ? random.nextInt(3_000) : random.nextInt(2 * 60 * (int) MINUTE) - 20 * MINUTE;
            if (random.nextInt(200) == 0) {
                byPresence = !byPresence;
            }
            List<Record> records = randomRecords(random, now);
            operations += records.size();
            boolean whole = random.nextInt(4) == 0;
            if (random.nextInt(20) == 0) {
                String order = "order-" + random.nextInt(100);
                assertThat(window.removeOrder(order)).isEqualTo(model.removeOrder(order));
            }
            LiveWindow.Change change;
            if (byPresence) {
                change = window.frame(records, now, null);
                model.frame(records, window.from(), window.edge(Query.DEFAULT, now), now);
            } else {
                long from = now - 5 * MINUTE - random.nextInt(3) * 5 * MINUTE;
                change = whole ? window.replace(records, from, now, null) : window.upsert(records, from, now, null);
                model.message(records, from, now, whole);
            }

            String as = "seed " + seed + ", message " + message;
            assertThat(change.applied() + change.duplicate() + change.stale() + change.late())
                    .as(as)
                    .isEqualTo(records.size());
            changeQueries(random, kept);
            // New ones are built a slice at a time, while the window changes.
            kept.values().forEach(totals -> totals.buildSome(window));
            if (message % 100 == 0) {
                assertThat(window.size()).as(as).isEqualTo(model.records.size());
                assertThat(window.ahead()).as(as).isEqualTo(model.ahead());
                model.records
                        .values()
                        .forEach(record -> assertThat(window.has(record)).as(as).isTrue());
                kept.forEach((query, totals) -> {
                    if (totals.isComplete()) {
                        compared.add(query);
                        assertEqualsModel(as + ", " + query, query, totals, model);
                    }
                });
            }
        }
        assertThat(compared).as("seed %d", seed).hasSizeGreaterThan(10);
    }

    private record Kept(Totals totals, Totals before) {

        void buildSome(LiveWindow window) {
            window.build(totals, 20);
            window.build(before, 20);
        }

        boolean isComplete() {
            return totals.isComplete() && before.isComplete();
        }
    }

    /** The same, done the plain way. */
    private static final class Model {

        private final Map<List<String>, Record> records = new HashMap<>();
        private final Set<List<String>> absent = new HashSet<>();
        private boolean byPresence;
        private long from;
        private long begin;
        private long now;

        private static List<String> key(Record record) {
            return List.of(record.orderId(), record.itemId());
        }

        void message(List<Record> brought, long newFrom, long newNow, boolean whole) {
            byPresence = false;
            absent.clear();
            from = newFrom;
            begin = newFrom;
            now = newNow;
            long keep = Math.min(from, now - 30 * MINUTE);
            records.values().removeIf(record -> record.createdAt() < keep);
            Set<List<String>> there = new HashSet<>();
            for (Record record : brought) {
                if (record.createdAt() >= keep) {
                    put(record);
                    there.add(key(record));
                }
            }
            if (whole) {
                records.values().removeIf(record -> record.createdAt() >= from && !there.contains(key(record)));
            }
        }

        void frame(List<Record> brought, long newFrom, long newBegin, long newNow) {
            if (!byPresence) {
                byPresence = true;
                records.values().stream()
                        .filter(record -> record.createdAt() < from)
                        .forEach(record -> absent.add(key(record)));
                // Those that are not absent are kept as of the frame before only if there was one.
                records.values().removeIf(record -> record.createdAt() < newNow - 30 * MINUTE);
            } else {
                records.values()
                        .removeIf(record -> record.createdAt() < newNow - 30 * MINUTE && absent.contains(key(record)));
            }
            from = newFrom;
            begin = newBegin;
            now = newNow;
            Set<List<String>> there = new HashSet<>();
            for (Record record : brought) {
                put(record);
                there.add(key(record));
                absent.remove(key(record));
            }
            records.values()
                    .removeIf(record -> record.createdAt() >= from
                            && !there.contains(key(record))
                            && !absent.contains(key(record)));
            records.keySet().stream().filter(key -> !there.contains(key)).forEach(absent::add);
            absent.retainAll(records.keySet());
        }

        int removeOrder(String order) {
            int before = records.size();
            records.values().removeIf(record -> record.orderId().equals(order));
            absent.retainAll(records.keySet());
            return before - records.size();
        }

        private void put(Record record) {
            records.merge(
                    key(record),
                    record,
                    (known, other) -> other.updatedAt() != 0 && other.updatedAt() < known.updatedAt() ? known : other);
        }

        long ahead() {
            return records.values().stream()
                    .filter(record -> record.createdAt() > now + MINUTE)
                    .count();
        }

        long edge(Query query) {
            return query.minutes() == 0 ? begin : now - query.minutes() * MINUTE;
        }

        /** The records whose time is that of the query's window. */
        List<Record> timely(Query query) {
            return records.values().stream()
                    .filter(record -> query.minutes() == 0
                            ? byPresence ? !absent.contains(key(record)) : record.createdAt() >= from
                            : record.createdAt() >= edge(query) && record.createdAt() <= now + MINUTE)
                    .toList();
        }

        List<Record> between(long start, long end) {
            return records.values().stream()
                    .filter(record -> record.createdAt() >= start && record.createdAt() < end)
                    .toList();
        }
    }

    private void assertEqualsModel(String as, Query query, Kept kept, Model model) {
        List<Record> timely = model.timely(query);
        List<Record> inside = matching(query, timely);
        Totals totals = kept.totals();
        assertThat(totals.sums()).as(as).isEqualTo(naiveSums(inside));
        for (Property property : Property.values()) {
            Filter others = new Filter(
                    without(query.filter().only(), property),
                    without(query.filter().except(), property));
            assertThat(totals.ranking(property, 1_000).shares())
                    .as("%s by %s", as, property)
                    .isEqualTo(
                            naiveShares(timely.stream().filter(others::matches).toList(), property::of));
        }
        assertThat(window.records(query)).as(as).containsExactlyInAnyOrderElementsOf(inside);

        long now = model.now;
        long edge = model.edge(query);
        assertThat(kept.before().sums())
                .as("before %s", as)
                .isEqualTo(naiveSums(matching(query, model.between(2 * edge - now, edge))));

        Trend.Line line = totals.trend(edge, now, 62);
        assertThat(line.points().length).isBetween(1, 62);
        for (int i = 0; i < line.points().length; i++) {
            long begins = line.from() + i * line.stepMillis();
            List<Record> inStep = inside.stream()
                    .filter(record -> record.createdAt() >= begins && record.createdAt() < begins + line.stepMillis())
                    .toList();
            Sums expected = naiveSums(inStep);
            Sums point = line.points()[i];
            // How the orders are spread depends on the order in which items came; that they add up does not.
            assertThat(new Sums(
                            expected.orders(),
                            point.items(),
                            point.sales(),
                            point.refunds(),
                            point.costedSales(),
                            point.cost()))
                    .as("step %d of %s", i, as)
                    .isEqualTo(expected);
        }

        long then = now - 3 * MINUTE;
        Totals earlier = built(window, window.at(query, then));
        window.forget(earlier);
        assertThat(earlier.sums())
                .as("3 minutes ago, %s", as)
                .isEqualTo(naiveSums(matching(query, model.between(then - (now - edge), then + 1))));
        assertNewestOrders(
                as,
                totals,
                inside.stream()
                        .filter(record -> record.createdAt() <= now + MINUTE)
                        .toList());
    }

    private static List<Record> matching(Query query, List<Record> records) {
        return records.stream().filter(record -> query.filter().matches(record)).toList();
    }

    private void assertNewestOrders(String as, Totals totals, List<Record> timely) {
        Map<String, List<Record>> orders =
                timely.stream().filter(record -> !record.isRefund()).collect(Collectors.groupingBy(Record::orderId));
        List<OrderLine> newest = window.newestOrders(totals, 8);
        assertThat(newest).as(as).hasSize(Math.min(8, orders.size()));
        for (OrderLine line : newest) {
            List<Record> items = orders.remove(line.orderId());
            assertThat(line.items()).as(as).isEqualTo(pieces(items));
            assertThat(line.sales()).as(as).isEqualTo(naiveSums(items).sales());
            assertThat(line.createdAt())
                    .as(as)
                    .isEqualTo(items.stream().mapToLong(Record::createdAt).max().orElseThrow());
        }
        long oldestShown = newest.stream().mapToLong(OrderLine::createdAt).min().orElse(Long.MAX_VALUE);
        assertThat(orders.values().stream().flatMap(List::stream))
                .as(as)
                .allMatch(record -> record.createdAt() < oldestShown + 256);
    }

    private static Map<Property, Set<String>> without(Map<Property, Set<String>> values, Property property) {
        Map<Property, Set<String>> others = new HashMap<>(values);
        others.remove(property);
        return others;
    }

    private void changeQueries(SplittableRandom random, Map<Query, Kept> kept) {
        if (random.nextInt(10) > 0) {
            return;
        }
        Filter filter =
                switch (random.nextInt(6)) {
                    case 0 -> Filter.NONE;
                    case 1 ->
                        new Filter(
                                Map.of(
                                        Property.COUNTRY,
                                        Set.of("country-3"),
                                        Property.AGE,
                                        Set.of("25-34", "under 18")),
                                Map.of());
                    case 2 -> new Filter(Map.of(Property.COUNTRY, Set.of("country-1", "country-2")), Map.of());
                    case 3 ->
                        new Filter(
                                Map.of(Property.PRODUCT, Set.of("product-1", "Unknown", "product-30")),
                                Map.of(Property.GENDER, Set.of("M")));
                    case 4 -> new Filter(Map.of(), Map.of(Property.PRODUCT, Set.of("product-2", "product-3")));
                    default ->
                        new Filter(
                                Map.of(Property.TRAFFIC_SOURCE, Set.of("source-1")),
                                Map.of(Property.ITEM_STATUS, Set.of("Cancelled")));
                };
        Query query = new Query(random.nextBoolean() ? 0 : Query.LENGTHS.get(random.nextInt(3)), filter);
        if (query.equals(Query.DEFAULT)) {
            return;
        }
        Kept known = kept.remove(query);
        if (known != null) {
            window.forget(known.totals());
            window.forget(known.before());
        } else {
            kept.put(query, new Kept(window.totals(query), window.before(query)));
        }
    }

    /** The record as a refund, with several pieces, with a version, or without an age. */
    private static Record unusual(SplittableRandom random, Record record) {
        Record.Builder unusual = record.toBuilder();
        return switch (random.nextInt(4)) {
            case 0 ->
                unusual.salePrice(Money.of(record.salePrice().toBigDecimal().negate()))
                        .cost(record.cost() == null ? null : Money.parse("-1"))
                        .build();
            case 1 -> unusual.quantity(random.nextInt(1, 5)).build();
            case 2 -> unusual.updatedAt(T + random.nextInt(10)).build();
            default -> unusual.age(null).country(null).build();
        };
    }

    private static List<Record> randomRecords(SplittableRandom random, long now) {
        List<Record> records = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0; i--) {
            Record record = aRecord()
                    .item("item-" + random.nextInt(300))
                    .order("order-" + random.nextInt(100))
                    .country("country-" + random.nextInt(14))
                    .trafficSource("source-" + random.nextInt(5))
                    .status(random.nextInt(5) == 0 ? "Cancelled" : "Complete")
                    .age(random.nextInt(100))
                    .gender(random.nextBoolean() ? "M" : "F")
                    .category("category-" + random.nextInt(26))
                    .product(product(random))
                    .cost(random.nextInt(4) == 0 ? null : Double.toString((float) random.nextDouble() * 400))
                    .price(Double.toString((float) random.nextDouble() * 900 + 0.5))
                    .createdAt(now - random.nextInt(35 * (int) MINUTE) + 2 * MINUTE)
                    .build();
            records.add(random.nextInt(4) == 0 ? unusual(random, record) : record);
        }
        return records;
    }

    /** Of some shops, only some records have one. Most of the time, none has. */
    private static String product(SplittableRandom random) {
        int number = random.nextInt(60);
        return number == 0 ? "Unknown" : number < 40 ? "product-" + number : null;
    }

    private static Three three(Totals totals) {
        Sums sums = totals.sums();
        return new Three(sums.orders(), sums.items(), sums.sales().roundedToDollars());
    }

    private static Totals built(LiveWindow window, Totals totals) {
        while (!window.build(totals, 50)) {
            // A slice more.
        }
        return totals;
    }

    private LiveWindow.Change replace(Record... records) {
        return window.replace(List.of(records), 0, T, null);
    }

    private LiveWindow.Change upsert(long now, Record... records) {
        return window.upsert(List.of(records), now - 5 * MINUTE, now, null);
    }

    private static Record at(String item, long createdAt) {
        return aRecord().item(item).createdAt(createdAt).build();
    }

    private static Sums naiveSums(List<Record> records) {
        return new Sums(
                records.stream()
                        .filter(record -> !record.isRefund())
                        .map(Record::orderId)
                        .distinct()
                        .count(),
                pieces(records),
                sum(records.stream().map(Record::salePrice)),
                sum(records.stream().filter(Record::isRefund).map(Record::salePrice)),
                sum(records.stream().filter(record -> record.cost() != null).map(Record::salePrice)),
                sum(records.stream().map(Record::cost).filter(Objects::nonNull)));
    }

    private static int pieces(List<Record> records) {
        return records.stream()
                .filter(record -> !record.isRefund())
                .mapToInt(Record::quantity)
                .sum();
    }

    private static Money sum(Stream<Money> amounts) {
        return Money.of(amounts.map(Money::toBigDecimal).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private static List<Share> naiveShares(List<Record> records, Function<Record, String> property) {
        return records.stream().collect(Collectors.groupingBy(property)).entrySet().stream()
                .map(entry -> new Share(
                        entry.getKey(),
                        sum(entry.getValue().stream().map(Record::salePrice)),
                        pieces(entry.getValue())))
                .sorted(Comparator.comparing(Share::revenue).reversed().thenComparing(Share::name))
                .toList();
    }
}
