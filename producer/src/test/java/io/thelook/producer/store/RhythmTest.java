package io.thelook.producer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RhythmTest {

    private static final long START = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
    private static final long MINUTE = 60_000;

    private final Places places = Places.load();
    private final Rhythm rhythm = new Rhythm(places, 7);

    @Test
    void level_overWeeks_averagesOne() {
        double average = IntStream.range(0, 70 * 24 * 60)
                .mapToDouble(minute -> level(START + minute * MINUTE))
                .average()
                .orElseThrow();

        assertThat(average).isCloseTo(1, within(.02));
    }

    @Test
    void level_ofATime_isTheSameWheneverItIsAskedFor() {
        double before = level(START);
        level(START + 1_000 * MINUTE);

        assertThat(level(START)).isEqualTo(before);
        assertThat(new Rhythm(places, 8).level()).isEqualTo(1);
        assertThat(level(START + MINUTE)).isNotEqualTo(before);
    }

    @Test
    void places_areDrawnWhereItIsDay() {
        Map<String, Double> asiasEvening = shares(Instant.parse("2026-03-04T12:00:00Z"));
        Map<String, Double> americasEvening = shares(Instant.parse("2026-03-05T00:00:00Z"));

        assertThat(asiasEvening.get("China")).isGreaterThan(.45);
        assertThat(americasEvening.get("China")).isLessThan(.35);
        assertThat(americasEvening.get("United States")).isGreaterThan(2 * asiasEvening.get("United States"));
    }

    @Test
    void weekend_isAsInTheFacts() {
        double sunday = day(Instant.parse("2026-03-08T00:00:00Z"));
        double friday = day(Instant.parse("2026-03-06T00:00:00Z"));

        assertThat(sunday).isGreaterThan(friday * 1.15);
    }

    @Test
    void evening_isThatOfThePlace() {
        for (String zone : List.of("Asia/Shanghai", "America/New_York", "Europe/Paris")) {
            Place place = new Place("", "", "", 0, 0, ZoneId.of(zone));
            Rhythm there = new Rhythm(new Places(List.of(place), new double[] {1}), 7);
            double[] byHour = new double[24];
            for (int minute = 0; minute < 28 * 24 * 60; minute++) {
                Instant time = Instant.ofEpochMilli(START + minute * MINUTE);
                there.moveTo(time.toEpochMilli());
                byHour[time.atZone(place.zone()).getHour()] += there.level();
            }

            assertThat(IntStream.range(0, 24).boxed().max(Comparator.comparing(hour -> byHour[hour])))
                    .as(zone)
                    .contains(19);
        }
    }

    private double day(Instant start) {
        return IntStream.range(0, 24 * 60)
                .mapToDouble(
                        minute -> level(start.plus(Duration.ofMinutes(minute)).toEpochMilli()))
                .sum();
    }

    private double level(long time) {
        rhythm.moveTo(time);
        return rhythm.level();
    }

    private Map<String, Double> shares(Instant time) {
        rhythm.moveTo(time.toEpochMilli());
        SplittableRandom random = new SplittableRandom(3);
        List<String> drawn = IntStream.range(0, 20_000)
                .mapToObj(i -> places.all().get(rhythm.draw(random)).country())
                .toList();
        Map<String, Double> shares = new HashMap<>();
        drawn.forEach(country -> shares.merge(country, 1.0 / drawn.size(), Double::sum));
        return shares;
    }
}
