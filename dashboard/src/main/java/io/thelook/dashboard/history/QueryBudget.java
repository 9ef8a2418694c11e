package io.thelook.dashboard.history;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits the query time of each address while other addresses also have queries: three seconds at once, and then a
 * third of the elapsed time. An address that has used up its budget waits, unless it has been alone for ten seconds. An
 * address has one running query at a time, or several while it is alone and within its budget.
 *
 * <p>A running query counts from its start, so no other one can start on credit. Remembers addresses with running
 * queries or an incomplete budget. There are few of these, because each has kept a thread busy. Not thread-safe.
 */
final class QueryBudget {

    /** The time that queries may take at once. */
    static final Duration AT_ONCE = Duration.ofSeconds(3);

    /** The time that it takes to restore the budget, for each second of queries. */
    static final int REST = 3;

    /** An address is alone if no other address has had a query for this long. */
    static final Duration ALONE_AFTER = Duration.ofSeconds(10);

    private static final int MANY = 256;

    private final Map<String, Account> accounts = new HashMap<>();

    /** The address with the latest query, and the time of that query. */
    private String last;

    private long lastAt;

    /** The time of the latest query of any other address; {@code null} if there was none. */
    private Long beforeAt;

    private static final class Account {
        private long wholeAt;
        private int running;
        private long beganSum;

        /** The time used, in nanoseconds. */
        private long used(long now) {
            return Math.max(0, wholeAt - now) / REST + running * now - beganSum;
        }

        private boolean isWhole(long now) {
            return running == 0 && wholeAt - now <= 0;
        }
    }

    /** Records a query of an address. */
    void ask(String address, long now) {
        if (!address.equals(last)) {
            beforeAt = last == null ? null : lastAt;
            last = address;
        }
        lastAt = now;
    }

    /** Counts a query as running. */
    void begin(String address, long now) {
        if (accounts.size() >= MANY) {
            accounts.values().removeIf(account -> account.isWhole(now));
        }
        Account account = accounts.computeIfAbsent(address, unseen -> {
            Account empty = new Account();
            empty.wholeAt = now;
            return empty;
        });
        account.running++;
        account.beganSum += now;
    }

    /** Counts a query as over. */
    void end(String address, long began, long now) {
        Account account = accounts.get(address);
        account.running--;
        account.beganSum -= began;
        account.wholeAt = now + Math.max(0, account.wholeAt - now) + (now - began) * REST;
        if (account.isWhole(now)) {
            accounts.remove(address);
        }
    }

    /**
     * How long an address must wait before its next query, in nanoseconds: 0 if it need not wait,
     * {@link Long#MAX_VALUE} if that depends on its running queries.
     */
    long waitNanos(String address, long now) {
        Account account = accounts.get(address);
        if (account == null) {
            return 0;
        }
        boolean isWithin = account.used(now) < AT_ONCE.toNanos();
        if (account.running > 0) {
            return isWithin && untilAlone(address, now) == 0 ? 0 : Long.MAX_VALUE;
        }
        if (isWithin) {
            return 0;
        }
        long restored = account.wholeAt - now - AT_ONCE.toNanos() * REST + 1;
        return Math.min(restored, untilAlone(address, now));
    }

    private long untilAlone(String address, long now) {
        Long othersAt = address.equals(last) ? beforeAt : Long.valueOf(lastAt);
        return othersAt == null ? 0 : Math.max(0, othersAt + ALONE_AFTER.toNanos() - now);
    }

    /** The number of addresses remembered. */
    int addresses() {
        return accounts.size();
    }
}
