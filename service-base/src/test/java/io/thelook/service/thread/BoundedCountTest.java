package io.thelook.service.thread;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedCountTest {

    private final BoundedCount count = new BoundedCount();

    @Test
    void add_upToTheLimit_isCounted() {
        assertThat(count.add(7, 10)).isTrue();
        assertThat(count.add(3, 10)).isTrue();

        assertThat(count.get()).isEqualTo(10);
    }

    @Test
    void add_beyondTheLimit_changesNothing() {
        count.add(7, 10);

        assertThat(count.add(4, 10)).isFalse();

        assertThat(count.get()).isEqualTo(7);
    }

    @Test
    void add_ofLess_fitsEvenBeyondTheLimit() {
        count.add(7, 10);

        assertThat(count.add(-2, 1)).isTrue();
        assertThat(count.add(0, 1)).isTrue();

        assertThat(count.get()).isEqualTo(5);
    }

    @Test
    void subtract_makesRoom() {
        count.add(10, 10);
        count.subtract(4);

        assertThat(count.add(4, 10)).isTrue();
    }
}
