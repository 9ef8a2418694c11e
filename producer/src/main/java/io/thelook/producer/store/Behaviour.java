package io.thelook.producer.store;

/**
 * How the shop behaves.
 *
 * @param mode whether the shop works as the reference generator does
 * @param timeScale simulated seconds per second, more than 0: sessions and order lifecycles are shorter by this factor
 * @param lifecycleScale further factor by which order lifecycles are shorter, more than 0
 * @param customers the number of customers that the shop remembers, 1 or more; rounded so that each place has at least
 *     one
 */
public record Behaviour(Mode mode, double timeScale, double lifecycleScale, int customers) {

    /** The kind of shop to simulate. */
    public enum Mode {
        /** The reference generator: each visitor is a new user, and an order has its final status from the start. */
        STEADY,

        /** Customers return, mostly when they are awake, and orders change their status after they are placed. */
        SHOP
    }

    /** @throws IllegalArgumentException if a value is out of range; the message shows the values */
    public Behaviour {
        if (!(timeScale > 0) || !(lifecycleScale > 0) || customers < 1) {
            throw new IllegalArgumentException("time scale " + timeScale + ", lifecycle scale " + lifecycleScale + ", "
                    + customers + " customers: expected more than 0 of each");
        }
    }

    /** Returns the behaviour of the reference generator, in real time. */
    public static Behaviour steady() {
        return new Behaviour(Mode.STEADY, 1, 1, 1);
    }
}
