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

    /** Kinds of customers, with their shares in the seats of a place. */
    enum Cohort {
        /** Few, but they order often. */
        POWER(.05),
        /** They come to look. */
        BROWSER(.01),
        STANDARD(.94);

        private final double share;

        Cohort(double share) {
            this.share = share;
        }
    }

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

    /** Somebody's seat: any of the cohort in the place. A small place has standard customers only. */
    int seat(int place, Cohort cohort, RandomGenerator random) {
        int size = placeStart[place + 1] - placeStart[place];
        int power = (int) (size * Cohort.POWER.share);
        int browsers = (int) (size * Cohort.BROWSER.share);
        int from = placeStart[place];
        int length = size - power - browsers;
        if (cohort == Cohort.POWER && power > 0) {
            length = power;
        } else if (cohort == Cohort.BROWSER && browsers > 0) {
            from += power;
            length = browsers;
        } else {
            from += power + browsers;
        }
        return from + random.nextInt(length);
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
