package io.thelook.model;

/**
 * A running, exact sum of {@link Money}: what was accumulated less what was deducted, however often and in whatever
 * order. After the last amount is deducted it is zero, not almost zero.
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

    /** Adds the amount of so many {@link Money#dollars} and {@link Money#fraction}. */
    public void accumulate(long amountDollars, long amountFraction) {
        dollars += amountDollars;
        fraction += amountFraction;
        if (fraction >= Money.FRACTIONS_PER_DOLLAR) {
            fraction -= Money.FRACTIONS_PER_DOLLAR;
            dollars++;
        }
    }

    /** Takes an amount away. */
    public void deduct(Money amount) {
        deduct(amount.dollars(), amount.fraction());
    }

    /** Takes the amount of so many {@link Money#dollars} and {@link Money#fraction} away. */
    public void deduct(long amountDollars, long amountFraction) {
        dollars -= amountDollars;
        fraction -= amountFraction;
        if (fraction < 0) {
            fraction += Money.FRACTIONS_PER_DOLLAR;
            dollars--;
        }
    }

    /** The sum at this moment. */
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
