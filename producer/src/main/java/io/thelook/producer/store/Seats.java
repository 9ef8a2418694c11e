package io.thelook.producer.store;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A fixed number of seats for customers, each in a place and a cohort.
 *
 * <pre>
 *   seats   | Guangdong: power | browsers | standard | Shanghai: power | browsers | standard | ...
 * </pre>
 */
abstract class Seats {

    private final int[] placeStart;

    /** @param most the number of seats; rounded so that each place has at least one */
    Seats(Places places, int most) {
        int count = places.all().size();
        placeStart = new int[count + 1];
        for (int i = 0; i < count; i++) {
            placeStart[i + 1] = placeStart[i] + Math.max(1, (int) Math.round(most * places.shares()[i]));
        }
    }

    /** Draws a seat in the place. */
    int seat(int place, RandomGenerator random) {
        return random.nextInt(placeStart[place], placeStart[place + 1]);
    }

    /** Draws a seat of the cohort in the place; a standard seat if the place is too small for the cohort. */
    int seat(int place, Cohort cohort, RandomGenerator random) {
        int from = placeStart[place];
        int power = from + seats(place, Cohort.POWER);
        int browsers = power + seats(place, Cohort.BROWSER);
        if (cohort == Cohort.POWER && power > from) {
            return random.nextInt(from, power);
        }
        return cohort == Cohort.BROWSER && browsers > power
                ? random.nextInt(power, browsers)
                : random.nextInt(browsers, placeStart[place + 1]);
    }

    private int seats(int place, Cohort cohort) {
        return (int) ((placeStart[place + 1] - placeStart[place]) * cohort.share());
    }

    /** Returns the cohort of a seat in the place. */
    Cohort cohort(int place, int seat) {
        int number = seat - placeStart[place];
        int power = seats(place, Cohort.POWER);
        if (number < power) {
            return Cohort.POWER;
        }
        return number < power + seats(place, Cohort.BROWSER) ? Cohort.BROWSER : Cohort.STANDARD;
    }

    /** Returns the place of a seat. */
    int place(int seat) {
        int found = Arrays.binarySearch(placeStart, seat);
        return found < 0 ? -found - 2 : found;
    }

    /** The number of seats, taken or not. */
    int size() {
        return placeStart[placeStart.length - 1];
    }

    /** Returns the customer in the seat; {@code null} if it was never taken. */
    abstract User at(int seat);

    /** Puts a registered customer into the seat. */
    abstract void take(int seat, User user);
}
