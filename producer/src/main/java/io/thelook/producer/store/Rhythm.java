package io.thelook.producer.store;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * How lively the shop is, and where, at a time of the simulated clock: each place follows the hour of the day and the day of
 * the week of its own time zone, promotions lift all of them for some hours, and from minute to minute it is uneven. Over
 * weeks all of that averages one, and the places have their shares of the population.
 *
 * <pre>
 *   rhythm.moveTo(time)
 *   rhythm.level()        0.71: the shop sells at 71 % of its mean
 *   rhythm.draw(random)   a place, Shanghai rather than Paris while Europe sleeps
 * </pre>
 *
 * <p>A level follows from the seed and the time alone. Not thread-safe.
 */
final class Rhythm {

    /** Orders by hour of the day in the public theLook data set. */
    private static final double[] HOURS = toMeanOne(new double[] {
        8450, 6920, 5610, 4680, 4120, 3950, 4010, 4280, 4610, 5040, 6371, 7904, 9309, 10606, 11736, 13241, 14966, 16777,
        17553, 18147, 17475, 14375, 12065, 10376
    });

    /** Monday to Sunday: Sunday and Monday high, Friday and Saturday low. */
    private static final double[] DAYS = toMeanOne(new double[] {1.12, 1.01, .98, .97, .88, .89, 1.15});

    /** A promotion, on average once a week: from 18 to 22 o'clock UTC. */
    private static final int DAYS_PER_PROMOTION = 7;

    private static final int PROMOTION_STARTS = 18;
    private static final int PROMOTION_HOURS = 4;
    private static final double PROMOTION_LIFT = 1.5;
    private static final double MEAN_PROMOTION = 1 + (PROMOTION_LIFT - 1) * PROMOTION_HOURS / 24 / DAYS_PER_PROMOTION;

    /** The standard deviation of the logarithm of the level from one minute to the next. */
    private static final double UNEVENNESS = .12;

    private static final long MINUTE = 60_000;

    /** No clock on earth changes its hour within a quarter of one. */
    private static final long QUARTER = 15 * MINUTE;

    private final Places places;
    private final long seed;
    private final double[] upTo;
    private final List<ZoneId> zones;
    private final int[] zoneOf;
    private final double[] activity;
    private long quarter = Long.MIN_VALUE;
    private double level;

    /** A rhythm that stays at its mean until {@link #moveTo} is called. */
    Rhythm(Places places, long seed) {
        this.places = places;
        this.seed = seed;
        upTo = new double[places.all().size()];
        zones = places.all().stream().map(Place::zone).distinct().toList();
        zoneOf = places.all().stream()
                .mapToInt(place -> zones.indexOf(place.zone()))
                .toArray();
        activity = new double[zones.size()];
        Arrays.fill(activity, 1);
        sumUp();
        level = 1;
    }

    private void sumUp() {
        double sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += places.shares()[i] * activity[zoneOf[i]];
            upTo[i] = sum;
        }
    }

    /** Makes it that of a time of the simulated clock, in milliseconds since the epoch. */
    void moveTo(long time) {
        if (Math.floorDiv(time, QUARTER) != quarter) {
            quarter = Math.floorDiv(time, QUARTER);
            Instant instant = Instant.ofEpochMilli(time);
            for (int i = 0; i < activity.length; i++) {
                ZonedDateTime local = instant.atZone(zones.get(i));
                activity[i] = HOURS[local.getHour()] * DAYS[local.getDayOfWeek().getValue() - 1];
            }
            sumUp();
        }
        level = upTo[upTo.length - 1] * promotion(time) * unevenness(Math.floorDiv(time, MINUTE));
    }

    private double promotion(long time) {
        long hours = Math.floorDiv(time, ChronoUnit.HOURS.getDuration().toMillis());
        long hour = Math.floorMod(hours, 24L);
        boolean isOn = hour >= PROMOTION_STARTS
                && hour < PROMOTION_STARTS + PROMOTION_HOURS
                && randomOf(Math.floorDiv(hours, 24L)).nextInt(DAYS_PER_PROMOTION) == 0;
        return (isOn ? PROMOTION_LIFT : 1) / MEAN_PROMOTION;
    }

    /** A log-normal factor whose mean is one. */
    private double unevenness(long minute) {
        return StrictMath.exp(UNEVENNESS * randomOf(minute).nextGaussian() - UNEVENNESS * UNEVENNESS / 2);
    }

    private SplittableRandom randomOf(long number) {
        return new SplittableRandom(seed + number * 0x9E37_79B9_7F4A_7C15L);
    }

    /** What the mean rate is to be multiplied by. */
    double level() {
        return level;
    }

    /** The place of somebody who comes now: its number in the table. */
    int draw(RandomGenerator random) {
        return Choice.draw(upTo, random);
    }

    private static double[] toMeanOne(double[] weights) {
        double mean = Arrays.stream(weights).average().orElseThrow();
        return Arrays.stream(weights).map(weight -> weight / mean).toArray();
    }
}
