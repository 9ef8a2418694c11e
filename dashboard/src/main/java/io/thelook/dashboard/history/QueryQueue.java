package io.thelook.dashboard.history;

import io.thelook.dashboard.limit.Turns;
import io.thelook.service.thread.ServiceThread;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Runs the work of queries on its own two threads. Queries that a viewer waits for come first. All other work, for
 * viewers who already have figures, uses one thread at a time, so the other one is free for the next viewer: first the
 * work that completes an answer, then refreshes.
 *
 * <p>Addresses take turns, and each has a {@link QueryBudget} for the work that it waits for: an address with more work
 * delays only itself. The service's own work, for {@link #OURSELVES}, has no budget. Work that is no longer wanted at
 * its turn is skipped, and its result never completes. Thread-safe.
 */
final class QueryQueue {

    /** Limit on queries that wait, and on refreshes that wait. */
    static final int MOST_WAITING = 64;

    /** Limit on queries of one address that wait, and on its refreshes. */
    static final int MOST_WAITING_OF_ONE_ADDRESS = 16;

    /** The address of work for all viewers. */
    static final String OURSELVES = "";

    private final List<ServiceThread> threads = List.of(new ServiceThread("history-1"), new ServiceThread("history-2"));
    private final LongSupplier nanoTime;
    private final LongAdder computed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder deferred = new LongAdder();

    // The following are guarded by this.
    private final Turns<Entry> asked = new Turns<>();
    private final Turns<Entry> completions = new Turns<>();
    private final Turns<Entry> refreshes = new Turns<>();
    private final QueryBudget budget = new QueryBudget();
    private boolean isRefreshing;
    private Long wakeAt;

    /** Work that reads the history. */
    interface Work<T> {

        T run() throws Exception;
    }

    /** Work that may wait in the queues of several addresses, and runs once. */
    private static final class Task<T> extends CompletableFuture<T> {

        private final Work<T> work;
        private boolean hasBegun;

        Task(Work<T> work) {
            this.work = work;
        }
    }

    /** A task in the queue of an address. */
    private record Entry(Task<?> task, BooleanSupplier isWanted) {

        boolean isVoid() {
            return task.hasBegun || !isWanted.getAsBoolean();
        }
    }

    /** A task whose turn it is. */
    private record Turn(Task<?> task, String address, boolean isBudgeted, boolean isRefresh, long began) {}

