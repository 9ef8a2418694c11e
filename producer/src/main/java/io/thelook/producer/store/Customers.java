package io.thelook.producer.store;

import java.util.random.RandomGenerator;

/**
 * The customers that the shop remembers: a fixed number of seats, each in a place and a cohort, so that memory is bounded
 * however long the shop is open. Who registers takes the seat of another, who does not come again. A seat that was never
 * taken has a customer who registered before the shop opened, and is made up when first drawn.
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
     * @param most how many customers are remembered; at least one in each place
     */
    Customers(Places places, int most) {
        int count = places.all().size();
        placeStart = new int[count + 1];
        for (int i = 0; i < count; i++) {
            placeStart[i + 1] = placeStart[i] + Math.max(1, (int) Math.round(most * places.shares()[i]));
        }
        seats = new User[placeStart[count]];
    }

    /** Any seat in the place. */
    int seat(int place, RandomGenerator random) {
        return random.nextInt(placeStart[place], placeStart[place + 1]);
    }

    /** Any seat of the cohort in the place. A small place has standard customers only. */
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

    /** The cohort of a seat in the place. */
    Cohort cohort(int place, int seat) {
        int number = seat - placeStart[place];
        int power = seats(place, Cohort.POWER);
        if (number < power) {
            return Cohort.POWER;
        }
        return number < power + seats(place, Cohort.BROWSER) ? Cohort.BROWSER : Cohort.STANDARD;
    }

    /** Who has the seat; {@code null} if nobody had it yet. */
    User at(int seat) {
        return seats[seat];
    }

    void take(int seat, User user) {
        seats[seat] = user;
    }

    /** The seats, taken or not. */
    int size() {
        return seats.length;
    }
}
