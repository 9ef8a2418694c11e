package io.thelook.dashboard.history;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The time that the queries of each address may take while others ask, too: three seconds at once, and then a third of
 * the time that passes. An address that has used it up waits, unless it has been alone for ten seconds. It has one
 * query running at a time; several only while it is alone and within its budget.
 *
 * <p>A query that runs counts from its beginning, so that none is begun on credit beside it. Remembers addresses with
 * queries that run, or of which the budget is not whole again; as each of these has kept a thread busy, they are few.
 * Not thread-safe.
 */
final class QueryBudget {

    /** The time that queries may take at once. */
    static final Duration AT_ONCE = Duration.ofSeconds(3);

    /** The time that it takes to restore the budget, for each second of queries. */
    static final int REST = 3;

    /** An address is alone if no other one has asked for so long. */
    static final Duration ALONE_AFTER = Duration.ofSeconds(10);

    private static final int MANY = 256;

    private final Map<String, Account> accounts = new HashMap<>();

    /** The address that has asked last, and when it did. */
    private String last;

    private long lastAt;

    /** When any other address has asked last; {@code null} if none has. */
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

    /** Takes note of a query that an address asks for. */
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
     * How long an address has to wait before its next query, in nanoseconds: 0 if it need not, {@link Long#MAX_VALUE}
     * if that depends on those that run.
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
