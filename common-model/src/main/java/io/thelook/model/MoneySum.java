package io.thelook.model;

/**
 * A running, exact sum of {@link Money}: the accumulated amounts minus the deducted ones, in any number and order. Once
 * all amounts are deducted it is exactly zero.
 *
 * <p>Not thread-safe.
 */
public final class MoneySum implements Comparable<MoneySum> {

    private long dollars;
    private long fraction;

    /** Adds an amount. */
    public void accumulate(Money amount) {
        accumulate(amount.dollars(), amount.fraction());
    }

    /** Adds an amount, given as {@link Money#dollars} and {@link Money#fraction}. */
    public void accumulate(long amountDollars, long amountFraction) {
        dollars += amountDollars;
        fraction += amountFraction;
        if (fraction >= Money.FRACTIONS_PER_DOLLAR) {
            fraction -= Money.FRACTIONS_PER_DOLLAR;
            dollars++;
        }
    }

    /** Subtracts an amount. */
    public void deduct(Money amount) {
        deduct(amount.dollars(), amount.fraction());
    }

    /** Subtracts an amount, given as {@link Money#dollars} and {@link Money#fraction}. */
    public void deduct(long amountDollars, long amountFraction) {
        dollars -= amountDollars;
        fraction -= amountFraction;
        if (fraction < 0) {
            fraction += Money.FRACTIONS_PER_DOLLAR;
            dollars--;
        }
    }

    /** The current sum. */
    public Money get() {
        return new Money(dollars, fraction);
    }

    @Override
    public int compareTo(MoneySum other) {
        int byDollars = Long.compare(dollars, other.dollars);
        return byDollars != 0 ? byDollars : Long.compare(fraction, other.fraction);
    }

    @Override
    public String toString() {
        return get().toString();
    }
}
