package io.thelook.dashboard.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thelook.dashboard.window.Filter;
import io.thelook.dashboard.window.Sums;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeskTest {

    private static final HistoryQuery TODAY =
            new HistoryQuery(Period.of("today").orElseThrow(), Filter.NONE);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger runs = new AtomicInteger();
    private final QueryQueue queue = new QueryQueue(System::nanoTime);
    private final Desk desk = new Desk(queue, nanos::get);

    @AfterEach
    void stop() {
        queue.stop();
    }

    private Answer answer(long costMillis) {
        runs.incrementAndGet();
        return new Answer(new TimeSpan(0, 1), 1, Sums.ZERO, Map.of(), null, List.of(), true, null, null, costMillis);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void sameQuery_isAnsweredOnce_forAWhile() throws Exception {
        Answer first = get(desk.answer(TODAY, "here", () -> true, () -> answer(10)));
        pass(Duration.ofMillis(4_999));
        assertThat(get(desk.answer(TODAY, "here", () -> true, () -> answer(10))))
                .isSameAs(first);

        pass(Duration.ofMillis(1));
        assertThat(get(desk.answer(TODAY, "here", () -> true, () -> answer(10))))
                .isNotSameAs(first);
        assertThat(runs).hasValue(2);
        assertThat(queue.computed()).isEqualTo(2);
    }

    @Test
    void costlyAnswer_isKept40TimesAsLongAsItTook() throws Exception {
        get(desk.answer(TODAY, "here", () -> true, () -> answer(500)));
        pass(Duration.ofMillis(19_999));
        get(desk.answer(TODAY, "here", () -> true, () -> answer(500)));
        assertThat(runs).hasValue(1);

        pass(Duration.ofMillis(1));
        get(desk.answer(TODAY, "here", () -> true, () -> answer(500)));
        assertThat(runs).hasValue(2);
    }

    @Test
    void queryUnderWay_isShared_howeverLongItTakes() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CompletionStage<Answer> first = desk.answer(TODAY, "here", () -> true, () -> {
            go.await();
            return answer(1);
        });
        pass(Duration.ofHours(1));
        CompletionStage<Answer> second = desk.answer(TODAY, "here", () -> true, () -> answer(1));
        go.countDown();

        assertThat(get(second)).isSameAs(get(first));
    }

    @Test
    void failure_isCounted_andNotKept() throws Exception {
        assertThatThrownBy(() -> get(desk.answer(TODAY, "here", () -> true, () -> {
                    throw new HistoryException("broken", null);
                })))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("broken");

        assertThat(get(desk.answer(TODAY, "here", () -> true, () -> answer(1)))).isNotNull();
        assertThat(queue.failed()).isEqualTo(1);
    }

    @Test
    void keptAnswers_areLimited_theLeastRecentlyUsedGo() throws Exception {
        get(desk.answer(TODAY, "here", () -> true, () -> answer(1)));
        for (int i = 0; i < Desk.MOST_KEPT; i++) {
            get(desk.answer(TODAY, "here", () -> true, () -> answer(1)));
            get(desk.answer(
                    new HistoryQuery(Period.range(new TimeSpan(i, i + 1)), Filter.NONE),
                    "here",
                    () -> true,
                    () -> answer(1)));
        }
        assertThat(runs).hasValue(1 + Desk.MOST_KEPT);

        get(desk.answer(TODAY, "here", () -> true, () -> answer(1)));
        assertThat(runs).hasValue(1 + Desk.MOST_KEPT);
        get(desk.answer(
                new HistoryQuery(Period.range(new TimeSpan(0, 1)), Filter.NONE), "here", () -> true, () -> answer(1)));
        assertThat(runs).hasValue(2 + Desk.MOST_KEPT);
    }

    @Test
    void completedAnswer_isKeptInstead_asLongAsTheFirst() throws Exception {
        Answer first = get(desk.answer(TODAY, "here", () -> true, () -> answer(10)));
        pass(Duration.ofSeconds(4));
        Answer whole = get(desk.complete(TODAY, "here", first, () -> answer(20)));

        assertThat(get(desk.answer(TODAY, "here", () -> true, () -> answer(10))))
                .isSameAs(whole);
        pass(Duration.ofSeconds(1));
        assertThat(get(desk.answer(TODAY, "here", () -> true, () -> answer(10))))
                .isNotSameAs(whole);
    }

    @Test
    void completedAnswer_replacesNoNewerOne_andNoneThatFailed() throws Exception {
        Answer first = get(desk.answer(TODAY, "here", () -> true, () -> answer(10)));
        pass(Duration.ofSeconds(5));
        Answer newer = get(desk.refresh(TODAY, "here", () -> answer(11)));
        get(desk.complete(TODAY, "here", first, () -> answer(20)));
        assertThat(get(desk.answer(TODAY, "here", () -> true, () -> answer(10))))
                .isSameAs(newer);

        pass(Duration.ofSeconds(5));
        assertThatThrownBy(() -> get(desk.refresh(TODAY, "here", () -> {
                    throw new HistoryException("broken", null);
                })))
                .hasMessageContaining("broken");
        Answer whole = get(desk.complete(TODAY, "here", newer, () -> answer(20)));
        assertThat(whole.costMillis()).isEqualTo(20);
        newer = get(desk.answer(TODAY, "here", () -> true, () -> answer(12)));
        assertThat(newer.costMillis()).isEqualTo(12);

        Answer last = newer;
        assertThatThrownBy(() -> get(desk.complete(TODAY, "here", last, () -> {
                    throw new HistoryException("broken", null);
                })))
                .hasMessageContaining("broken");
        assertThat(get(desk.answer(TODAY, "here", () -> true, () -> answer(10))))
                .isSameAs(newer);
    }

    @Test
    void forgotten_answersAreComputedAgain() throws Exception {
        get(desk.answer(TODAY, "here", () -> true, () -> answer(1)));
        desk.forget();
        get(desk.answer(TODAY, "here", () -> true, () -> answer(1)));

        assertThat(runs).hasValue(2);
    }
}