    /** @param nanoTime as {@link System#nanoTime} */
    QueryQueue(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Does work that an address waits for; fails with a {@link RejectedExecutionException} if too much waits. */
    <T> CompletableFuture<T> ask(String address, Work<T> work) {
        return ask(address, () -> true, work);
    }

    /**
     * As {@link #ask(String, Work)}.
     *
     * @param isWanted whether a viewer still waits for it; thread-safe
     */
    <T> CompletableFuture<T> ask(String address, BooleanSupplier isWanted, Work<T> work) {
        return submit(new Task<>(work), address, isWanted, asked);
    }

    /** Does work that no viewer waits for; fails with a {@link RejectedExecutionException} if too much waits. */
    <T> CompletableFuture<T> refresh(String address, Work<T> work) {
        return submit(new Task<>(work), address, () -> true, refreshes);
    }

    /** Like {@link #refresh}, for work that completes an answer: before the refreshes that wait. */
    <T> CompletableFuture<T> complete(String address, Work<T> work) {
        return submit(new Task<>(work), address, () -> true, completions);
    }

    /**
     * An address waits for this result, too, from now on. No effect if its work has begun.
     *
     * @return whether the result will come: false if the address has no room
     */
    boolean hurry(CompletableFuture<?> result, String address, BooleanSupplier isWanted) {
        synchronized (this) {
            if (!(result instanceof Task<?> task) || task.hasBegun || task.isDone()) {
                return true;
            }
            budget.ask(address, nanoTime.getAsLong());
            if (!hasRoom(asked, address)) {
                refused.increment();
                return false;
            }
            asked.add(address, new Entry(task, isWanted));
        }
        wake();
        return true;
    }

    /** The reason for refusing work without room for it. */
    static RejectedExecutionException busy() {
        return new RejectedExecutionException("the dashboard is busy: try again in a moment");
    }

    private <T> CompletableFuture<T> submit(Task<T> task, String address, BooleanSupplier isWanted, Turns<Entry> line) {
        boolean hasRoom;
        synchronized (this) {
            hasRoom = hasRoom(line, address);
            if (line == asked && !address.equals(OURSELVES)) {
                budget.ask(address, nanoTime.getAsLong());
            }
            if (hasRoom) {
                line.add(address, new Entry(task, isWanted));
            }
        }
        if (hasRoom) {
            wake();
        } else {
            refused.increment();
            task.completeExceptionally(busy());
        }
        return task;
    }

    private boolean hasRoom(Turns<Entry> line, String address) {
        if (line.size(address) >= MOST_WAITING_OF_ONE_ADDRESS || line.size() >= MOST_WAITING) {
            line.removeIf(address, Entry::isVoid);
        }
        return line.size() < MOST_WAITING
                && (address.equals(OURSELVES) || line.size(address) < MOST_WAITING_OF_ONE_ADDRESS);
    }

    /** The first free thread takes the next task. The other one finds none. */
    private void wake() {
        threads.forEach(thread -> thread.execute(this::runNext));
    }

    private void runNext() {
        Turn turn = next();
        if (turn == null) {
            return;
        }
        try {
            run(turn.task);
        } finally {
            synchronized (this) {
                isRefreshing &= !turn.isRefresh;
                if (turn.isBudgeted) {
                    budget.end(turn.address, turn.began, nanoTime.getAsLong());
                }
            }
            // Tasks that had to wait for this one no longer have their own wake-up.
            wake();
        }
    }

    private synchronized Turn next() {
        long now = nanoTime.getAsLong();
        if (wakeAt != null && wakeAt - now <= 0) {
            wakeAt = null;
        }
        Turn turn = next(asked, false, now);
        if (turn == null && !isRefreshing) {
            turn = next(completions, true, now);
        }
        if (turn == null && !isRefreshing) {
            turn = next(refreshes, true, now);
        }
        if (turn == null) {
            wakeForBudgets(now);
        } else {
            isRefreshing |= turn.isRefresh;
        }
        return turn;
    }

    private Turn next(Turns<Entry> line, boolean isRefresh, long now) {
        boolean isBudgeted = line != refreshes;
        String[] address = new String[1];
        Entry entry;
        do {
            entry = line.take(each -> {
                address[0] = each;
                return !isBudgeted || waitNanos(each, now) == 0;
            });
        } while (entry != null && entry.isVoid());
        if (entry == null) {
            return null;
        }
        Task<?> task = entry.task;
        task.hasBegun = true;
        boolean isCounted = isBudgeted && !address[0].equals(OURSELVES);
        if (isCounted) {
            budget.begin(address[0], now);
        }
        return new Turn(task, address[0], isCounted, isRefresh, now);
    }

    private long waitNanos(String address, long now) {
        return address.equals(OURSELVES) ? 0 : budget.waitNanos(address, now);
    }

    /** Takes the next task when the budget of an address allows it, if nothing else happens before. */
    private void wakeForBudgets(long now) {
        long wait = Math.min(shortestWait(asked, now), isRefreshing ? Long.MAX_VALUE : shortestWait(completions, now));
        if (wait == Long.MAX_VALUE || wakeAt != null && wakeAt - now <= wait) {
            return;
        }
        deferred.increment();
        wakeAt = now + wait;
        threads.forEach(thread -> thread.schedule(this::runNext, wait, TimeUnit.NANOSECONDS));
    }

    private long shortestWait(Turns<Entry> line, long now) {
        long shortest = Long.MAX_VALUE;
        for (String address : line.addresses()) {
            shortest = Math.min(shortest, waitNanos(address, now));
        }
        return shortest;
    }

    private <T> void run(Task<T> task) {
        try {
            T done = task.work.run();
            computed.increment();
            task.complete(done);
        } catch (Throwable e) {
            failed.increment();
            task.completeExceptionally(e);
        }
    }

    List<ServiceThread> threads() {
        return threads;
    }

    /** The number of waiting requests for work that has not begun. */
    synchronized int waiting() {
        return asked.size() + completions.size() + refreshes.size();
    }

    long computed() {
        return computed.sum();
    }

    long refused() {
        return refused.sum();
    }

    long failed() {
        return failed.sum();
    }

    /** How often a thread was left idle because addresses with queries that wait had used up their budgets. */
    long deferred() {
        return deferred.sum();
    }

    void stop() {
        threads.forEach(ServiceThread::shutdownNow);
    }
}
