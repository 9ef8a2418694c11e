package io.thelook.dashboard.history;

import static io.thelook.dashboard.history.Fixtures.BERLIN;
import static io.thelook.dashboard.history.Fixtures.HOUR;
import static io.thelook.dashboard.history.Fixtures.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShopCalendarTest {

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-28, 24", "Europe/Berlin, 2026-03-29, 23", "Europe/Berlin, 2026-10-25, 25",
        "America/Santiago, 2026-09-06, 23", "America/Santiago, 2026-04-04, 25", "America/Havana, 2026-03-08, 23",
        "America/Havana, 2026-11-01, 25", "Africa/Cairo, 2026-04-24, 23", "Africa/Cairo, 2026-10-29, 25",
        "Australia/Lord_Howe, 2026-04-05, 24.5", "Asia/Kolkata, 2026-10-25, 24"
    })
    void day_hasItsHours(ZoneId zone, LocalDate date, double hours) {
        ShopCalendar calendar = new ShopCalendar(zone);
        TimeSpan day = calendar.dayOf(calendar.midnight(date));

        assertThat(day.length()).isEqualTo((long) (hours * HOUR));
        assertThat(calendar.dateOf(day.from())).isEqualTo(date);
        assertThat(calendar.dateOf(day.to() - 1)).isEqualTo(date);
        assertThat(calendar.dateOf(day.to())).isEqualTo(date.plusDays(1));
        assertThat(calendar.midnightBefore(day.to() - 1)).isEqualTo(day.from());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Europe/Berlin",
                "America/Santiago",
                "Africa/Cairo",
                "America/Havana",
                "Australia/Lord_Howe",
                "Pacific/Apia",
                "UTC"
            })
    void startOfADay_someDaysLater_isTheStartOfADay(ZoneId zone) {
        ShopCalendar calendar = new ShopCalendar(zone);
        for (LocalDate date = LocalDate.of(2026, 1, 1); date.getYear() < 2028; date = date.plusDays(1)) {
            TimeSpan day = calendar.dayOf(calendar.midnight(date));
            for (int days : new int[] {-7, -1, 1, 7}) {
                assertThat(calendar.plusDays(day, days))
                        .as("%s %d days later", date, days)
                        .isEqualTo(calendar.dayOf(calendar.midnight(date.plusDays(days))));
            }
        }
    }

    @Test
    void timeOfDay_staysTheSame_acrossAChangeOfTheClocks() {
        assertThat(BERLIN.plusDays(at("2026-10-25T11:00:00Z"), -1)).isEqualTo(at("2026-10-24T10:00:00Z"));
        assertThat(BERLIN.plusDays(at("2026-10-25T11:00:00Z"), -7)).isEqualTo(at("2026-10-18T10:00:00Z"));
        assertThat(BERLIN.plusDays(at("2026-03-29T10:00:00Z"), -1)).isEqualTo(at("2026-03-28T11:00:00Z"));
    }

    @Test
    void timeOfDayThatIsSkipped_becomesTheTimeAfterTheGap() {
        assertThat(BERLIN.plusDays(at("2026-03-30T00:30:00Z"), -1)).isEqualTo(at("2026-03-29T01:30:00Z"));
    }

    @Test
    void bothHoursWithTheSameName_areComparedWithThatHour() {
        assertThat(BERLIN.plusDays(at("2026-10-25T00:30:00Z"), -1)).isEqualTo(at("2026-10-24T00:30:00Z"));
        assertThat(BERLIN.plusDays(at("2026-10-25T01:30:00Z"), -1)).isEqualTo(at("2026-10-24T00:30:00Z"));
    }

    @Test
    void span_whoseEndWouldPrecedeItsStart_isEmpty() {
        TimeSpan secondHour = new TimeSpan(at("2026-10-25T00:50:00Z"), at("2026-10-25T01:10:00Z"));

        assertThat(BERLIN.plusDays(secondHour, -1).length()).isZero();
    }
}
