package io.thelook.producer.store;

/**
 * The customers of the past. Each seat has one customer, who is computed from the seat's number: the same customers
 * return on every day, no memory is needed, and the order of the visits does not matter. A customer who registers in
 * the past takes no seat, and does not return. Immutable and thread-safe.
 */
final class Residents extends Seats {

    /** The past does not contain the registration of its residents: they registered long before it. */
    private static final long SINCE = 0;

    private final Places places;
    private final long seed;

    /**
     * @param most the number of customers; rounded so that each place has at least one
     * @param seed the same seed gives the same customers
     */
    Residents(Places places, int most, long seed) {
        super(places, most);
        this.places = places;
        this.seed = seed;
    }

    @Override
    User at(int seat) {
        int place = place(seat);
        return User.draw(Ids.randomOf(seed, seat), places.all().get(place), cohort(place, seat), SINCE);
    }

    @Override
    void take(int seat, User user) {
        // A new customer of the past does not return.
    }
}
