package io.thelook.dashboard.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DimensionTest {

    private final Dimension dimension = new Dimension();

    @Test
    void name_keepsItsNumber_untilItsLastUse() {
        int cup = dimension.acquire("Cup");
        assertThat(dimension.acquire(new String("Cup"))).isEqualTo(cup);
        assertThat(dimension.acquire("Mug")).isNotEqualTo(cup);

        dimension.release(cup);
        assertThat(dimension.name(cup)).isEqualTo("Cup");
        assertThat(dimension.uses("Cup")).isEqualTo(1);
        dimension.release(cup);

        assertThat(dimension.name(cup)).isNull();
        assertThat(dimension.acquire("Jug")).as("takes the free number").isEqualTo(cup);
    }

    @Test
    void isEmpty_beforeTheFirstUse_andAfterTheLastOne() {
        assertThat(dimension.isEmpty()).isTrue();
        int cup = dimension.acquire("Cup");
        assertThat(dimension.isEmpty()).isFalse();
        dimension.release(cup);
        assertThat(dimension.isEmpty()).isTrue();
    }

    /** The numbers, which are places in arrays of each view, are no more than the names at one time. */
    @Test
    void veryManyNames_thatComeAndGo_takeTheNumbersOfOthers() {
        int many = 100_000;
        int highest = 0;
        int[] numbers = new int[many];
        for (int i = 0; i < 5 * many; i++) {
            if (i >= many) {
                dimension.release(numbers[i % many]);
            }
            numbers[i % many] = dimension.acquire("name " + i);
            highest = Math.max(highest, numbers[i % many]);
        }

        assertThat(highest).isLessThan(many);
    }
}
