package io.thelook.dashboard.history;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Answers queries and caches the answers, so equal queries get the same answer. A costly answer is kept longer: it is
 * recomputed after 40 times as long as it took, so an open query takes at most a fortieth of a thread. Thread-safe.
 */
final class Desk {

    /** Limit on cached answers. */
    static final int MOST_KEPT = 64;

    private static final long LEAST_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int REST = 40;

    private final QueryQueue queue;
    private final LongSupplier nanoTime;
    private final Map<HistoryQuery, Kept> kept = new LinkedHashMap<>(16, .75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<HistoryQuery, Kept> eldest) {
            return size() > MOST_KEPT;
        }
    };

    private record Kept(CompletableFuture<Answer> answer, long nanos) {}

    Desk(QueryQueue queue, LongSupplier nanoTime) {
        this.queue = queue;
        this.nanoTime = nanoTime;
    }

    /** How long an answer stays valid. */
    static Duration goodFor(Answer answer) {
        return Duration.ofNanos(
                Math.max(LEAST_NANOS, Duration.ofMillis(answer.costMillis()).toNanos() * REST));
    }

    /**
     * The answer to a query that a viewer waits for: a cached one, if it is recent enough, or else a new one.
     *
     * @param address of the waiting viewers
     * @param isWanted whether they still wait; thread-safe. If none does, the answer may never arrive
     */
    CompletionStage<Answer> answer(
            HistoryQuery query, String address, BooleanSupplier isWanted, QueryQueue.Work<Answer> work) {
        boolean[] isNew = new boolean[1];
        CompletableFuture<Answer> answer = answer(query, () -> {
            isNew[0] = true;
            return queue.ask(address, isWanted, work);
        });
        boolean willCome = isNew[0] || queue.hurry(answer, address, isWanted);
        return willCome ? answer : CompletableFuture.failedFuture(QueryQueue.busy());
    }

    /** As {@link #answer}, for a query whose earlier answer is shown meanwhile. */
    CompletionStage<Answer> refresh(HistoryQuery query, String address, QueryQueue.Work<Answer> work) {
        return answer(query, () -> queue.refresh(address, work));
    }

    private CompletableFuture<Answer> answer(HistoryQuery query, Supplier<CompletableFuture<Answer>> submit) {
        synchronized (kept) {
            Kept known = kept.get(query);
            if (known != null && isGood(known)) {
                return known.answer;
            }
            CompletableFuture<Answer> answer = submit.get();
            kept.put(query, new Kept(answer, nanoTime.getAsLong()));
            return answer;
        }
    }

    /** Completes an answer that has been given. */
    CompletionStage<Answer> complete(HistoryQuery query, String address, Answer first, QueryQueue.Work<Answer> work) {
        CompletableFuture<Answer> whole = queue.complete(address, work);
        return whole.whenComplete((answer, failure) -> {
            synchronized (kept) {
                Kept known = kept.get(query);
                if (failure == null && known != null && isGiven(known.answer, first)) {
                    kept.put(query, new Kept(whole, known.nanos));
                }
            }
        });
    }

    private static boolean isGiven(CompletableFuture<Answer> future, Answer answer) {
        return future.isDone() && !future.isCompletedExceptionally() && future.join() == answer;
    }

    private boolean isGood(Kept known) {
        if (!known.answer.isDone()) {
            return true;
        }
        return !known.answer.isCompletedExceptionally()
                && nanoTime.getAsLong() - known.nanos
                        < goodFor(known.answer.join()).toNanos();
    }

    /** Forgets all answers, because the records have changed at once. */
    void forget() {
        synchronized (kept) {
            kept.clear();
        }
    }
}
