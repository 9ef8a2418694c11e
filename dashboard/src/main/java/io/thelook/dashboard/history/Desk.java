package io.thelook.dashboard.history;

import io.thelook.service.thread.ServiceThread;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Does the work of queries on two threads of its own, and keeps the answers for a while, so that all who ask the same
 * get the same answer. A costly answer is kept longer: it is computed anew after 40 times as long as it took, so that
 * a query that is watched takes at most a fortieth of a thread. Thread-safe.
 */
final class Desk {

    /** Limit on queries that wait. */
    static final int MOST_WAITING = 64;

    /** Limit on answers that are kept. */
    static final int MOST_KEPT = 64;

    private static final long LEAST_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int REST = 40;

    private final LongSupplier nanoTime;
    private final List<ServiceThread> threads = List.of(new ServiceThread("history-1"), new ServiceThread("history-2"));
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger turn = new AtomicInteger();
    private final LongAdder computed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Map<HistoryQuery, Kept> kept = new LinkedHashMap<>(16, .75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<HistoryQuery, Kept> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /** Work that reads the history. */
    interface Work<T> {

        T run() throws Exception;
    }

    private record Kept(CompletableFuture<Answer> answer, long nanos) {}

    Desk(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How long an answer is good for. */
    static Duration goodFor(Answer answer) {
        return Duration.ofNanos(
                Math.max(LEAST_NANOS, Duration.ofMillis(answer.costMillis()).toNanos() * REST));
    }

    /** The answer to a query: one that is kept, if it is recent enough, or else a new one. */
    CompletionStage<Answer> answer(HistoryQuery query, Work<Answer> work) {
        synchronized (kept) {
            Kept known = kept.get(query);
            if (known != null && isGood(known)) {
                return known.answer;
            }
            CompletableFuture<Answer> answer = submit(work);
            kept.put(query, new Kept(answer, nanoTime.getAsLong()));
            return answer;
        }
    }

    private boolean isGood(Kept known) {
        if (!known.answer.isDone()) {
            return true;
        }
        return !known.answer.isCompletedExceptionally()
                && nanoTime.getAsLong() - known.nanos
                        < goodFor(known.answer.join()).toNanos();
    }

    /** Does work when its turn comes; fails with a {@link RejectedExecutionException} if too much waits. */
    <T> CompletableFuture<T> submit(Work<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            refused.increment();
            result.completeExceptionally(
                    new RejectedExecutionException("the dashboard is busy: try again in a moment"));
            return result;
        }
        threads.get(Math.floorMod(turn.getAndIncrement(), threads.size())).execute(() -> {
            waiting.decrementAndGet();
            try {
                T done = work.run();
                computed.increment();
                result.complete(done);
            } catch (Throwable e) {
                failed.increment();
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** Forgets all answers, because the records have changed at once. */
    void forget() {
        synchronized (kept) {
            kept.clear();
        }
    }

    List<ServiceThread> threads() {
        return threads;
    }

    int waiting() {
        return waiting.get();
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
