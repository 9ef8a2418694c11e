package io.thelook.producer.publish.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ShopIdsTest {

    @Test
    void numbers_areDistinctAndExactInADouble() {
        Random random = new Random(7);
        Set<Long> numbers = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            long number = ShopIds.number(new UUID(random.nextLong(), random.nextLong()));
            assertThat(number).isBetween(1_000_000_000_000L, 1L << 53);
            numbers.add(number);
        }
        assertThat(numbers).hasSize(100_000);
    }

    @Test
    void texts_haveOneLength() {
        assertThat(ShopIds.text("ch_", new UUID(0, 35))).isEqualTo("ch_000000000000000000000000z");
        assertThat(ShopIds.text("ch_", new UUID(-1, -1))).isEqualTo("ch_f5lxx1zz5pnorynqglhzmsp33");
    }

    @Test
    void derivedIds_dependOnBoth() {
        UUID id = new UUID(1, 2);

        assertThat(ShopIds.derived(id, "refund"))
                .isEqualTo(ShopIds.derived(id, "refund"))
                .isNotEqualTo(ShopIds.derived(id, "shipping"))
                .isNotEqualTo(ShopIds.derived(new UUID(1, 3), "refund"));
    }
}
