package io.thelook.dashboard.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QueryBudgetTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long AT_ONCE = QueryBudget.AT_ONCE.toNanos();

    private final QueryBudget budget = new QueryBudget();

    private void run(String address, long began, long ended) {
        budget.ask(address, began);
        budget.begin(address, began);
        budget.end(address, began, ended);
    }

    @Test
    void queriesWithinTheBudget_needNotWait() {
        run("here", 0, AT_ONCE - 1);

        assertThat(budget.waitNanos("here", AT_ONCE - 1)).isZero();
        assertThat(budget.waitNanos("there", AT_ONCE - 1)).isZero();
    }

    @Test
    void budgetThatIsUsedUp_isRestoredAtAThirdOfTheTime() {
        run("here", 0, AT_ONCE + SECOND);
        budget.ask("there", AT_ONCE + SECOND);

        assertThat(budget.waitNanos("here", AT_ONCE + SECOND)).isEqualTo(QueryBudget.REST * SECOND + 1);
        long restored = AT_ONCE + SECOND + QueryBudget.REST * SECOND;
        assertThat(budget.waitNanos("here", restored)).isEqualTo(1);
        assertThat(budget.waitNanos("here", restored + QueryBudget.REST)).isZero();
        assertThat(budget.waitNanos("there", AT_ONCE + SECOND)).isZero();
    }

    @Test
    void queriesThatRun_count_whenTheyAreSeveralToo() {
        budget.ask("here", 0);
        budget.begin("here", 0);
        budget.begin("here", SECOND);

        assertThat(budget.waitNanos("here", 2 * SECOND - 1)).isZero();
        assertThat(budget.waitNanos("here", 2 * SECOND)).isEqualTo(Long.MAX_VALUE);

        budget.end("here", 0, 2 * SECOND);
        budget.end("here", SECOND, 2 * SECOND);
        budget.ask("there", 2 * SECOND);
        assertThat(budget.waitNanos("here", 2 * SECOND)).isEqualTo(1);
    }

    @Test
    void addressThatIsNotAlone_hasOneQueryAtATime_soThatAThreadIsFreeForOthers() {
        budget.ask("there", 0);
        budget.ask("here", 0);
        budget.begin("here", 0);

        assertThat(budget.waitNanos("here", 1)).isEqualTo(Long.MAX_VALUE);
        assertThat(budget.waitNanos("there", 1)).isZero();
        assertThat(budget.waitNanos("here", QueryBudget.ALONE_AFTER.toNanos())).isEqualTo(Long.MAX_VALUE);
        budget.end("here", 0, SECOND);
        assertThat(budget.waitNanos("here", SECOND)).isZero();
    }

    @Test
    void addressThatIsAlone_needNotWait_butHasOneQueryAtATime() {
        long alone = QueryBudget.ALONE_AFTER.toNanos();
        budget.ask("there", 0);
        run("here", 0, 10 * AT_ONCE);
        budget.ask("here", 10 * AT_ONCE);
        assertThat(budget.waitNanos("here", 10 * AT_ONCE)).isZero();

        budget.begin("here", 10 * AT_ONCE);
        assertThat(budget.waitNanos("here", 10 * AT_ONCE)).isEqualTo(Long.MAX_VALUE);
        budget.end("here", 10 * AT_ONCE, 11 * AT_ONCE);

        budget.ask("there", 11 * AT_ONCE);
        assertThat(budget.waitNanos("here", 11 * AT_ONCE)).isEqualTo(alone);
        budget.ask("here", 11 * AT_ONCE);
        assertThat(budget.waitNanos("here", 11 * AT_ONCE + alone - 1)).isEqualTo(1);
        assertThat(budget.waitNanos("here", 11 * AT_ONCE + alone)).isZero();
    }

    /** Times of the clock may be negative. */
    @Test
    void anyTimeOfTheClock_counts() {
        long now = Long.MIN_VALUE + 5;
        run("here", now, now + 2 * AT_ONCE);
        budget.ask("there", now + 2 * AT_ONCE);

        assertThat(budget.waitNanos("here", now + 2 * AT_ONCE)).isEqualTo(QueryBudget.REST * AT_ONCE + 1);
    }

    @Test
    void addressesWhoseBudgetIsWhole_areForgotten() {
        for (int i = 0; i < 10_000; i++) {
            run("address " + i, i * 10L, i * 10L + 1);
        }
        assertThat(budget.addresses()).isLessThanOrEqualTo(256);

        budget.begin("runs", 0);
        for (int i = 0; i < 10_000; i++) {
            run("other " + i, i * 10L, i * 10L + 1);
        }
        assertThat(budget.waitNanos("runs", AT_ONCE)).isEqualTo(Long.MAX_VALUE);
    }
}
