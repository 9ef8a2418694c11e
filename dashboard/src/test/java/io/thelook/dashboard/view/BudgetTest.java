package io.thelook.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {

    private static final long SECOND = 1_000_000_000L;

    /** Near the end of the numbers, where a clock of nanoseconds goes on with negative ones. */
    private static final long START = Long.MAX_VALUE - SECOND / 2;

    private final Budget budget = new Budget(1_000);

    @ParameterizedTest
    @CsvSource({"990, 0", "1000, 0.001", "1500, 0.501", "3000, 2.001", "6000, 5.001", "1000000, 5.001"})
    void spent_comesBackEvenly_andAtTheLatestAfterTheLongestWait(long bytes, double seconds) {
        budget.spend(bytes, START);

        long then = START + (long) (seconds * SECOND);
        assertThat(budget.isLeft(then)).isTrue();
        assertThat(budget.isLeft(then - 2 * SECOND / 1_000)).isEqualTo(bytes < 1_000);
    }

    @ParameterizedTest
    @CsvSource({"100", "430", "5000"})
    void spendingDuringAWait_doesNotMakeItLonger(long bytesOfFigures) {
        long leftAt = START;
        for (long now = START; now - START < 60 * SECOND; now += SECOND / 4) {
            if (budget.isLeft(now)) {
                budget.spend(6_000, now);
                leftAt = now;
            }
            budget.spend(bytesOfFigures, now);

            assertThat(now - leftAt).isLessThanOrEqualTo(Budget.LONGEST.toNanos());
        }
    }

    @Test
    void saved_isNoMoreThanASecondsWorth() {
        budget.spend(500, START);

        budget.spend(1_000, START + 3_600 * SECOND);

        assertThat(budget.isLeft(START + 3_600 * SECOND)).isFalse();
    }

    @Test
    void spending_whenSomethingIsLeft_keepsToTheAllowance() {
        Random random = new Random(1);
        long spent = 0;
        long now = START;
        for (int i = 0; i < 100_000; i++) {
            now += random.nextLong(SECOND / 4);
            if (budget.isLeft(now)) {
                long bytes = random.nextLong(4_000);
                budget.spend(bytes, now);
                spent += bytes;
            }
        }
        double allowed = 1_000.0 * (now - START) / SECOND;
        assertThat((double) spent).isBetween(allowed * 0.9, allowed + 4_000 + 1_000);
    }
}
