package io.thelook.dashboard.history;

import static io.thelook.dashboard.history.Fixtures.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KnownKeysTest {

    private static final int DAYS = 3;
    private static final int KEYS = 600_000;

    @Test
    void keys_areFoundInTheirDays_andOthersHardlyEver() {
        KnownKeys known = new KnownKeys();
        SplittableRandom added = new SplittableRandom(1);
        for (int i = 0; i < KEYS; i++) {
            known.add((long) (i % DAYS) * DAY + i, added.nextLong());
        }

        SplittableRandom again = new SplittableRandom(1);
        for (int i = 0; i < KEYS; i++) {
            assertThat(known.daysOf(again.nextLong())).contains((long) (i % DAYS));
        }
        SplittableRandom others = new SplittableRandom(2);
        long mistakes = 0;
        for (int i = 0; i < KEYS; i++) {
            mistakes += known.daysOf(others.nextLong()).size();
        }
        // Each day has three full filters, and one that is not.
        assertThat((double) mistakes / KEYS / DAYS).isLessThan(4.0 / 70_000);
    }

    @Test
    void theSameKeys_takeNoMoreRoom() {
        KnownKeys known = new KnownKeys();
        for (int time = 0; time < 200; time++) {
            SplittableRandom same = new SplittableRandom(1);
            for (int i = 0; i < 4_000; i++) {
                known.add(5, same.nextLong());
            }
        }

        assertThat(known.bits()).isEqualTo(1 << 17);
    }

    @Test
    void forgetting_isByWholeDays() {
        KnownKeys known = new KnownKeys();
        known.add(DAY - 1, 42);
        known.add(DAY, 42);
        known.add(-1, 42);

        known.forgetBefore(DAY + 5);

        assertThat(known.daysOf(42)).containsExactly(1L);
    }
}
