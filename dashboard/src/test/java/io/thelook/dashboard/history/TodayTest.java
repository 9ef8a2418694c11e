package io.thelook.dashboard.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.window.Sums;
import io.thelook.model.Money;
import java.time.LocalDate;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TodayTest {

    private static final TimeSpan SPAN = new TimeSpan(0, 10);

    private static Sums sales(int dollars) {
        return new Sums(1, 1, Money.ofCents(dollars * 100), Money.ZERO, Money.ZERO, Money.ZERO);
    }

    private static Today.Compared day(int soFar, Integer whole) {
        return new Today.Compared(SPAN, sales(soFar), whole == null ? null : Money.ofCents(whole * 100));
    }

    private static Today today(int soFar, OptionalLong knownFrom, Today.Compared yesterday, Today.Compared lastWeek) {
        return new Today(LocalDate.EPOCH, SPAN, 5, sales(soFar), knownFrom, yesterday, lastWeek);
    }

    @Test
    void forecast_followsTheShapeOfLastWeek() {
        Today today = today(600, OptionalLong.empty(), day(100, 1_000), day(300, 1_000));

        assertThat(today.share().orElseThrow()).isEqualByComparingTo("0.3");
        assertThat(today.forecast().orElseThrow()).isEqualByComparingTo("2000");
    }

    @Test
    void forecast_followsYesterday_ifLastWeekIsNotAllKept() {
        assertThat(today(600, OptionalLong.empty(), day(100, 1_000), null)
                        .forecast()
                        .orElseThrow())
                .isEqualByComparingTo("6000");
        assertThat(today(600, OptionalLong.empty(), day(100, 1_000), day(300, null))
                        .forecast()
                        .orElseThrow())
                .isEqualByComparingTo("6000");
    }

    @Test
    void noForecast_withoutAnEarlierDay_orWithOneWithoutSales() {
        assertThat(today(600, OptionalLong.empty(), null, null).forecast()).isEmpty();
        assertThat(today(600, OptionalLong.empty(), null, null).shape()).isNull();
        assertThat(today(600, OptionalLong.empty(), day(0, 0), day(-5, -10)).forecast())
                .isEmpty();
    }

    @Test
    void noForecast_inTheFirstHours() {
        assertThat(today(600, OptionalLong.empty(), day(19, 1_000), null).forecast())
                .isEmpty();
        assertThat(today(600, OptionalLong.empty(), day(20, 1_000), null).forecast())
                .isPresent();
    }

    @Test
    void noForecast_ifRecordsOfTodayAreMissing() {
        Today today = today(600, OptionalLong.of(3), day(100, 1_000), null);

        assertThat(today.forecast()).isEmpty();
        assertThat(today.share()).isPresent();
    }
}
