package io.thelook.producer.store;

/**
 * The customers that the shop remembers. Their number is fixed, so memory is bounded however long the shop is open. A
 * customer who registers takes a seat, and the customer who had it does not return. A seat that was never taken gets a
 * customer, with an earlier time of registration, when it is first drawn. Not thread-safe.
 */
final class Customers extends Seats {

    private final User[] seats;

    /**
     * @param most the number of customers to remember; rounded so that each place has at least one
     */
    Customers(Places places, int most) {
        super(places, most);
        seats = new User[size()];
    }

    @Override
    User at(int seat) {
        return seats[seat];
    }

    @Override
    void take(int seat, User user) {
        seats[seat] = user;
    }
}
