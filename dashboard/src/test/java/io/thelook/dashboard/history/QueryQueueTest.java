package io.thelook.dashboard.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueryQueueTest {

    private final QueryQueue queue = new QueryQueue();

    @AfterEach
    void stop() {
        queue.stop();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Work that begins, and ends when it is let go. */
    private static final class Held implements QueryQueue.Work<Integer> {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);

        @Override
        public Integer run() throws Exception {
            begun.countDown();
            go.await();
            return 0;
        }

        void awaitBegun() throws InterruptedException {
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void errorOfTheWork_reachesTheCaller() {
        assertThatThrownBy(() -> get(queue.ask(() -> {
                    throw new StackOverflowError("deep");
                })))
                .hasMessageContaining("deep");
        assertThat(queue.failed()).isEqualTo(1);
    }

    @Test
    void tooManyThatWait_areRefused_untilOthersAreDone() throws Exception {
        Held first = new Held();
        Held second = new Held();
        List<CompletionStage<Integer>> all = new ArrayList<>(List.of(queue.ask(first), queue.ask(second)));
        first.awaitBegun();
        second.awaitBegun();
        for (int i = 0; i < QueryQueue.MOST_WAITING; i++) {
            all.add(queue.ask(() -> 0));
        }

        assertThat(queue.waiting()).isEqualTo(QueryQueue.MOST_WAITING);
        assertThatThrownBy(() -> get(queue.ask(() -> 0)))
                .hasCauseInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("try again");
        assertThat(queue.refused()).isEqualTo(1);

        first.go.countDown();
        second.go.countDown();
        for (CompletionStage<Integer> each : all) {
            get(each);
        }
        assertThat(get(queue.ask(() -> 7))).isEqualTo(7);
        assertThat(queue.computed()).isEqualTo(all.size() + 1);
    }

    @Test
    void refreshes_leaveAThreadFree() throws Exception {
        Held held = new Held();
        CompletionStage<Integer> refresh = queue.refresh(held);
        held.awaitBegun();
        CompletionStage<Integer> next = queue.refresh(() -> 1);

        assertThat(get(queue.ask(() -> 7))).isEqualTo(7);
        assertThat(next.toCompletableFuture()).isNotDone();

        held.go.countDown();
        assertThat(get(refresh)).isZero();
        assertThat(get(next)).isEqualTo(1);
    }

    @Test
    void refreshes_waitForWhatIsAsked() throws Exception {
        Held first = new Held();
        Held second = new Held();
        queue.ask(first);
        queue.ask(second);
        first.awaitBegun();
        second.awaitBegun();
        List<String> order = new CopyOnWriteArrayList<>();
        CompletionStage<Boolean> refresh = queue.refresh(() -> order.add("refresh"));
        CompletionStage<Boolean> asked = queue.ask(() -> order.add("asked"));

        // One thread alone, so that the order is certain.
        first.go.countDown();
        get(asked);
        get(refresh);
        second.go.countDown();

        assertThat(order).containsExactly("asked", "refresh");
    }

    @Test
    void refreshesThatWait_doNotFillThePlaceOfWhatIsAsked() throws Exception {
        Held held = new Held();
        queue.refresh(held);
        held.awaitBegun();
        for (int i = 0; i < QueryQueue.MOST_WAITING; i++) {
            queue.refresh(() -> 0);
        }

        assertThatThrownBy(() -> get(queue.refresh(() -> 0))).hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(get(queue.ask(() -> 7))).isEqualTo(7);
        held.go.countDown();
    }

    @Test
    void completions_comeBeforeRefreshes() throws Exception {
        Held held = new Held();
        queue.refresh(held);
        held.awaitBegun();
        List<String> order = new CopyOnWriteArrayList<>();
        CompletionStage<Boolean> refresh = queue.refresh(() -> order.add("refresh"));
        CompletionStage<Boolean> completion = queue.complete(() -> order.add("completion"));
        held.go.countDown();
        get(completion);
        get(refresh);

        assertThat(order).containsExactly("completion", "refresh");
    }

    @Test
    void refreshThatSomebodyWaitsFor_isHurried() throws Exception {
        Held held = new Held();
        queue.refresh(held);
        held.awaitBegun();
        CompletableFuture<Integer> refresh = queue.refresh(() -> 7);
        assertThat(refresh).isNotDone();

        queue.hurry(refresh);

        assertThat(get(refresh)).isEqualTo(7);
        held.go.countDown();
    }

    /** Wherever a task is taken, none stays behind. */
    @Test
    void everyTask_isDone() throws Exception {
        AtomicInteger inRefresh = new AtomicInteger();
        for (int round = 0; round < 500; round++) {
            List<CompletionStage<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(
                        (round + i) % 3 == 0
                                ? queue.ask(() -> 1)
                                : queue.refresh(() -> {
                                    int together = inRefresh.incrementAndGet();
                                    Thread.yield();
                                    inRefresh.decrementAndGet();
                                    return together;
                                }));
            }
            for (CompletionStage<Integer> each : all) {
                assertThat(get(each)).isEqualTo(1);
            }
        }
        assertThat(queue.waiting()).isZero();
    }
}
