package io.thelook.producer.store;

/** Kinds of customers, with their shares in the customers of a place. */
public enum Cohort {
    /** Few, but they order often. */
    POWER(.05),
    /** They come to look. */
    BROWSER(.01),
    STANDARD(.94);

    private final double share;

    Cohort(double share) {
        this.share = share;
    }

    /** Its share in the customers of a place, 0 to 1. */
    public double share() {
        return share;
    }
}
