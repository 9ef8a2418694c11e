package io.thelook.dashboard.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueryQueueTest {

    private final AtomicLong nanos = new AtomicLong();
    private final QueryQueue queue = new QueryQueue(nanos::get);

    private final List<String> order = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        queue.stop();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Work that begins, and ends when it is released. */
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
        assertThatThrownBy(() -> get(queue.ask("here", () -> {
                    throw new StackOverflowError("deep");
                })))
                .hasMessageContaining("deep");
        assertThat(queue.failed()).isEqualTo(1);
    }

    @Test
    void tooManyThatWait_areRefused_untilOthersAreDone() throws Exception {
        Held first = new Held();
        Held second = new Held();
        List<CompletionStage<Integer>> all =
                new ArrayList<>(List.of(queue.ask("here", first), queue.ask("here", second)));
        first.awaitBegun();
        second.awaitBegun();
        for (int i = 0; i < QueryQueue.MOST_WAITING; i++) {
            all.add(queue.ask("address " + i, () -> 0));
        }

        assertThat(queue.waiting()).isEqualTo(QueryQueue.MOST_WAITING);
        assertThatThrownBy(() -> get(queue.ask("here", () -> 0)))
                .hasCauseInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("try again");
        assertThat(queue.refused()).isEqualTo(1);

        first.go.countDown();
        second.go.countDown();
        for (CompletionStage<Integer> each : all) {
            get(each);
        }
        assertThat(get(queue.ask("here", () -> 7))).isEqualTo(7);
        assertThat(queue.computed()).isEqualTo(all.size() + 1);
    }

    @Test
    void refreshes_leaveAThreadFree() throws Exception {
        Held held = new Held();
        CompletionStage<Integer> refresh = queue.refresh("here", held);
        held.awaitBegun();
        CompletionStage<Integer> next = queue.refresh("here", () -> 1);

        assertThat(get(queue.ask("here", () -> 7))).isEqualTo(7);
        assertThat(next.toCompletableFuture()).isNotDone();

        held.go.countDown();
        assertThat(get(refresh)).isZero();
        assertThat(get(next)).isEqualTo(1);
    }

    @Test
    void refreshes_waitForWhatIsAsked() throws Exception {
        Held first = new Held();
        Held second = new Held();
        queue.ask("here", first);
        queue.ask("here", second);
        first.awaitBegun();
        second.awaitBegun();
        CompletionStage<Boolean> refresh = queue.refresh("here", () -> order.add("refresh"));
        CompletionStage<Boolean> asked = queue.ask("here", () -> order.add("asked"));

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
        queue.refresh("here", held);
        held.awaitBegun();
        for (int i = 0; i < QueryQueue.MOST_WAITING; i++) {
            queue.refresh("address " + i, () -> 0);
        }

        assertThatThrownBy(() -> get(queue.refresh("here", () -> 0)))
                .hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(get(queue.ask("here", () -> 7))).isEqualTo(7);
        held.go.countDown();
    }

    @Test
    void completions_comeBeforeRefreshes() throws Exception {
        Held held = new Held();
        queue.refresh("here", held);
        held.awaitBegun();
        CompletionStage<Boolean> refresh = queue.refresh("here", () -> order.add("refresh"));
        CompletionStage<Boolean> completion = queue.complete("here", () -> order.add("completion"));
        held.go.countDown();
        get(completion);
        get(refresh);

        assertThat(order).containsExactly("completion", "refresh");
    }

    @Test
    void refreshThatAClientWaitsFor_isHurried() throws Exception {
        Held held = new Held();
        queue.refresh("here", held);
        held.awaitBegun();
        CompletableFuture<Integer> refresh = queue.refresh("here", () -> 7);
        assertThat(refresh).isNotDone();

        queue.hurry(refresh, "here", () -> true);

        assertThat(get(refresh)).isEqualTo(7);
        held.go.countDown();
    }

    /** Holds both threads, and lets one of them go, so that the order of what follows is certain. */
    private List<String> orderOf(Runnable asking) throws Exception {
        Held first = new Held();
        Held second = new Held();
        queue.ask("before", first);
        queue.ask("before", second);
        first.awaitBegun();
        second.awaitBegun();
        order.clear();
        asking.run();
        first.go.countDown();
        await().until(() -> queue.waiting() == 0);
        second.go.countDown();
        return order;
    }

    private CompletableFuture<Boolean> ask(String address, String name) {
        return queue.ask(address, () -> order.add(name));
    }

    @Test
    void addresses_takeTurns() throws Exception {
        assertThat(orderOf(() -> {
                    ask("greedy", "g1");
                    ask("greedy", "g2");
                    ask("greedy", "g3");
                    ask("modest", "m1");
                }))
                .containsExactly("g1", "m1", "g2", "g3");
    }

    @Test
    void refreshes_takeTurns() throws Exception {
        assertThat(orderOf(() -> {
                    queue.refresh("greedy", () -> order.add("g1"));
                    queue.refresh("greedy", () -> order.add("g2"));
                    queue.refresh("modest", () -> order.add("m1"));
                }))
                .containsExactly("g1", "m1", "g2");
    }

    @Test
    void moreOfOneAddressThanMayWait_areRefused_whileOthersHaveRoom() throws Exception {
        Held first = new Held();
        Held second = new Held();
        queue.ask("greedy", first);
        queue.ask("greedy", second);
        first.awaitBegun();
        second.awaitBegun();
        for (int i = 0; i < QueryQueue.MOST_WAITING_OF_ONE_ADDRESS; i++) {
            assertThat(ask("greedy", "g")).isNotDone();
        }

        assertThat(ask("greedy", "g")).isCompletedExceptionally();
        assertThat(queue.refused()).isEqualTo(1);
        CompletableFuture<Boolean> modest = ask("modest", "m");
        assertThat(queue.hurry(modest, "greedy", () -> true)).isFalse();
        assertThat(queue.refused()).isEqualTo(2);
        assertThat(modest).isNotDone();
        assertThat(queue.ask(QueryQueue.OURSELVES, () -> 0)).isNotDone();

        first.go.countDown();
        second.go.countDown();
        assertThat(get(modest)).isTrue();
    }

    @Test
    void addressThatHasUsedUpItsBudget_waits_whileOthersAreAnswered() throws Exception {
        get(queue.ask("greedy", () -> nanos.addAndGet(QueryBudget.AT_ONCE.toNanos())));
        get(queue.ask("modest", () -> 0));

        CompletableFuture<Boolean> greedy = ask("greedy", "g");
        CompletableFuture<Boolean> completion = queue.complete("greedy", () -> order.add("gc"));
        assertThat(get(ask("modest", "m"))).isTrue();
        assertThat(get(queue.ask(QueryQueue.OURSELVES, () -> 7))).isEqualTo(7);
        await().until(() -> queue.deferred() > 0);
        assertThat(greedy).isNotDone();
        assertThat(completion).isNotDone();

        assertThat(order).containsExactly("m");

        nanos.addAndGet(1);
        assertThat(get(ask("modest", "m"))).isTrue();
        assertThat(get(greedy)).isTrue();
        assertThat(get(completion)).isTrue();
    }

    /** No other query is needed meanwhile. */
    @Test
    void addressThatWaitsForItsBudget_isAnsweredByItself() throws Exception {
        AtomicLong shift = new AtomicLong();
        QueryQueue moving = new QueryQueue(() -> System.nanoTime() + shift.get());
        try {
            long began = System.nanoTime();
            long beyond = 50_000_000;
            get(moving.ask("greedy", () -> shift.addAndGet(QueryBudget.AT_ONCE.toNanos() + beyond)));
            get(moving.ask("modest", () -> 0));

            assertThat(get(moving.ask("greedy", () -> 7))).isEqualTo(7);
            assertThat(System.nanoTime() - began).isGreaterThan(beyond * QueryBudget.REST);
        } finally {
            moving.stop();
        }
    }

    @Test
    void workWithoutClients_isNotDone_untilAClientAsksAgain() throws Exception {
        Held first = new Held();
        Held second = new Held();
        queue.ask("here", first);
        queue.ask("here", second);
        first.awaitBegun();
        second.awaitBegun();
        AtomicBoolean isWanted = new AtomicBoolean(true);
        CompletableFuture<Boolean> left = queue.ask("here", isWanted::get, () -> order.add("left"));
        CompletableFuture<Boolean> wanted = ask("here", "wanted");
        isWanted.set(false);

        first.go.countDown();
        second.go.countDown();
        assertThat(get(wanted)).isTrue();
        assertThat(order).containsExactly("wanted");
        assertThat(left).isNotDone();

        queue.hurry(left, "there", () -> true);
        assertThat(get(left)).isTrue();
    }

    @Test
    void workWithoutClients_takesNoRoom() throws Exception {
        Held first = new Held();
        Held second = new Held();
        queue.ask("here", first);
        queue.ask("here", second);
        first.awaitBegun();
        second.awaitBegun();
        for (int i = 0; i < 1_000; i++) {
            assertThat(queue.ask("here", () -> false, () -> 0)).isNotDone();
        }
        assertThat(queue.waiting()).isLessThanOrEqualTo(QueryQueue.MOST_WAITING_OF_ONE_ADDRESS);
        assertThat(queue.refused()).isZero();

        first.go.countDown();
        second.go.countDown();
        await().until(() -> queue.waiting() == 0);
    }

    /** Work for an address does not wait for its budget if another address wants the same. */
    @Test
    void resultThatAnotherAddressWantsToo_comesWithTheFirstTurn() throws Exception {
        get(queue.ask("greedy", () -> nanos.addAndGet(QueryBudget.AT_ONCE.toNanos())));
        get(queue.ask("modest", () -> 0));
        CompletableFuture<Boolean> wanted = ask("greedy", "wanted");
        queue.hurry(wanted, "modest", () -> true);

        assertThat(get(wanted)).isTrue();
        nanos.addAndGet(QueryBudget.AT_ONCE.toNanos());
        assertThat(get(ask("greedy", "later"))).isTrue();
        assertThat(order).as("it runs once").containsExactly("wanted", "later");
        assertThat(queue.waiting()).isZero();
    }

    /** No task stays behind, no matter from which queue it is taken. */
    @Test
    void everyTask_isDone() throws Exception {
        AtomicInteger inRefresh = new AtomicInteger();
        for (int round = 0; round < 500; round++) {
            List<CompletionStage<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(
                        (round + i) % 3 == 0
                                ? queue.ask("here", () -> 1)
                                : queue.refresh("here", () -> {
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
