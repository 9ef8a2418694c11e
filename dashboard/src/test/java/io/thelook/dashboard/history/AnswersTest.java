package io.thelook.dashboard.history;

import static io.thelook.dashboard.history.Fixtures.DAY;
import static io.thelook.dashboard.history.Fixtures.HOUR;
import static io.thelook.dashboard.history.Fixtures.at;
import static io.thelook.dashboard.history.Fixtures.record;
import static io.thelook.dashboard.history.Fixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.window.Filter;
import io.thelook.dashboard.window.Property;
import io.thelook.dashboard.window.Sums;
import io.thelook.dashboard.window.Trend;
import io.thelook.model.Record;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class AnswersTest {

    private static final Filter JEANS = new Filter(Map.of(Property.CATEGORY, Set.of("Jeans")), Map.of());

    @TempDir
    Path folder;

    private final NaiveHistory naive = new NaiveHistory();

    /** Fills sixteen days before and after the middle with orders, more of them at noon. */
    private List<Change> sixteenDays(long middle) {
        SplittableRandom random = new SplittableRandom(middle);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            Record record = record(
                            "o" + random.nextInt(2_500),
                            middle + random.nextLong(-14 * DAY, 2 * DAY),
                            random.nextInt(1, 100_000))
                    .toBuilder()
                    .itemId("i" + i)
                    .category(random.nextBoolean() ? "Jeans" : "Hats")
                    .build();
            naive.put(record);
            changes.add(new Change.Put(record, null));
        }
        return changes;
    }

    private interface Check {

        void with(Answers answers) throws SQLException;
    }

    private void check(List<Change> changes, Coverage coverage, ShopCalendar calendar, Check check) throws Exception {
        try (Database database = Database.open(settings(folder))) {
            try (RecordStore store = RecordStore.writable(database.connect())) {
                store.write(changes, coverage, null);
            }
            try (Reader reader = new Reader(database.connect(), Duration.ofSeconds(10))) {
                check.with(new Answers(reader, coverage, calendar, 10));
            }
        }
    }

    private static Sums total(Trend.Line line) {
        return line.total();
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-10-25", "Europe/Berlin, 2026-03-29", "Europe/Berlin, 2026-06-10",
        "America/Santiago, 2026-09-06", "America/Santiago, 2026-04-04", "Africa/Cairo, 2026-10-29",
        "Africa/Cairo, 2026-04-24"
    })
    void everyPeriod_andWhatItIsComparedWith_isWhatANaiveComputationGives(ZoneId zone, LocalDate change)
            throws Exception {
        ShopCalendar calendar = new ShopCalendar(zone);
        long middle = calendar.midnight(change);
        Coverage coverage = Coverage.NONE.with(new TimeSpan(middle - 30 * DAY, middle + 3 * DAY));
        check(sixteenDays(middle), coverage, calendar, answers -> {
            for (long now = middle - 2 * HOUR; now < middle + 2 * DAY; now += 11 * HOUR + 7 * 60_000) {
                for (String label : List.of("1h", "24h", "7d", "today", "yesterday")) {
                    for (Filter filter : List.of(Filter.NONE, JEANS)) {
                        HistoryQuery query = new HistoryQuery(Period.of(label).orElseThrow(), filter);
                        compare(answers.of(query, now, System::nanoTime), query, now, calendar);
                    }
                }
                compareToday(answers.today(now), now, calendar);
            }
        });
    }

    /** Each reading of the clock is this much later than the previous one. */
    private static LongSupplier steps(long millis) {
        AtomicLong nanos = new AtomicLong();
        return () -> nanos.addAndGet(millis * 1_000_000);
    }

    @Test
    void figuresToCompareWith_followThoseThatTakeLong() throws Exception {
        ShopCalendar calendar = new ShopCalendar(ZoneOffset.UTC);
        long now = calendar.midnight(LocalDate.of(2026, 6, 10)) + 7 * HOUR;
        Coverage coverage = Coverage.NONE.with(new TimeSpan(now - 30 * DAY, now + 3 * DAY));
        HistoryQuery query = new HistoryQuery(Period.of("24h").orElseThrow(), JEANS);
        check(sixteenDays(now), coverage, calendar, answers -> {
            Answer whole = answers.of(query, now, steps(101));
            assertThat(whole.isCompared()).isTrue();
            assertThat(whole.before()).isNotNull();
            assertThat(whole.weekBefore()).isNotNull();
            assertThat(whole.costMillis()).isEqualTo(202);

            Answer first = answers.first(query, now, steps(101));
            assertThat(first)
                    .usingRecursiveComparison()
                    .isEqualTo(new Answer(
                            whole.span(),
                            whole.keptMillis(),
                            whole.sums(),
                            whole.rankings(),
                            whole.trend(),
                            whole.newest(),
                            false,
                            null,
                            null,
                            101));
            assertThat(answers.compared(query, first, steps(101)))
                    .usingRecursiveComparison()
                    .isEqualTo(whole);

            assertThat(answers.first(query, now, steps(100)).isCompared()).isTrue();
        });
    }

    private void compare(Answer answer, HistoryQuery query, long now, ShopCalendar calendar) {
        TimeSpan span = query.period().at(now, calendar);
        String what = query.period().kind() + " at " + now;
        assertThat(answer.span()).as(what).isEqualTo(span);
        assertThat(answer.keptMillis()).as(what).isEqualTo(span.length());
        assertThat(answer.sums()).as(what).isEqualTo(naive.sums(span, query.filter()));
        assertThat(total(answer.trend())).as(what).isEqualTo(answer.sums());
        assertThat(answer.rankings()).as(what).isEqualTo(naive.rankings(span, query.filter(), 10));
        assertThat(answer.newest()).as(what).isEqualTo(naive.newest(span, query.filter(), 8));
        Answer.Before before = answer.before();
        TimeSpan then = calendar.plusDays(span, -Period.comparedDays(span));
        if (then.length() == 0) {
            assertThat(before).as(what).isNull();
            return;
        }
        assertThat(before.span()).as(what).isEqualTo(then);
        assertThat(before.sums()).as(what).isEqualTo(naive.sums(then, query.filter()));
        boolean isToday = query.period().kind() == Period.Kind.TODAY;
        assertThat(total(before.trend()))
                .as(what)
                .isEqualTo(naive.sums(isToday ? calendar.dayOf(then.from()) : then, query.filter())
                        .withOrders(0));
        assertThat(before.trend().stepMillis())
                .as(what)
                .isEqualTo(answer.trend().stepMillis());
        assertThat(before.trend().from() - then.from())
                .as(what)
                .isEqualTo(answer.trend().from() - span.from());
        if (before.days() < 7) {
            TimeSpan week = calendar.plusDays(span, -7);
            assertThat(total(answer.weekBefore()))
                    .as(what)
                    .isEqualTo(naive.sums(isToday ? calendar.dayOf(week.from()) : week, query.filter())
                            .withOrders(0));
        } else {
            assertThat(answer.weekBefore()).isNull();
        }
    }

    private void compareToday(Today today, long now, ShopCalendar calendar) {
        TimeSpan day = calendar.dayOf(now);
        TimeSpan soFar = new TimeSpan(day.from(), now);
        assertThat(today.date()).isEqualTo(calendar.dateOf(now));
        assertThat(today.sums()).isEqualTo(naive.sums(soFar, Filter.NONE));
        assertThat(today.knownFrom()).isEmpty();
        for (int days : new int[] {1, 7}) {
            Today.Compared compared = days == 1 ? today.yesterday() : today.lastWeek();
            TimeSpan then = calendar.plusDays(soFar, -days);
            TimeSpan whole = calendar.dayOf(calendar.midnight(today.date().minusDays(days)));
            assertThat(then.from()).isEqualTo(whole.from());
            assertThat(compared.span()).isEqualTo(then);
            assertThat(compared.sums()).isEqualTo(naive.sums(then, Filter.NONE));
            assertThat(compared.sales())
                    .isEqualTo(naive.sums(whole, Filter.NONE).sales());
        }
    }

    @Test
    void gaps_areReported_andNothingIsComparedWithThem() throws Exception {
        ShopCalendar calendar = Fixtures.BERLIN;
        long midnight = at("2026-06-09T22:00:00Z");
        long now = midnight + 12 * HOUR;
        Coverage coverage = Coverage.NONE
                .with(new TimeSpan(midnight - 8 * DAY, midnight - 7 * DAY + HOUR))
                .with(new TimeSpan(midnight - DAY, midnight - 5 * HOUR))
                .with(new TimeSpan(midnight + HOUR, now));
        check(sixteenDays(midnight), coverage, calendar, answers -> {
            Today today = answers.today(now);
            assertThat(today.knownFrom()).hasValue(midnight + HOUR);
            // Yesterday is kept until this time of day, but not to its end.
            assertThat(today.yesterday().sums())
                    .isEqualTo(naive.sums(new TimeSpan(midnight - DAY, now - DAY), Filter.NONE));
            assertThat(today.yesterday().sales()).isNull();
            assertThat(today.lastWeek()).isNull();
            assertThat(today.forecast()).isEmpty();

            Answer answer =
                    answers.of(new HistoryQuery(Period.of("today").orElseThrow(), Filter.NONE), now, System::nanoTime);
            assertThat(answer.keptMillis()).isEqualTo(11 * HOUR);
            assertThat(answer.before().sums()).isEqualTo(today.yesterday().sums());
            assertThat(answer.weekBefore()).isNull();

            Answer hour =
                    answers.of(new HistoryQuery(Period.of("1h").orElseThrow(), Filter.NONE), now, System::nanoTime);
            assertThat(hour.before()).isNotNull();
            assertThat(hour.weekBefore()).isNull();
        });
    }

    @Test
    void shortGap_suchAsThatOfARestart_doesNotMatter() throws Exception {
        long midnight = at("2026-06-09T22:00:00Z");
        long now = midnight + 10 * HOUR;
        Coverage coverage = Coverage.NONE
                .with(new TimeSpan(midnight - DAY, midnight + HOUR))
                .with(new TimeSpan(midnight + HOUR + 60_000, now));
        check(sixteenDays(midnight), coverage, Fixtures.BERLIN, answers -> {
            assertThat(answers.today(now).knownFrom()).isEmpty();
            assertThat(answers.today(now).forecast()).isPresent();
        });
    }

    @Test
    void nothingKept_isNothingCompared() throws Exception {
        check(List.of(), Coverage.NONE, Fixtures.BERLIN, answers -> {
            Today today = answers.today(at("2026-06-10T10:00:00Z"));
            assertThat(today.sums()).isEqualTo(Sums.ZERO);
            assertThat(today.knownFrom()).isPresent();
            assertThat(today.yesterday()).isNull();
            assertThat(today.lastWeek()).isNull();
        });
    }
}
