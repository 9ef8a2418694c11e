package io.thelook.producer.store;

/** A kind of customer, with its share of the customers in a place. */
public enum Cohort {
    /** Few, but they order often. */
    POWER(.05),
    /** They visit often but rarely order. */
    BROWSER(.01),
    STANDARD(.94);

    private final double share;

    Cohort(double share) {
        this.share = share;
    }

    /** The cohort's share of the customers in a place, 0 to 1. */
    public double share() {
        return share;
    }
}
