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
 * The variation of the rate of visits, and of their places, with the simulated clock. Each place follows the hour and
 * the weekday in its own time zone. Promotions raise the rate in all places for some hours. A random factor changes
 * every minute. Over weeks, the level averages one, and each place's share of the visits is its share of the
 * population.
 *
 * <pre>
 *   rhythm.moveTo(time)
 *   rhythm.level()        0.71: the shop sells at 71 % of its mean
 *   rhythm.draw(random)   a place, Shanghai rather than Paris while Europe sleeps
 * </pre>
 *
 * <p>The level depends only on the seed and the time. Not thread-safe.
 */
final class Rhythm {

    /** Orders by hour of the day in the public theLook data set. */
    private static final double[] HOURS = toMeanOne(new double[] {
        8450, 6920, 5610, 4680, 4120, 3950, 4010, 4280, 4610, 5040, 6371, 7904, 9309, 10606, 11736, 13241, 14966, 16777,
        17553, 18147, 17475, 14375, 12065, 10376
    });

    /** Weights of Monday to Sunday: Sunday and Monday are high, Friday and Saturday low. */
    private static final double[] DAYS = toMeanOne(new double[] {1.12, 1.01, .98, .97, .88, .89, 1.15});

    /** The mean number of days from one promotion to the next. A promotion runs from 18:00 to 22:00 UTC. */
    private static final int DAYS_PER_PROMOTION = 7;

    private static final int PROMOTION_STARTS = 18;
    private static final int PROMOTION_HOURS = 4;
    private static final double PROMOTION_LIFT = 1.5;
    private static final double MEAN_PROMOTION = 1 + (PROMOTION_LIFT - 1) * PROMOTION_HOURS / 24 / DAYS_PER_PROMOTION;

    /** The standard deviation of the logarithm of the random factor that changes every minute. */
    private static final double UNEVENNESS = .12;

    private static final long MINUTE = 60_000;

    /** In every time zone, the hour changes only at the boundary of a quarter of an hour. */
    private static final long QUARTER = 15 * MINUTE;

    private final Places places;
    private final long seed;
    private final double[] upTo;
    private final List<ZoneId> zones;
    private final int[] zoneOf;
    private final double[] activity;
    private long quarter = Long.MIN_VALUE;
    private double level;

    /** Creates a rhythm that stays at its mean until {@link #moveTo} is called. */
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

    /** Creates a rhythm with the same level at each time, which moves on its own. Thread-safe. */
    Rhythm copy() {
        return new Rhythm(places, seed);
    }

    private void sumUp() {
        double sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += places.shares()[i] * activity[zoneOf[i]];
            upTo[i] = sum;
        }
    }

    /** Moves the rhythm to a time of the simulated clock, in milliseconds since the epoch. */
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

    /** Returns the random factor of a minute: log-normal, with a mean of one. */
    private double unevenness(long minute) {
        return StrictMath.exp(UNEVENNESS * randomOf(minute).nextGaussian() - UNEVENNESS * UNEVENNESS / 2);
    }

    private SplittableRandom randomOf(long number) {
        return new SplittableRandom(seed + number * 0x9E37_79B9_7F4A_7C15L);
    }

    /** The factor for the mean rate of visits. */
    double level() {
        return level;
    }

    /** Draws the place of the next visitor: its index in the table, from 0. */
    int draw(RandomGenerator random) {
        return Choice.draw(upTo, random);
    }

    private static double[] toMeanOne(double[] weights) {
        double mean = Arrays.stream(weights).average().orElseThrow();
        return Arrays.stream(weights).map(weight -> weight / mean).toArray();
    }
}
