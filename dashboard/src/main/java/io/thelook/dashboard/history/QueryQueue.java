package io.thelook.dashboard.history;

import io.thelook.service.thread.ServiceThread;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Runs the work of queries on two threads of its own. Queries that somebody waits for come first. Refreshes of what is
 * already shown take one thread at a time, so that the other is free for whoever asks next. Thread-safe.
 */
final class QueryQueue {

    /** Limit on queries that wait, and on refreshes that wait. */
    static final int MOST_WAITING = 64;

    private final List<ServiceThread> threads = List.of(new ServiceThread("history-1"), new ServiceThread("history-2"));
    private final Queue<Task<?>> asked = new ArrayDeque<>();
    private final Queue<Task<?>> refreshes = new ArrayDeque<>();
    private boolean isRefreshing;
    private final LongAdder computed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** Work that reads the history. */
    interface Work<T> {

        T run() throws Exception;
    }

    private record Task<T>(Work<T> work, boolean isRefresh, CompletableFuture<T> result) {}

    /** Does work that somebody waits for; fails with a {@link RejectedExecutionException} if too much waits. */
    <T> CompletableFuture<T> ask(Work<T> work) {
        return submit(new Task<>(work, false, new CompletableFuture<>()), asked);
    }

    /** Does work that nobody waits for; fails with a {@link RejectedExecutionException} if too much waits. */
    <T> CompletableFuture<T> refresh(Work<T> work) {
        return submit(new Task<>(work, true, new CompletableFuture<>()), refreshes);
    }

    private <T> CompletableFuture<T> submit(Task<T> task, Queue<Task<?>> queue) {
        boolean isFull;
        synchronized (this) {
            isFull = queue.size() >= MOST_WAITING;
            if (!isFull) {
                queue.add(task);
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
        run(task);
        if (task.isRefresh) {
            synchronized (this) {
                isRefreshing = false;
            }
            // A refresh that had to wait for this one has no wake-up of its own any more.
            wake();
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
