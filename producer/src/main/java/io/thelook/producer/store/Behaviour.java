package io.thelook.producer.store;

/**
 * How the shop behaves.
 *
 * @param mode the plain reference, or a shop
 * @param timeScale simulated seconds in a second, more than 0: sessions and the ways of orders are so much shorter
 * @param lifecycleScale how much shorter the ways of orders are beyond that, more than 0
 * @param customers the most that the shop remembers, 1 or more
 */
public record Behaviour(Mode mode, double timeScale, double lifecycleScale, int customers) {

    /** What a shop is to be. */
    public enum Mode {
        /** The reference generator: each visitor is a new user, and an order has its last status from the beginning. */
        STEADY,

        /** Customers come again, when they are awake, and orders go on after they are placed. */
        SHOP
    }

    /** @throws IllegalArgumentException if something is out of its range; the message names it */
    public Behaviour {
        if (!(timeScale > 0) || !(lifecycleScale > 0) || customers < 1) {
            throw new IllegalArgumentException("time scale " + timeScale + ", lifecycle scale " + lifecycleScale + ", "
                    + customers + " customers: expected more than 0 of each");
        }
    }

    /** The reference generator, in real time. */
    public static Behaviour steady() {
        return new Behaviour(Mode.STEADY, 1, 1, 1);
    }
}
