package io.thelook.dashboard.history;

import io.thelook.service.thread.ServiceThread;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Runs the work of queries on two threads of its own. Queries that somebody waits for come first. All else, for those
 * who already see something, takes one thread at a time, so that the other is free for whoever asks next: first what
 * completes an answer, then refreshes. Thread-safe.
 */
final class QueryQueue {

    /** Limit on queries that wait, and on refreshes that wait. */
    static final int MOST_WAITING = 64;

    private final List<ServiceThread> threads = List.of(new ServiceThread("history-1"), new ServiceThread("history-2"));
    private final Queue<Task<?>> asked = new ArrayDeque<>();
    private final Deque<Task<?>> refreshes = new ArrayDeque<>();
    private boolean isRefreshing;
    private final LongAdder computed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** Work that reads the history. */
    interface Work<T> {

        T run() throws Exception;
    }

    private record Task<T>(Work<T> work, boolean isRefresh, CompletableFuture<T> result) {

        Task<T> asked() {
            return new Task<>(work, false, result);
        }
    }

    /** Does work that somebody waits for; fails with a {@link RejectedExecutionException} if too much waits. */
    <T> CompletableFuture<T> ask(Work<T> work) {
        return submit(new Task<>(work, false, new CompletableFuture<>()), asked, asked::add);
    }

    /** Does work that nobody waits for; fails with a {@link RejectedExecutionException} if too much waits. */
    <T> CompletableFuture<T> refresh(Work<T> work) {
        return submit(new Task<>(work, true, new CompletableFuture<>()), refreshes, refreshes::addLast);
    }

    /** Like {@link #refresh}, for work that completes an answer: before the refreshes that wait. */
    <T> CompletableFuture<T> complete(Work<T> work) {
        return submit(new Task<>(work, true, new CompletableFuture<>()), refreshes, refreshes::addFirst);
    }

    /** Somebody waits for this result from now on. No effect if its work has begun, or is not a refresh. */
    void hurry(CompletableFuture<?> result) {
        synchronized (this) {
            Task<?> waiting = refreshes.stream()
                    .filter(task -> task.result == result)
                    .findAny()
                    .orElse(null);
            if (waiting == null || asked.size() >= MOST_WAITING) {
                return;
            }
            refreshes.remove(waiting);
            asked.add(waiting.asked());
        }
        wake();
    }

    private <T> CompletableFuture<T> submit(Task<T> task, Queue<Task<?>> queue, Consumer<Task<?>> add) {
        boolean isFull;
        synchronized (this) {
            isFull = queue.size() >= MOST_WAITING;
            if (!isFull) {
                add.accept(task);
            }
        }
        if (isFull) {
            refused.increment();
            task.result.completeExceptionally(
                    new RejectedExecutionException("the dashboard is busy: try again in a moment"));
        } else {
            wake();
        }
        return task.result;
    }

    /** Whichever thread is free first takes the next task. The other finds none. */
    private void wake() {
        threads.forEach(thread -> thread.execute(this::runNext));
    }

    private void runNext() {
        Task<?> task = next();
        if (task == null) {
            return;
        }
        try {
            run(task);
        } finally {
            if (task.isRefresh) {
                synchronized (this) {
                    isRefreshing = false;
                }
                // A refresh that had to wait for this one has no wake-up of its own any more.
                wake();
            }
        }
    }

    private synchronized Task<?> next() {
        Task<?> task = asked.poll();
        if (task == null && !isRefreshing) {
            task = refreshes.poll();
            isRefreshing = task != null;
        }
        return task;
    }

    private <T> void run(Task<T> task) {
        try {
            T done = task.work.run();
            computed.increment();
            task.result.complete(done);
        } catch (Throwable e) {
            failed.increment();
            task.result.completeExceptionally(e);
        }
    }

    List<ServiceThread> threads() {
        return threads;
    }

    synchronized int waiting() {
        return asked.size() + refreshes.size();
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

    void stop() {
        threads.forEach(ServiceThread::shutdownNow);
    }
}
