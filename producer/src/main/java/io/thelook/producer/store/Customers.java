package io.thelook.producer.store;

import java.util.random.RandomGenerator;

/**
 * The customers that the shop remembers. They have a fixed number of seats, each in a place and a cohort, so memory is
 * bounded however long the shop is open. A customer who registers takes a seat, and the customer who had it does not
 * return. A seat that was never taken gets a customer, with an earlier time of registration, when it is first drawn.
 *
 * <pre>
 *   seats   | Guangdong: power | browsers | standard | Shanghai: power | browsers | standard | ...
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class Customers {

    private final User[] seats;
    private final int[] placeStart;

    /**
     * @param most the number of customers to remember; rounded so that each place has at least one
     */
    Customers(Places places, int most) {
        int count = places.all().size();
        placeStart = new int[count + 1];
        for (int i = 0; i < count; i++) {
            placeStart[i + 1] = placeStart[i] + Math.max(1, (int) Math.round(most * places.shares()[i]));
        }
        seats = new User[placeStart[count]];
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

    /** Returns the customer in the seat; {@code null} if it was never taken. */
    User at(int seat) {
        return seats[seat];
    }

    void take(int seat, User user) {
        seats[seat] = user;
    }

    /** The number of seats, taken or not. */
    int size() {
        return seats.length;
    }
}
