package io.thelook.dashboard.history;

import static io.thelook.dashboard.history.Fixtures.BERLIN;
import static io.thelook.dashboard.history.Fixtures.DAY;
import static io.thelook.dashboard.history.Fixtures.HOUR;
import static io.thelook.dashboard.history.Fixtures.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StepsTest {

    @Test
    void steps_areUsualLengths_andWholeHoursOfTheDay() {
        long midnight = at("2026-06-09T22:00:00Z");

        assertThat(Steps.of(new TimeSpan(midnight, midnight + DAY), BERLIN))
                .isEqualTo(new Steps(midnight, 0, 48, HOUR / 2));
        assertThat(Steps.of(new TimeSpan(midnight + 10 * HOUR, midnight + 11 * HOUR), BERLIN))
                .isEqualTo(new Steps(midnight, 600, 60, 60_000));
        assertThat(Steps.of(new TimeSpan(midnight, midnight + 35 * DAY), BERLIN).millis())
                .isEqualTo(DAY);
    }

    @Test
    void spanWithoutLength_hasAStep() {
        assertThat(Steps.of(new TimeSpan(5, 5), BERLIN).count()).isEqualTo(1);
    }

    @Test
    void anySpan_isInsideItsSteps_andTheyAreFew() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            long from = random.nextLong(-4_000_000_000_000L, 4_000_000_000_000L);
            long length = random.nextLong(1L << random.nextInt(46));
            TimeSpan span = new TimeSpan(from, from + length);

            Steps steps = Steps.of(span, BERLIN);

            assertThat(steps.count()).isBetween(1, Steps.MOST);
            assertThat(steps.start()).isLessThanOrEqualTo(span.from());
            assertThat(steps.start() + steps.count() * steps.millis()).isGreaterThanOrEqualTo(span.to());
        }
    }

    @Test
    void matchingSteps_beginAsLongAfterTheStart_andTakeAllOfTheOtherSpan() {
        TimeSpan longDay = BERLIN.dayOf(at("2026-10-25T12:00:00Z"));
        TimeSpan dayBefore = BERLIN.plusDays(longDay, -1);
        Steps steps = Steps.of(longDay, BERLIN);

        Steps before = steps.matching(longDay, dayBefore);
        Steps after = before.matching(dayBefore, longDay);

        assertThat(before).isEqualTo(new Steps(dayBefore.from(), 0, 48, HOUR / 2));
        assertThat(after).isEqualTo(steps);
    }
}
