package io.thelook.dashboard.history;

import static io.thelook.dashboard.history.Fixtures.BERLIN;
import static io.thelook.dashboard.history.Fixtures.DAY;
import static io.thelook.dashboard.history.Fixtures.HOUR;
import static io.thelook.dashboard.history.Fixtures.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTest {

    private static TimeSpan span(String label, String now) {
        return Period.of(label).orElseThrow().at(at(now), BERLIN);
    }

    @Test
    void lengths_endNow() {
        long now = at("2026-10-25T11:00:00Z");

        assertThat(span("1h", "2026-10-25T11:00:00Z")).isEqualTo(new TimeSpan(now - HOUR, now));
        assertThat(span("24h", "2026-10-25T11:00:00Z")).isEqualTo(new TimeSpan(now - DAY, now));
        assertThat(span("7d", "2026-10-25T11:00:00Z")).isEqualTo(new TimeSpan(now - 7 * DAY, now));
    }

    @Test
    void todayAndYesterday_beginAtMidnightOfTheShop() {
        assertThat(span("today", "2026-10-25T11:00:00Z"))
                .isEqualTo(new TimeSpan(at("2026-10-24T22:00:00Z"), at("2026-10-25T11:00:00Z")));
        assertThat(span("yesterday", "2026-10-26T11:00:00Z"))
                .isEqualTo(new TimeSpan(at("2026-10-24T22:00:00Z"), at("2026-10-25T23:00:00Z")));
        assertThat(span("yesterday", "2026-03-30T11:00:00Z").length()).isEqualTo(23 * HOUR);
        assertThat(span("today", "2026-10-24T22:00:00Z").length()).isZero();
    }

    @Test
    void yesterday_beginsWhenTheClocksSkipMidnight() {
        ShopCalendar santiago = new ShopCalendar(ZoneId.of("America/Santiago"));
        long now = santiago.midnight(LocalDate.of(2026, 9, 7)) + HOUR;

        TimeSpan yesterday = Period.of("yesterday").orElseThrow().at(now, santiago);

        assertThat(yesterday.length()).isEqualTo(23 * HOUR);
        assertThat(Period.of("yesterday")
                        .orElseThrow()
                        .at(yesterday.from() + 1, santiago)
                        .length())
                .isEqualTo(24 * HOUR);
    }

    @Test
    void range_doesNotMove() {
        Period range = Period.range(new TimeSpan(5, 9));

        assertThat(range.at(at("2026-10-25T11:00:00Z"), BERLIN)).isEqualTo(new TimeSpan(5, 9));
        assertThat(range.isLive()).isFalse();
        assertThat(Period.of("today").orElseThrow().isLive()).isTrue();
    }

    @Test
    void label_ofNoPeriod_isRefused() {
        assertThat(Period.of("")).isEmpty();
        assertThat(Period.of("8d")).isEmpty();
    }

    @Test
    void range_needsASpan() {
        assertThatThrownBy(() -> new Period(Period.Kind.RANGE, null)).hasMessageContaining("RANGE");
        assertThatThrownBy(() -> new Period(Period.Kind.TODAY, new TimeSpan(1, 2)))
                .hasMessageContaining("TODAY");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1", "1, 1", "23, 1", "24, 1", "25, 1", "26, 2", "47, 2", "49, 2", "167, 7", "168, 7", "169, 7", "170, 8"
    })
    void comparedDays_areAsManyAsItTakesToPrecedeTheSpan(long hours, int days) {
        assertThat(Period.comparedDays(new TimeSpan(0, hours * HOUR))).isEqualTo(days);
    }
}
